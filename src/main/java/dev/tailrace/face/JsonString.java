package dev.tailrace.face;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes bytes as a JSON string (RFC 8259) if they are UTF-8, eight at a time where nothing has to
 * be escaped: a general JSON library would first have to decode each line. Any thread.
 */
final class JsonString {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The longest form of one byte: {@code \}{@code u0000}. */
    private static final int MAX_ESCAPED = 6;

    private JsonString() {}

    /**
     * Adds the string with its quotes.
     *
     * @return false if the bytes are not valid UTF-8; then nothing was added
     */
    static boolean add(WireBuffer out, byte[] bytes, int from, int to) {
        byte[] target = out.room((to - from) * MAX_ESCAPED + 2);
        int at = out.length();
        target[at++] = '"';
        int i = from;
        while (i < to) {
            if (i + 8 <= to) {
                long word = (long) LONG.get(bytes, i);
                if (isPlain(word)) {
                    LONG.set(target, at, word);
                    at += 8;
                    i += 8;
                    continue;
                }
            }
            byte b = bytes[i];
            if (b >= 0) {
                at = ascii(target, at, b);
                i++;
            } else {
                int length = utf8Length(bytes, i, to);
                if (length == 0) {
                    return false;
                }
                for (int end = i + length; i < end; i++) {
                    target[at++] = bytes[i];
                }
            }
        }
        target[at++] = '"';
        out.length(at);
        return true;
    }

    /** Whether all eight bytes stand for themselves: ASCII, no control, quote or backslash. */
    private static boolean isPlain(long word) {
        long controls = word - 0x20 * ONES;
        long quote = word ^ 0x22 * ONES;
        long backslash = word ^ 0x5c * ONES;
        return ((word | controls | quote - ONES | backslash - ONES) & HIGHS) == 0;
    }

    private static int ascii(byte[] target, int start, byte b) {
        int at = start;
        if (b >= 0x20 && b != '"' && b != '\\') {
            target[at++] = b;
            return at;
        }
        target[at++] = '\\';
        byte letter =
                switch (b) {
                    case '"', '\\' -> b;
                    case '\t' -> 't';
                    case '\r' -> 'r';
                    case '\b' -> 'b';
                    case '\f' -> 'f';
                    case '\n' -> 'n';
                    default -> 'u';
                };
        target[at++] = letter;
        if (letter == 'u') {
            target[at++] = '0';
            target[at++] = '0';
            target[at++] = HEX[b >> 4];
            target[at++] = HEX[b & 0xf];
        }
        return at;
    }

    /**
     * The length of the well-formed sequence of two to four bytes at {@code i}, or 0 (Unicode 15,
     * table 3-7): nothing overlong, no surrogates, nothing above U+10FFFF.
     */
    private static int utf8Length(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || i + length > to) {
            return 0;
        }
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        int second = bytes[i + 1] & 0xff;
        if (second < low || second > high) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
