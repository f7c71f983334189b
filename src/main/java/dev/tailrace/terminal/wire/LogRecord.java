package dev.tailrace.terminal.wire;

import dev.tailrace.level.Level;
import dev.tailrace.model.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A record, or a change of a stream's state, as it came over the wire. There is one for all: it
 * holds until the next is read. One thread.
 */
public final class LogRecord {
    private static final int FIRST_BYTES = 16 * 1024;

    private byte[] object = new byte[0];
    private int objectFrom;
    private int objectTo;
    private String stream = "";
    private byte[] streamBytes = new byte[0];
    private long seq;
    private int timeFrom;
    private int timeTo;
    private Origin origin = Origin.STDOUT;
    private Level level = Level.NONE;
    private boolean partial;
    private boolean state;
    private byte[] content = new byte[0];
    private int contentFrom;
    private int contentTo;
    private byte[] scratch = {};

    /** Begins with an object of {@code bytes} that names no stream. */
    void begin(byte[] bytes, int from, String otherwise) {
        object = bytes;
        objectFrom = from;
        seq = 0;
        timeFrom = from;
        timeTo = from;
        origin = Origin.STDOUT;
        level = Level.NONE;
        partial = false;
        state = false;
        content = bytes;
        contentFrom = from;
        contentTo = from;
        if (!otherwise.isEmpty()) {
            stream = otherwise;
        }
    }

    void end(int to) {
        objectTo = to;
    }

    /** The name is made once for records that follow each other. */
    void stream(int from, int to) {
        if (!Arrays.equals(object, from, to, streamBytes, 0, streamBytes.length)) {
            streamBytes = Arrays.copyOfRange(object, from, to);
            stream = new String(streamBytes, StandardCharsets.UTF_8);
        }
    }

    void seq(long number) {
        seq = number;
    }

    void time(int from, int to) {
        timeFrom = from;
        timeTo = to;
    }

    void origin(int from, int to) {
        for (Origin each : Origin.values()) {
            byte[] text = each.bytes();
            if (Arrays.equals(object, from, to, text, 0, text.length)) {
                origin = each;
            }
        }
    }

    void level(String text) {
        level = Level.of(text).orElse(Level.NONE);
    }

    void partial() {
        partial = true;
    }

    void state() {
        state = true;
    }

    void content(byte[] bytes, int from, int to) {
        content = bytes;
        contentFrom = from;
        contentTo = to;
    }

    /** Bytes of as many, for content that does not stand in the object as it is. */
    byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Math.max(FIRST_BYTES, bytes)];
        }
        return scratch;
    }

    void base64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        content(bytes, 0, bytes.length);
    }

    /** A change of state as a line: its object, as it stands in the log. */
    public LogRecord asLine() {
        content(object, objectFrom, objectTo);
        origin = Origin.SYSTEM;
        return this;
    }

    /** One that stays as it is when the next is read. */
    public LogRecord copy() {
        LogRecord copy = new LogRecord();
        copy.begin(Arrays.copyOfRange(object, objectFrom, objectTo), 0, stream);
        copy.end(objectTo - objectFrom);
        copy.seq = seq;
        copy.time(timeFrom - objectFrom, timeTo - objectFrom);
        copy.origin = origin;
        copy.level = level;
        copy.partial = partial;
        copy.state = state;
        byte[] line = Arrays.copyOfRange(content, contentFrom, contentTo);
        copy.content(line, 0, line.length);
        return copy;
    }

    /** Whether it is a change of the stream's state. */
    public boolean isState() {
        return state;
    }

    public String stream() {
        return stream;
    }

    public long seq() {
        return seq;
    }

    public Origin origin() {
        return origin;
    }

    public Level level() {
        return level;
    }

    /** Whether the line goes on in the next record of the same origin. */
    public boolean isPartial() {
        return partial;
    }

    /** As on the wire: UTC with nine decimal places. */
    public String time() {
        return new String(object, timeFrom, timeTo - timeFrom, StandardCharsets.US_ASCII);
    }

    /** Where {@link #contentFrom} and {@link #contentTo} are. */
    public byte[] content() {
        return content;
    }

    public int contentFrom() {
        return contentFrom;
    }

    public int contentTo() {
        return contentTo;
    }

    /** Where the object is that it came as, from {@link #objectFrom} to {@link #objectTo}. */
    public byte[] object() {
        return object;
    }

    public int objectFrom() {
        return objectFrom;
    }

    public int objectTo() {
        return objectTo;
    }
}
