package dev.tailrace.json;

import java.nio.charset.StandardCharsets;

/** What stands between the quotes of a JSON string (RFC 8259, 7). Any thread. */
final class JsonText {
    private static final int HEX = 16;

    private JsonText() {}

    static String of(byte[] bytes, int from, int to) {
        byte[] text = new byte[to - from];
        int length = unescape(bytes, from, to, text, 0);
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** Writes it as UTF-8, which is never longer, and returns where it ends in {@code target}. */
    static int unescape(byte[] bytes, int from, int to, byte[] target, int start) {
        int out = start;
        int at = from;
        while (at < to) {
            byte c = bytes[at++];
            if (c != '\\') {
                target[out++] = c;
                continue;
            }
            byte letter = bytes[at++];
            if (letter != 'u') {
                target[out++] = character(letter);
                continue;
            }
            int code = hex(bytes, at, to);
            at += 4;
            if (Character.isHighSurrogate((char) code) && isEscaped(bytes, at, to)) {
                code = Character.toCodePoint((char) code, (char) hex(bytes, at + 2, to));
                at += 6;
            }
            out = utf8(code, target, out);
        }
        return out;
    }

    /** Whether the other half of a pair begins there. */
    private static boolean isEscaped(byte[] bytes, int at, int to) {
        return at + 1 < to
                && bytes[at] == '\\'
                && bytes[at + 1] == 'u'
                && Character.isLowSurrogate((char) hex(bytes, at + 2, to));
    }

    private static byte character(byte letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> letter;
        };
    }

    private static int hex(byte[] bytes, int at, int to) {
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = i < to ? Character.digit(bytes[i], HEX) : -1;
            if (digit < 0) {
                throw new IllegalArgumentException("no JSON at byte " + i);
            }
            code = code * HEX + digit;
        }
        return code;
    }

    private static int utf8(int code, byte[] target, int start) {
        int out = start;
        if (code < 0x80) {
            target[out++] = (byte) code;
        } else if (code < 0x800) {
            target[out++] = (byte) (0xc0 | (code >> 6));
            target[out++] = (byte) (0x80 | (code & 0x3f));
        } else if (code < 0x10000) {
            target[out++] = (byte) (0xe0 | (code >> 12));
            target[out++] = (byte) (0x80 | ((code >> 6) & 0x3f));
            target[out++] = (byte) (0x80 | (code & 0x3f));
        } else {
            target[out++] = (byte) (0xf0 | (code >> 18));
            target[out++] = (byte) (0x80 | ((code >> 12) & 0x3f));
            target[out++] = (byte) (0x80 | ((code >> 6) & 0x3f));
            target[out++] = (byte) (0x80 | (code & 0x3f));
        }
        return out;
    }
}
