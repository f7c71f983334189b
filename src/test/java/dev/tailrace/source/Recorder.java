package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Remembers what a source hands on. Any thread. */
public final class Recorder extends Taker {
    /** Of longer outputs the digest tells the rest. */
    private static final int KEPT_BYTES = 1 << 20;

    private final Map<Origin, Output> outputs = new EnumMap<>(Origin.class);
    private final List<String> calls = new ArrayList<>();
    private final List<SourceEvent> events = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final List<String> untimed = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private Resumed resumed = Resumed.NOTHING;

    @Override
    public synchronized void bytes(Origin origin, byte[] buffer, int offset, int length) {
        output(origin).add(buffer, offset, length);
        String call = "bytes " + origin.text();
        if (!calls.contains(call)) {
            calls.add(call);
        }
    }

    @Override
    public synchronized void bytes(
            Origin origin, long time, byte[] buffer, int offset, int length) {
        bytes(origin, buffer, offset, length);
        times.add(time);
    }

    @Override
    public synchronized void untimed(
            Origin origin, long first, byte[] buffer, int offset, int length) {
        bytes(origin, first, buffer, offset, length);
        untimed.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void commit() {
        calls.remove("commit");
        calls.add("commit");
    }

    @Override
    public synchronized void checkpoint(String place) {
        places.add(place);
    }

    @Override
    public synchronized Resumed resumed() {
        return resumed;
    }

    /** What {@link #resumed()} answers from now on. */
    public synchronized Recorder resumeFrom(Resumed from) {
        resumed = from;
        return this;
    }

    /** The producer's times, one for each call that had one. */
    public synchronized List<Long> times() {
        return List.copyOf(times);
    }

    /** What came without a time among others that have one, by its calls. */
    public synchronized List<String> untimed() {
        return List.copyOf(untimed);
    }

    /** The source's places, in order. */
    public synchronized List<String> places() {
        return List.copyOf(places);
    }

    @Override
    public synchronized void end(Origin origin) {
        calls.add("end " + origin.text());
    }

    @Override
    public synchronized void event(SourceEvent event) {
        calls.add(event.getClass().getSimpleName());
        events.add(event);
    }

    /** The calls in order: the first one of bytes for each origin, and all others. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    public synchronized List<SourceEvent> events() {
        return List.copyOf(events);
    }

    public synchronized String text(Origin origin) {
        return output(origin).kept.toString(StandardCharsets.UTF_8);
    }

    public synchronized long count(Origin origin) {
        return output(origin).count;
    }

    /** Of all bytes so far, in hexadecimal; once. */
    public synchronized String digest(Origin origin) {
        return HexFormat.of().formatHex(output(origin).digest.digest());
    }

    private Output output(Origin origin) {
        return outputs.computeIfAbsent(origin, missing -> new Output());
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Output {
        final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        final MessageDigest digest = sha256();
        long count;

        void add(byte[] buffer, int offset, int length) {
            kept.write(buffer, offset, Math.min(length, KEPT_BYTES - kept.size()));
            digest.update(buffer, offset, length);
            count += length;
        }
    }
}
