package dev.tailrace.log;

import dev.tailrace.model.Cri;
import dev.tailrace.model.Newline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * One member of a compressed segment (RFC 1952): whole records that can be inflated alone. What is
 * needed to find and number the next one stands in its head, so that a compressed segment needs no
 * index:
 *
 * <pre>
 *   1f 8b 08 04 | mtime 0 | xfl 0 | os 255 | xlen 32 | 'T' 'R' 28 |
 *       u32 bytes of the member | u32 records | i64 first seq | i64 first time, ns | u32 CRC of these |
 *   deflated records | crc32 | u32 length
 * </pre>
 *
 * A segment ends with a member that has no records: its first seq is the one after the last record,
 * so that the end of the file tells whether the file is whole.
 *
 * <p>Numbers are little-endian, as everywhere in gzip. {@code java.util.zip.GZIPInputStream} is not
 * used: it may stop after a first member (JDK-7036144).
 */
record GzipMember(long offset, int bytes, int records, long firstSeq, long firstTime) {
    /** As much as is inflated to find one record. */
    static final int CONTENT_BYTES = 256 * 1024;

    /** The file does not end as a whole segment does. */
    static final long NOT_SEALED = -1;

    private static final int HEAD_BYTES = 44;
    private static final int TRAILER_BYTES = 8;

    /** The largest record that can be configured, and room for what deflating adds. */
    private static final int MAX_BYTES = 64 << 20;

    /** No deflated byte becomes more than this many. */
    private static final long MOST_INFLATED = 1032;

    private static final int MAGIC = 0x04_08_8b_1f;
    private static final int EXTRA_AT = 10;

    /** 'R' 'T', and 32, the length of the extra field, as they stand from its length on. */
    private static final int EXTRA = 0x5254_0020;

    private static final short FIELD_BYTES = 28;
    private static final int FIELDS_AT = 16;
    private static final int FIELDS_CRC_AT = 40;
    private static final int SEARCH_BYTES = 64 * 1024;

    /** Deflated, nothing is two bytes. */
    static final int SEAL_BYTES = HEAD_BYTES + 2 + TRAILER_BYTES;

    /** The seq after its last record's. */
    long next() {
        return firstSeq + records;
    }

    /** Where the next member begins. */
    long end() {
        return offset + bytes;
    }

    /** The member at {@code offset}, or null if there is none whose head is whole. */
    static @Nullable GzipMember at(LogFile file, long offset, long size) throws IOException {
        GzipMember member = headAt(file, offset);
        return member != null && member.isPossible() && member.end() <= size ? member : null;
    }

    /** The seq after the last record of a file of {@code size} bytes, or {@link #NOT_SEALED}. */
    static long sealedAt(LogFile file, long size) throws IOException {
        GzipMember seal = size < SEAL_BYTES ? null : headAt(file, size - SEAL_BYTES);
        return seal != null && seal.records == 0 && seal.bytes == SEAL_BYTES
                ? seal.firstSeq
                : NOT_SEALED;
    }

    private static @Nullable GzipMember headAt(LogFile file, long offset) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (file.readFully(head, offset) < HEAD_BYTES
                || head.getInt(0) != MAGIC
                || head.getInt(EXTRA_AT) != EXTRA
                || head.getShort(EXTRA_AT + 4) != FIELD_BYTES
                || head.getInt(FIELDS_CRC_AT)
                        != crc(head.array(), FIELDS_AT, FIELDS_CRC_AT - FIELDS_AT)) {
            return null;
        }
        return new GzipMember(
                offset,
                head.getInt(FIELDS_AT),
                head.getInt(FIELDS_AT + 4),
                head.getLong(FIELDS_AT + 8),
                head.getLong(FIELDS_AT + 16));
    }

    /** Whether there can be such a member: what is read of others never ends, or goes back. */
    private boolean isPossible() {
        return bytes >= HEAD_BYTES + TRAILER_BYTES
                && bytes <= MAX_BYTES
                && records > 0
                && firstSeq >= 0
                && firstSeq <= Long.MAX_VALUE - records;
    }

    /** The first member whose head is whole at {@code from} or after it, or null if none is. */
    static @Nullable GzipMember find(LogFile file, long from, long size) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(SEARCH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = from; at < size; at += SEARCH_BYTES - Integer.BYTES + 1) {
            int length = file.readFully(window.clear(), at);
            for (int i = 0; i + Integer.BYTES <= length; i++) {
                GzipMember member = window.getInt(i) == MAGIC ? at(file, at + i, size) : null;
                if (member != null) {
                    return member;
                }
            }
        }
        return null;
    }

    /** Its records as they were written, or null if they are damaged. */
    byte @Nullable [] content(LogFile file) throws IOException {
        byte[] member = new byte[bytes];
        if (file.readFully(ByteBuffer.wrap(member), offset) < bytes) {
            return null;
        }
        ByteBuffer trailer = ByteBuffer.wrap(member).order(ByteOrder.LITTLE_ENDIAN);
        int crc = trailer.getInt(bytes - TRAILER_BYTES);
        int length = trailer.getInt(bytes - TRAILER_BYTES + Integer.BYTES);
        if (length < records * (long) Cri.OVERHEAD_BYTES
                || length > Math.min(MAX_BYTES, bytes * MOST_INFLATED)) {
            return null;
        }
        byte[] content = new byte[length];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(member, HEAD_BYTES, bytes - HEAD_BYTES - TRAILER_BYTES);
            int inflated = 0;
            int step = 1;
            while (inflated < length && step > 0) {
                step = inflater.inflate(content, inflated, length - inflated);
                inflated += step;
            }
            return inflated == length && crc(content, 0, length) == crc && isOfLines(content)
                    ? content
                    : null;
        } catch (DataFormatException e) {
            return null; // damaged: the caller declares the range that is lost
        } finally {
            inflater.end();
        }
    }

    /**
     * As {@link #content}, but for how many lines it has, into {@code target}, from its beginning.
     *
     * @param packed room for the member
     * @return how many bytes; -1 if they are damaged, or do not fit
     */
    int inflate(LogFile file, ByteBuffer packed, ByteBuffer target, Inflater inflater)
            throws IOException {
        packed.clear();
        if (bytes > packed.capacity() || file.readFully(packed.limit(bytes), offset) < bytes) {
            return -1;
        }
        packed.order(ByteOrder.LITTLE_ENDIAN);
        int crc = packed.getInt(bytes - TRAILER_BYTES);
        int length = packed.getInt(bytes - TRAILER_BYTES + Integer.BYTES);
        if (length < records * (long) Cri.OVERHEAD_BYTES || length > target.capacity()) {
            return -1;
        }
        target.clear().limit(length);
        inflater.reset();
        inflater.setInput(packed.slice(HEAD_BYTES, bytes - HEAD_BYTES - TRAILER_BYTES));
        try {
            int step = 1;
            while (target.hasRemaining() && step > 0) {
                step = inflater.inflate(target);
            }
        } catch (DataFormatException e) {
            return -1; // whoever reads it record by record finds out what is lost
        }
        CRC32 sum = new CRC32();
        sum.update(target.flip());
        return target.limit() == length && (int) sum.getValue() == crc ? length : -1;
    }

    /** Whether it has as many lines as the head speaks of: a stretch's memory grows with them. */
    private boolean isOfLines(byte[] content) {
        int lines = 0;
        int end = 0;
        while (end < content.length) {
            int newline = Newline.indexIn(content, end, content.length);
            if (newline < 0) {
                return false;
            }
            end = newline + 1;
            lines++;
        }
        return lines == records;
    }

    /** The member, whole, for records of which the first is {@code firstSeq}. */
    static ByteBuffer deflate(Stretch records, long firstSeq, Deflater deflater) {
        byte[] content = records.bytes();
        int length = records.scanned();
        int count = records.records();
        return deflate(content, length, count, firstSeq, records.firstTime(), deflater);
    }

    /** The last member, of no records; {@code next} is the seq after the last one. */
    static ByteBuffer seal(long next, Deflater deflater) {
        return deflate(new byte[0], 0, 0, next, Segment.NO_TIME, deflater);
    }

    private static ByteBuffer deflate(
            byte[] content, int length, int count, long seq, long time, Deflater deflater) {
        deflater.reset();
        deflater.setInput(content, 0, length);
        deflater.finish();
        // zlib's own bound (deflateBound) for what cannot be compressed is below this.
        byte[] bytes = new byte[HEAD_BYTES + length + length / 100 + 64 + TRAILER_BYTES];
        ByteBuffer member = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        member.position(HEAD_BYTES);
        while (!deflater.finished()) {
            deflater.deflate(member);
        }
        member.putInt(crc(content, 0, length)).putInt(length);
        putHead(member, count, seq, time);
        member.putInt(FIELDS_CRC_AT, crc(bytes, FIELDS_AT, FIELDS_CRC_AT - FIELDS_AT));
        return member.flip();
    }

    private static void putHead(ByteBuffer member, int count, long seq, long time) {
        member.putInt(0, MAGIC).putInt(4, 0).put(8, (byte) 0).put(9, (byte) 255);
        member.putInt(EXTRA_AT, EXTRA).putShort(EXTRA_AT + 4, FIELD_BYTES);
        member.putInt(FIELDS_AT, member.position()).putInt(FIELDS_AT + 4, count);
        member.putLong(FIELDS_AT + 8, seq).putLong(FIELDS_AT + 16, time);
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
