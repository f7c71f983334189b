package dev.tailrace.level;

/** Bytes as characters. Any thread: no state. */
final class Ascii {
    /** Turns a capital into a small letter. */
    private static final int LOWER = 0x20;

    /** A look into a table takes half as long as the comparisons do. */
    private static final boolean[] LETTERS = new boolean[256];

    private static final boolean[] IN_WORDS = new boolean[256];

    static {
        for (int i = 0; i < LETTERS.length; i++) {
            int lower = i | LOWER;
            LETTERS[i] = lower >= 'a' && lower <= 'z';
            IN_WORDS[i] = LETTERS[i] || (i >= '0' && i <= '9') || i == '_' || i > 0x7f;
        }
    }

    private Ascii() {}

    /** What is beyond ASCII is a letter more often than not. */
    static boolean isInWord(byte one) {
        return IN_WORDS[one & 0xff];
    }

    static boolean isBlank(byte one) {
        return one == ' ' || one == '\t';
    }

    static boolean isDigit(byte one) {
        return one >= '0' && one <= '9';
    }

    static boolean isLetter(byte one) {
        return LETTERS[one & 0xff];
    }

    /** The small letter, where it is a letter. */
    static int lower(byte one) {
        return one | LOWER;
    }

    /** Whether {@code bytes[from..to)} is {@code text}, which is in lower case. */
    static boolean isIgnoringCase(byte[] bytes, int from, int to, byte[] text) {
        if (to - from != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            byte one = bytes[from + i];
            if ((isLetter(one) ? lower(one) : one) != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code text} stands at {@code at}. */
    static boolean isAt(byte[] bytes, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (bytes[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
