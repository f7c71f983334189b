package dev.tailrace.level;

/**
 * Finds the level of a line that is a JSON object: the value of the first of its own keys that is a
 * {@link LevelKey}. It does not check the rest: a line that is cut off has a level all the same.
 * One use each.
 */
final class JsonLevel {
    /**
     * Programs put the level before or right after the message, and few messages are longer; 4 KiB
     * take some microseconds.
     */
    static final int MAX_BYTES = 4096;

    private final byte[] bytes;
    private final int to;
    private int at;

    private JsonLevel(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = Math.min(to, from + MAX_BYTES);
    }

    /** The level of the object that begins at {@code from}, with its brace. */
    static Level of(byte[] bytes, int from, int to) {
        return new JsonLevel(bytes, from + 1, to).find();
    }

    private Level find() {
        while (skipTo('"')) {
            int key = at + 1;
            skipString();
            int keyEnd = at - 1;
            boolean isLevel = LevelKey.is(bytes, key, keyEnd);
            skipBlanks();
            if (at >= to || bytes[at] != ':') {
                return Level.NONE;
            }
            at++;
            skipBlanks();
            int value = at;
            skipValue();
            Level level = isLevel && at < to ? valueIn(value, at) : Level.NONE;
            if (level != Level.NONE) {
                return level;
            }
        }
        return Level.NONE;
    }

    private Level valueIn(int from, int end) {
        boolean quoted = end - from >= 2 && bytes[from] == '"' && bytes[end - 1] == '"';
        return quoted
                ? LevelKey.valueOf(bytes, from + 1, end - 1)
                : LevelKey.valueOf(bytes, from, end);
    }

    /** Goes to the next key; false if the object ends before. */
    private boolean skipTo(char wanted) {
        while (at < to && bytes[at] != wanted) {
            if (bytes[at] == '}') {
                return false;
            }
            at++;
        }
        return at < to;
    }

    private void skipBlanks() {
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
    }

    /** Goes behind the string whose first quote is here. */
    private void skipString() {
        at++;
        while (at < to && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, to);
    }

    private void skipValue() {
        int depth = 0;
        while (at < to) {
            switch (bytes[at]) {
                case '"' -> {
                    skipString();
                    if (depth == 0) {
                        return;
                    }
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth-- <= 1) {
                        at += depth == 0 ? 1 : 0;
                        return;
                    }
                }
                case ',', ' ' -> {
                    if (depth == 0) {
                        return;
                    }
                }
                default -> {}
            }
            at++;
        }
    }
}
