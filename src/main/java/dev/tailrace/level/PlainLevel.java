package dev.tailrace.level;

/**
 * Finds the level of a line of text: the first word near its start that stands where levels do.
 *
 * <pre>
 *   level=warn  lvl="eror"            the value of a {@link LevelKey}; so is severity=ERROR
 *   ERROR  INFO[0000]  main:WARN:     in capitals, between blanks, brackets, colons, bars, colours
 *   [error]  [core:warn]  [12:00 inf] any case, where brackets end
 *   error: text  x.c:3:1: warning: y  any case, before a colon and a blank
 *   TAB info TAB                      any case, between tabs
 * </pre>
 *
 * What stands in quotes is the message's. In a line that begins with white space only the first
 * word counts: such a line is rather the rest of an event. One use each.
 */
final class PlainLevel {
    /** Time, thread and logger come before it; what is further away is the message's. */
    static final int MAX_BYTES = 128;

    /** What stands by itself, or is marked. */
    private static final int SHORTEST = "err".length();

    private static final int LONGEST = "emergency".length();

    private static final int ESCAPE = 0x1b;

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int lineEnd;
    private int at;

    /** Whether the byte before {@link #at} is the last of an escape sequence. */
    private boolean afterColour;

    private PlainLevel(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = Math.min(to, from + MAX_BYTES);
        this.lineEnd = to;
        this.at = from;
    }

    static Level of(byte[] bytes, int from, int to) {
        return new PlainLevel(bytes, from, to).find();
    }

    private Level find() {
        boolean indented = Ascii.isBlank(bytes[from]);
        while (at < to) {
            byte one = bytes[at];
            if (Ascii.isLetter(one)) {
                Level level = levelHere();
                if (level != Level.NONE || indented) {
                    return level;
                }
            } else if (one == ESCAPE) {
                skipColour();
            } else {
                skip(one);
            }
        }
        return Level.NONE;
    }

    /** The level that the word or the pair of key and value here names; goes behind the word. */
    private Level levelHere() {
        int start = at;
        boolean coloured = afterColour;
        while (at < lineEnd && Ascii.isLetter(bytes[at])) {
            at++;
        }
        int end = at;
        skipWord();
        if (end < at) {
            return Level.NONE;
        }
        if (end < lineEnd && bytes[end] == '=') {
            return pair(start, end);
        }
        if (end - start < SHORTEST || end - start > LONGEST) {
            return Level.NONE;
        }
        LevelWord word = LevelWord.at(bytes, start, end);
        return word != null && stands(word, start, end, coloured) ? word.level() : Level.NONE;
    }

    private Level pair(int wordStart, int keyEnd) {
        int key = wordStart;
        while (key > from && isInKey(bytes[key - 1])) {
            key--;
        }
        if ((key > from && !Ascii.isBlank(bytes[key - 1])) || !LevelKey.is(bytes, key, keyEnd)) {
            return Level.NONE;
        }
        int value = keyEnd + 1;
        if (value < lineEnd && bytes[value] == '"') {
            value++;
        }
        int end = value;
        while (end < lineEnd && Ascii.isInWord(bytes[end])) {
            end++;
        }
        return LevelKey.valueOf(bytes, value, end);
    }

    private boolean stands(LevelWord word, int start, int end, boolean coloured) {
        return switch (word.use()) {
            case VALUE -> false;
            case MARKED -> isMarked(start, end, coloured);
            case BARE ->
                    isMarked(start, end, coloured)
                            || (isCapitals(start, end)
                                    && (coloured || isBefore(start, " \t[(|:.<{*"))
                                    && isAfter(end, " \t\r[])|:,>}!\u001b"));
        };
    }

    private boolean isMarked(int start, int end, boolean coloured) {
        if (isAfter(end, "\u001b") && coloured) {
            return true;
        }
        if (end == lineEnd) {
            return false;
        }
        return switch (bytes[end]) {
            case ':' -> (coloured || isBefore(start, " \t")) && isAfter(end + 1, " \t");
            case '\t' -> start > from && bytes[start - 1] == '\t';
            case '[' -> start == from;
            default -> isBracketed(start, end, coloured);
        };
    }

    /** {@code [word]}, {@code [module:word]}, {@code [12:00:00 word ]}. */
    private boolean isBracketed(int start, int end, boolean coloured) {
        int close = end;
        while (close < lineEnd && bytes[close] == ' ') {
            close++;
        }
        if (close == lineEnd || bytes[close] != ']') {
            return false;
        }
        int before = start - 1;
        while (before > from && bytes[before] == ' ') {
            before--;
        }
        boolean afterTime = before < start - 1 && before >= from && isTimeEnd(bytes[before]);
        return coloured || afterTime || (before >= from && isOneOf(bytes[before], "[:"));
    }

    private static boolean isTimeEnd(byte one) {
        return Ascii.isDigit(one) || one == 'Z';
    }

    private boolean isBefore(int start, String accepted) {
        return start == from || isOneOf(bytes[start - 1], accepted);
    }

    private boolean isAfter(int end, String accepted) {
        return end == lineEnd || isOneOf(bytes[end], accepted);
    }

    private static boolean isOneOf(byte one, String accepted) {
        return one > 0 && accepted.indexOf(one) >= 0;
    }

    private boolean isCapitals(int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] > 'Z') {
                return false;
            }
        }
        return true;
    }

    /** Goes behind {@code one} and what it begins that cannot be a level. */
    private void skip(byte one) {
        afterColour = false;
        at++;
        if (one == '"') {
            while (at < to && bytes[at] != '"') {
                at += bytes[at] == '\\' ? 2 : 1;
            }
            at++;
        } else if (Ascii.isInWord(one)) {
            skipWord();
        }
    }

    private void skipWord() {
        afterColour = false;
        while (at < lineEnd && Ascii.isInWord(bytes[at])) {
            at++;
        }
    }

    /** An escape sequence for colours ends with a letter (ECMA-48, 5.4). */
    private void skipColour() {
        at++;
        if (at < to && bytes[at] == '[') {
            at++;
            while (at < to && (bytes[at] < '@' || bytes[at] > '~')) {
                at++;
            }
            at++;
            afterColour = true;
        }
    }

    private static boolean isInKey(byte one) {
        return Ascii.isInWord(one) || one == '.' || one == '@';
    }
}
