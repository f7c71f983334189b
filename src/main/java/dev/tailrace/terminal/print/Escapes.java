package dev.tailrace.terminal.print;

/** What of bytes steers a terminal (ECMA-48, Unicode), and what does not. */
final class Escapes {
    private static final int MAX_COLOUR_BYTES = 64;

    private Escapes() {}

    /**
     * Where the sequence ends that begins at {@code at}, if it sets colours and the like ({@code
     * ESC [ ... m}); negative otherwise.
     */
    static int endOfColour(byte[] bytes, int at, int to) {
        if (at + 1 >= to || bytes[at + 1] != '[') {
            return -1;
        }
        for (int i = at + 2; i < Math.min(to, at + MAX_COLOUR_BYTES); i++) {
            byte b = bytes[i];
            if (b == 'm') {
                return i + 1;
            }
            if (!(b >= '0' && b <= '9') && b != ';' && b != ':') {
                return -1;
            }
        }
        return -1;
    }

    /** How long the character of two to four bytes is at {@code at}; 0 if there is none. */
    static int utf8Length(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || at + length > to) {
            return 0;
        }
        for (int i = at + 1; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int code = codePoint(bytes, at, length);
        boolean whole =
                code >= (length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80)
                        && code <= Character.MAX_CODE_POINT
                        && !(code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE);
        return whole ? length : 0;
    }

    /** The character of {@code length} bytes at {@code at}. */
    static int codePoint(byte[] bytes, int at, int length) {
        if (length == 1) {
            return bytes[at];
        }
        int code = bytes[at] & (0xff >> (length + 1));
        for (int i = at + 1; i < at + length; i++) {
            code = (code << 6) | (bytes[i] & 0x3f);
        }
        return code;
    }

    /** Whether a character that is not ASCII is a control of 8 bits, or turns the text around. */
    static boolean steers(int code) {
        return (code >= 0x80 && code <= 0x9f)
                || (code >= 0x202a && code <= 0x202e)
                || (code >= 0x2066 && code <= 0x2069)
                || code == 0x200e
                || code == 0x200f;
    }
}
