package dev.tailrace.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A place in several streams at once. The wire form is {@code m-} and base64url (RFC 4648, 5) of 16
 * bytes for each stream, so that it is short enough for a header whatever the names are:
 *
 * <pre>
 *   4 bytes CRC-32C of the name | 6 bytes epoch, as a number of base 36 | 6 bytes next seq
 * </pre>
 *
 * Confined to one thread.
 */
public final class Positions {
    /** What the wire form looks like, for error messages. */
    public static final String ACCEPTED = "m-<base64url>, as in the id of an event";

    private static final String PREFIX = "m-";
    private static final int ENTRY_BYTES = 16;
    private static final int EPOCH_AT = 4;
    private static final int NEXT_AT = 10;
    private static final int BASE = 36;
    private static final long EPOCHS = 2_821_109_907_456L; // BASE to the power of 8
    private static final long ANY_EPOCH = -1;
    private static final long MAX_NEXT = (1L << 48) - 1;

    private ByteBuffer entries;

    /** No stream yet. */
    public Positions() {
        this(ByteBuffer.allocate(4 * ENTRY_BYTES));
    }

    private Positions(ByteBuffer entries) {
        this.entries = entries;
    }

    /** Reads the wire form; empty if {@code text} has another. */
    public static Optional<Positions> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            ByteBuffer entries = ByteBuffer.wrap(bytes).position(bytes.length);
            return areValid(bytes) ? Optional.of(new Positions(entries)) : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException _) {
            return Optional.empty();
        }
    }

    private static boolean areValid(byte[] bytes) {
        Set<Long> seen = new HashSet<>();
        ByteBuffer read = ByteBuffer.wrap(bytes);
        while (read.remaining() >= ENTRY_BYTES) {
            long name = read.getInt();
            long epoch = six(read, read.position());
            read.position(read.position() + ENTRY_BYTES - Integer.BYTES);
            if (epoch >= EPOCHS || !seen.add(name * EPOCHS + epoch)) {
                return false;
            }
        }
        return !read.hasRemaining();
    }

    /** Adds a stream of which {@code next} comes next, and returns its place. */
    public int add(StreamName name, Epoch epoch, long next) {
        if (!entries.hasRemaining()) {
            entries = ByteBuffer.allocate(entries.capacity() * 2).put(entries.flip());
        }
        int place = entries.position() / ENTRY_BYTES;
        entries.putInt(hash(name));
        putSix(entries.position(), number(epoch));
        entries.position((place + 1) * ENTRY_BYTES);
        moved(place, next);
        return place;
    }

    /** The stream at {@code place} is another of its name, of which {@code next} comes next. */
    public void renew(int place, Epoch epoch, long next) {
        putSix(place * ENTRY_BYTES + EPOCH_AT, number(epoch));
        moved(place, next);
    }

    /** The record {@code next} comes next of the stream at {@code place}. */
    public void moved(int place, long next) {
        if (next > MAX_NEXT) {
            throw new IllegalArgumentException("seq " + next + " is more than " + MAX_NEXT);
        }
        putSix(place * ENTRY_BYTES + NEXT_AT, next);
    }

    /** What comes next of the stream, if it is here with this epoch. */
    public OptionalLong next(StreamName name, Epoch epoch) {
        int at = find(name, number(epoch));
        return at < 0 ? OptionalLong.empty() : OptionalLong.of(six(entries, at + NEXT_AT));
    }

    /** Whether the stream is here, with whatever epoch. */
    public boolean has(StreamName name) {
        return find(name, ANY_EPOCH) >= 0;
    }

    private int find(StreamName name, long epoch) {
        int hash = hash(name);
        for (int at = 0; at < entries.position(); at += ENTRY_BYTES) {
            if (entries.getInt(at) == hash
                    && (epoch == ANY_EPOCH || six(entries, at + EPOCH_AT) == epoch)) {
                return at;
            }
        }
        return -1;
    }

    private static int hash(StreamName name) {
        CRC32C hash = new CRC32C();
        hash.update(name.value().getBytes(StandardCharsets.US_ASCII));
        return (int) hash.getValue();
    }

    private static long number(Epoch epoch) {
        return Long.parseLong(epoch.value(), BASE);
    }

    private static long six(ByteBuffer from, int at) {
        return ((from.getShort(at) & 0xffffL) << 32) | (from.getInt(at + 2) & 0xffff_ffffL);
    }

    private void putSix(int at, long number) {
        entries.putShort(at, (short) (number >>> 32)).putInt(at + 2, (int) number);
    }

    /** The wire form. */
    @Override
    public String toString() {
        ByteBuffer bytes = entries.duplicate().flip();
        ByteBuffer text = Base64.getUrlEncoder().withoutPadding().encode(bytes);
        return PREFIX + StandardCharsets.US_ASCII.decode(text);
    }
}
