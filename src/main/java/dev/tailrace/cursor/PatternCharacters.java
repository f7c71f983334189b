package dev.tailrace.cursor;

/**
 * Reads the characters of a pattern as RE2/J does, and bounds what it costs to match them without
 * regard to case: for that RE2/J looks at each character of a range. One thread, once.
 */
final class PatternCharacters {
    /** RE2/J 1.8 folds no characters before and after these (its Unicode.MIN_FOLD, MAX_FOLD). */
    private static final int FIRST_FOLDED = 'A';

    private static final int LAST_FOLDED = 0x1044f;

    /**
     * These letters of old Cyrillic are newer than the tables of RE2/J 1.8, but not than those of
     * the JDK: between the two it goes round for ever (google/re2j#168).
     */
    private static final int FIRST_ENDLESS = 0x1c80;

    private static final int LAST_ENDLESS = 0x1c88;

    /**
     * Characters in ranges, of which RE2/J looks at each for 20 ns: all of the basic plane, once.
     */
    private static final int MAX_FOLDED = 1 << 16;

    /** What is a class, or an edge, and no character. */
    private static final int NONE = -1;

    private final String text;

    /** Where the character read last ends. */
    private int end;

    private boolean folds;
    private int folded;

    PatternCharacters(String text) {
        this.text = text;
    }

    /** There is {@code (?i)}; where that ends is not looked for. */
    void foldFromNowOn() {
        folds = true;
    }

    /** Takes these as they are. */
    void literals(int from, int to) {
        text.substring(from, to).codePoints().forEach(each -> fold(each, each));
    }

    /** Takes the character or escape there, and returns where it ends. */
    int literal(int from) {
        int character = character(from);
        fold(character, character);
        return end;
    }

    /** Takes the class that begins there, and returns where it ends. */
    int ofClass(int from) {
        int at = from + 1;
        at += text.startsWith("^", at) ? 1 : 0;
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            first = false;
            int named = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
            at = named < 0 ? range(at) : named + 2;
        }
        return at + 1;
    }

    private int range(int from) {
        int low = character(from);
        int high = low;
        boolean isRange =
                low != NONE && text.startsWith("-", end) && !text.startsWith("]", end + 1);
        if (isRange && end + 1 < text.length()) {
            high = character(end + 1);
        }
        fold(low, high);
        return end;
    }

    private void fold(int low, int high) {
        boolean isAll = low <= FIRST_FOLDED && high >= LAST_FOLDED;
        int first = Math.max(low, FIRST_FOLDED);
        int last = Math.min(high, LAST_FOLDED);
        if (!folds || isAll || first > last) {
            return;
        }
        folded += last - first + 1;
        if (first <= LAST_ENDLESS && last >= FIRST_ENDLESS) {
            throw new IllegalArgumentException(
                    "an RE2 pattern without U+1C80 to U+1C88 where case does not matter");
        }
        if (folded > MAX_FOLDED) {
            throw new IllegalArgumentException(
                    "an RE2 pattern with ranges of at most "
                            + MAX_FOLDED
                            + " characters where case does not matter");
        }
    }

    /** Where the character read last ends. */
    int end() {
        return end;
    }

    /** Reads a character as it is, or by its escape; negative for a class or an edge. */
    int character(int from) {
        int character = text.codePointAt(from);
        end = from + Character.charCount(character);
        return character == '\\' && end < text.length() ? escaped() : character;
    }

    private int escaped() {
        int character = text.codePointAt(end);
        end += Character.charCount(character);
        return switch (character) {
            case 'p', 'P' -> unicodeClass();
            case 'x' -> hexadecimal();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
            case 'a' -> 0x07;
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'v' -> 0x0b;
            case 'f' -> '\f';
            case 'r' -> '\r';
            default -> character < 0x80 && Character.isLetterOrDigit(character) ? NONE : character;
        };
    }

    private int unicodeClass() {
        int close = text.startsWith("{", end) ? text.indexOf('}', end) : -1;
        end = close < 0 ? text.offsetByCodePoints(end, end < text.length() ? 1 : 0) : close + 1;
        return NONE;
    }

    private int hexadecimal() {
        boolean inBraces = text.startsWith("{", end);
        int begin = inBraces ? end + 1 : end;
        int close = inBraces ? text.indexOf('}', end) : Math.min(end + 2, text.length());
        int stop = close < 0 ? text.length() : close;
        end = Math.min(inBraces ? stop + 1 : stop, text.length());
        return number(begin, stop, 16);
    }

    private int octal() {
        int begin = end - 1;
        while (end < text.length()
                && end < begin + 3
                && "01234567".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return number(begin, end, 8);
    }

    /** None for what RE2/J does not accept. */
    private int number(int begin, int stop, int base) {
        try {
            return Integer.parseInt(text, begin, stop, base);
        } catch (NumberFormatException _) {
            return NONE;
        }
    }
}
