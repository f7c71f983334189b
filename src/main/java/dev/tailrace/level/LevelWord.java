package dev.tailrace.level;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A word that names a level, and where it may stand to do so. Any thread: immutable.
 *
 * @param text in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and changed by nobody
record LevelWord(byte[] text, Level level, Use use) {
    /** Where a word names a level; each includes those before it. */
    enum Use {
        /** As the value of a key that says that it is one. */
        VALUE,
        /** In brackets, or before a colon. */
        MARKED,
        /** By itself, in capitals. */
        BARE
    }

    private static final int LONGEST = "informational".length();

    /** Four times as many as there are words, so that most looks find an empty one. */
    private static final int SLOTS = 256;

    private static final @Nullable LevelWord[] TABLE = new LevelWord[SLOTS];

    static {
        add(Level.TRACE, Use.BARE, "trace", "trac", "trc");
        add(Level.TRACE, Use.VALUE, "t", "verbose", "vrb", "finest", "finer", "silly");
        add(Level.DEBUG, Use.BARE, "debug", "debu", "dbg");
        add(Level.DEBUG, Use.MARKED, "dbug");
        add(Level.DEBUG, Use.VALUE, "d", "fine");
        add(Level.INFO, Use.BARE, "info", "inf", "notice");
        add(Level.INFO, Use.MARKED, "note");
        add(Level.INFO, Use.VALUE, "i", "n", "information", "informational", "log");
        add(Level.WARN, Use.BARE, "warn", "warning", "wrn");
        add(Level.WARN, Use.VALUE, "w");
        add(Level.ERROR, Use.BARE, "error", "erro", "err", "severe");
        add(Level.ERROR, Use.MARKED, "fail");
        add(Level.ERROR, Use.VALUE, "e", "eror");
        add(Level.FATAL, Use.BARE, "fatal", "fata", "ftl", "critical", "crit", "panic", "pani");
        add(Level.FATAL, Use.BARE, "emerg", "emergency", "alert");
        add(Level.FATAL, Use.VALUE, "f", "c", "dpanic");
    }

    private static void add(Level level, Use use, String... words) {
        for (String word : words) {
            byte[] text = word.getBytes(StandardCharsets.US_ASCII);
            int slot = slot(text, 0, text.length);
            while (TABLE[slot] != null) {
                slot = (slot + 1) % SLOTS;
            }
            TABLE[slot] = new LevelWord(text, level, use);
        }
    }

    /** The word that {@code bytes[from..to)} is, in capitals or not; null if it is none. */
    static @Nullable LevelWord at(byte[] bytes, int from, int to) {
        if (from >= to || to - from > LONGEST) {
            return null;
        }
        int slot = slot(bytes, from, to);
        LevelWord word = TABLE[slot];
        while (word != null && !Ascii.isIgnoringCase(bytes, from, to, word.text)) {
            slot = (slot + 1) % SLOTS;
            word = TABLE[slot];
        }
        return word;
    }

    /** By its length, its first, its second and its last letter: enough to tell most apart. */
    private static int slot(byte[] bytes, int from, int to) {
        int first = Ascii.lower(bytes[from]);
        int second = Ascii.lower(bytes[Math.min(from + 1, to - 1)]);
        int last = Ascii.lower(bytes[to - 1]);
        return (first * 31 + second * 7 + last * 3 + (to - from) * 53) & (SLOTS - 1);
    }
}
