package dev.tailrace.face.push;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Inflates a body that is gzip: members, one after another (RFC 1952, 2.2). Not by {@code
 * java.util.zip.GZIPInputStream}, which calls itself for each member without content until the
 * stack is full, and takes what follows a member and is none for nothing. One thread.
 *
 * <pre>
 *   1f 8b 08 flags | time, 4 | 2 | extra? | name? | comment? | crc? || deflated || crc, 4 | length, 4
 * </pre>
 */
final class GzipMembers {
    /** What compresses in blocks begins a member each 64 KiB (bgzip); each takes a while. */
    static final int MAX = 10_000;

    private static final int CHUNK = 16 * 1024;
    private static final int HEAD_BYTES = 10;
    private static final int FLAGS_AT = 3;
    private static final int HEAD_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final byte[] from;
    private final int length;
    private final byte[] chunk = new byte[CHUNK];
    private int at;

    private GzipMembers(byte[] from, int length) {
        this.from = from;
        this.length = length;
    }

    /**
     * Inflates all members of {@code from} into {@code to}.
     *
     * @throws IOException if it is not gzip, is cut off, or has too many members
     */
    static void inflate(BodyBytes from, BodyBytes to) throws IOException {
        var members = new GzipMembers(from.array(), from.length());
        Inflater inflater = new Inflater(true);
        try {
            int count = 0;
            do {
                if (++count > MAX) {
                    throw new ZipException("it has more than " + MAX + " members");
                }
                members.next(inflater, to);
            } while (members.at < members.length);
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private void next(Inflater inflater, BodyBytes to) throws IOException, DataFormatException {
        skipHead();
        inflater.reset();
        inflater.setInput(from, at, length - at);
        CRC32 crc = new CRC32();
        while (!inflater.finished()) {
            int count = inflater.inflate(chunk);
            if (count == 0 && !inflater.finished()) {
                throw inflater.needsInput() ? cutOff() : new ZipException("it has a dictionary");
            }
            crc.update(chunk, 0, count);
            to.add(chunk, count);
        }
        at = length - inflater.getRemaining();
        if (littleEndian(4) != crc.getValue()) {
            throw new ZipException("its checksum is another");
        }
        if (littleEndian(4) != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("its length is another");
        }
    }

    private void skipHead() throws IOException {
        if (length - at < HEAD_BYTES) {
            throw cutOff();
        }
        int flags = from[at + FLAGS_AT];
        if (littleEndian(3) != 0x08_8b_1f || (flags & RESERVED) != 0) {
            throw new ZipException("not in gzip format");
        }
        skip(HEAD_BYTES - 3);
        if ((flags & EXTRA) != 0) {
            skip((int) littleEndian(2));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEAD_CRC) != 0) {
            skip(2);
        }
    }

    private void skipText() throws EOFException {
        byte each;
        do {
            skip(1);
            each = from[at - 1];
        } while (each != 0);
    }

    private void skip(int count) throws EOFException {
        if (length - at < count) {
            throw cutOff();
        }
        at += count;
    }

    private long littleEndian(int bytes) throws EOFException {
        skip(bytes);
        long value = 0;
        for (int i = 1; i <= bytes; i++) {
            value = (value << 8) | (from[at - i] & 0xff);
        }
        return value;
    }

    private static EOFException cutOff() {
        return new EOFException("it ends too early");
    }
}
