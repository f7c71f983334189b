package dev.tailrace.model;

import java.util.Arrays;

/**
 * The lines that one request brought, in order, as the pieces of one array. Lines that follow each
 * other and have the same origin and no time of their own are one piece; a part of a line is one by
 * itself. Made by one thread, and then changed by nobody.
 */
public final class PushedLines {
    /** The time of a piece whose lines have none of their own. */
    public static final long NO_TIME = 0;

    private final byte[] bytes;
    private final int[] ends;
    private final long[] times;
    private final Origin[] origins;
    private final int pieces;
    private final long lines;
    private final long records;

    private PushedLines(Builder from) {
        this.bytes = from.bytes;
        this.ends = from.ends;
        this.times = from.times;
        this.origins = from.origins;
        this.pieces = from.pieces;
        this.lines = from.lines;
        this.records = from.records();
    }

    /**
     * Lines of standard output without times of their own. The text's end is its last line's end,
     * whether there is a newline or not.
     *
     * @param text the lines in its first {@code length} bytes, and room for one more; given away
     */
    public static PushedLines ofText(byte[] text, int length) {
        int end = length;
        if (length > 0 && text[length - 1] != '\n') {
            text[end++] = '\n';
        }
        Builder builder = new Builder(text);
        if (end > 0) {
            builder.fill = end;
            builder.piece(Origin.STDOUT, NO_TIME, false);
            builder.lines = builder.records();
        }
        return builder.build();
    }

    /** How many lines there are; a part of one counts as one. */
    public long lines() {
        return lines;
    }

    /**
     * How many records they are: one for each newline and each part. A line that is longer than a
     * record may be takes more.
     */
    public long records() {
        return records;
    }

    /** What they take on disk beside their own bytes, newlines included, before compression. */
    public long headerBytes() {
        return Cri.HEADER_BYTES * records;
    }

    public int pieces() {
        return pieces;
    }

    /** The array that all pieces are in, newlines included; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public int start(int piece) {
        return piece == 0 ? 0 : ends[piece - 1];
    }

    public int end(int piece) {
        return ends[piece];
    }

    /** The time of a piece in ns since 1970, or {@link #NO_TIME}. */
    public long time(int piece) {
        return times[piece];
    }

    public Origin origin(int piece) {
        return origins[piece];
    }

    /** How many bytes are of that origin, newlines included. */
    public long bytesOf(Origin origin) {
        long sum = 0;
        for (int i = 0; i < pieces; i++) {
            sum += origins[i] == origin ? end(i) - start(i) : 0;
        }
        return sum;
    }

    /** Whether a piece is a part of a line, which goes on in the next piece of its origin. */
    public boolean isPart(int piece) {
        return isPart(bytes, start(piece), ends[piece]);
    }

    private static boolean isPart(byte[] bytes, int start, int end) {
        return end == start || bytes[end - 1] != '\n';
    }

    /** Puts lines together, one at a time. */
    public static final class Builder {
        private byte[] bytes;
        private int[] ends = new int[4];
        private long[] times = new long[4];
        private Origin[] origins = new Origin[4];
        private int pieces;
        private int fill;
        private long lines;

        private Builder(byte[] bytes) {
            this.bytes = bytes;
        }

        /** One with room for so many bytes to begin with. */
        public Builder(int capacity) {
            this(new byte[capacity]);
        }

        /** Bytes of the line that comes next. */
        public void add(byte[] content) {
            room(content.length);
            System.arraycopy(content, 0, bytes, fill, content.length);
            fill += content.length;
        }

        /**
         * Text of the line that comes next, as UTF-8.
         *
         * @return false if it cannot be: a surrogate stands alone
         */
        public boolean add(char[] text, int offset, int length) {
            room(3 * length);
            int end = offset + length;
            for (int i = offset; i < end; i++) {
                char c = text[i];
                if (c < 0x80) {
                    bytes[fill++] = (byte) c;
                } else if (!Character.isSurrogate(c)) {
                    addWide(c);
                } else if (Character.isHighSurrogate(c)
                        && i + 1 < end
                        && Character.isLowSurrogate(text[i + 1])) {
                    addWide(Character.toCodePoint(c, text[++i]));
                } else {
                    return false;
                }
            }
            return true;
        }

        /** A character of two to four bytes. */
        private void addWide(int c) {
            if (c < 0x800) {
                bytes[fill++] = (byte) (0xc0 | (c >> 6));
            } else {
                if (c < 0x10000) {
                    bytes[fill++] = (byte) (0xe0 | (c >> 12));
                } else {
                    bytes[fill++] = (byte) (0xf0 | (c >> 18));
                    bytes[fill++] = (byte) (0x80 | ((c >> 12) & 0x3f));
                }
                bytes[fill++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            }
            bytes[fill++] = (byte) (0x80 | (c & 0x3f));
        }

        /**
         * The line is complete, or this part of it.
         *
         * @param time in ns since 1970, or {@link PushedLines#NO_TIME}
         */
        public void endLine(Origin origin, long time, boolean partial) {
            if (!partial) {
                room(1);
                bytes[fill++] = '\n';
            }
            lines++;
            piece(origin, time, partial);
        }

        private void piece(Origin origin, long time, boolean part) {
            int last = pieces - 1;
            if (last >= 0
                    && !part
                    && time == NO_TIME
                    && times[last] == NO_TIME
                    && origins[last] == origin
                    && !isPart(bytes, last == 0 ? 0 : ends[last - 1], ends[last])) {
                ends[last] = fill;
                return;
            }
            if (pieces == ends.length) {
                ends = Arrays.copyOf(ends, pieces * 2);
                times = Arrays.copyOf(times, pieces * 2);
                origins = Arrays.copyOf(origins, pieces * 2);
            }
            ends[pieces] = fill;
            times[pieces] = time;
            origins[pieces] = origin;
            pieces++;
        }

        /** A newline ends a record wherever it is, also within what was given as one line. */
        private long records() {
            long records = 0;
            for (int at = Newline.indexIn(bytes, 0, fill);
                    at >= 0;
                    at = Newline.indexIn(bytes, at + 1, fill)) {
                records++;
            }
            for (int i = 0; i < pieces; i++) {
                records += isPart(bytes, i == 0 ? 0 : ends[i - 1], ends[i]) ? 1 : 0;
            }
            return records;
        }

        private void room(int more) {
            if (bytes.length - fill < more) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, fill + more));
            }
        }

        public PushedLines build() {
            return new PushedLines(this);
        }
    }
}
