package dev.tailrace.cursor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pattern as RE2/J does, and counts what that makes of it: never less, sometimes a little
 * more. What is no pattern is left to RE2/J to say. One thread, once.
 *
 * <pre>
 *   alternatives = alternative { '|' alternative }
 *   alternative  = { item | repetition of the last item }
 *   item         = '(' [flags] alternatives ')' | class | escape | \Q characters \E | character
 * </pre>
 *
 * Flags alone and an empty {@code \Q\E} are no items: a repetition after them is of the item before
 * them, which may be one that is repeated already.
 */
final class PatternScan {
    /**
     * Instructions of a program, which a pattern of so many characters has without repetitions.
     * Matching takes 10 to 30 ns for each of them that is tried at a byte of a line: with 1000 it
     * takes up to 30 ms for 1 KiB, and 0.45 s for a record of 16 KiB ([a-z]{990}Z on letters, by
     * the first compiler). It also calls itself for each, and came to the end of a stack of 512 KiB
     * with 4000.
     */
    static final int MAX_INSTRUCTIONS = 1000;

    /** Groups in groups: RE2/J calls itself for each. */
    private static final int MAX_DEPTH = 50;

    private static final long NO_ITEM = -1;

    /** The first instruction, and the last one. */
    private static final int FIXED_INSTRUCTIONS = 2;

    /** A group that is numbered notes where it begins, and where it ends. */
    private static final int CAPTURE = 2;

    /** Anything else in braces stands for itself. */
    private static final Pattern COUNTED =
            Pattern.compile("\\{(0|[1-9][0-9]*+)(,)?+(0|[1-9][0-9]*+)?+}");

    /** RE2/J takes a count of at most 1000, and says so itself. */
    private static final int COUNT_DIGITS = 4;

    private final String text;
    private final PatternCharacters characters;
    private int at;

    PatternScan(String text) {
        this.text = text;
        this.characters = new PatternCharacters(text);
    }

    /**
     * How many instructions its program has at most.
     *
     * @throws IllegalArgumentException if it is beyond a bound; the message says what is accepted
     */
    long instructions() {
        long instructions = FIXED_INSTRUCTIONS;
        do {
            instructions = bounded(instructions + alternatives(0));
            at++; // a parenthesis that closes none
        } while (at < text.length());
        return instructions;
    }

    /**
     * That number.
     *
     * @throws IllegalArgumentException if it is too large
     */
    static long bounded(long instructions) {
        if (instructions > MAX_INSTRUCTIONS) {
            throw new IllegalArgumentException(
                    "an RE2 pattern of at most "
                            + MAX_INSTRUCTIONS
                            + " instructions, which are its characters as often as they are"
                            + " repeated");
        }
        return instructions;
    }

    /** Goes up to the end of the group. An empty alternative takes an instruction as well. */
    private long alternatives(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "an RE2 pattern with at most " + MAX_DEPTH + " groups in each other");
        }
        long all = alternative(depth);
        while (takes("|")) {
            all = bounded(all + 1 + alternative(depth));
        }
        return all;
    }

    private long alternative(int depth) {
        long before = 0;
        long last = 0;
        while (at < text.length() && "|)".indexOf(text.charAt(at)) < 0) {
            long repeated = repeated(last);
            long item = repeated == NO_ITEM ? item(depth) : repeated;
            if (item != NO_ITEM) {
                before += repeated == NO_ITEM ? last : 0;
                last = item;
            }
            bounded(before + last);
        }
        return Math.max(1, before + last);
    }

    private boolean takes(String next) {
        boolean there = text.startsWith(next, at);
        at += there ? next.length() : 0;
        return there;
    }

    /** What {@code last} takes with the repetition that is next; none if there is none. */
    private long repeated(long last) {
        boolean oneMore = takes("+") || takes("?");
        if (oneMore || takes("*")) {
            takes("?");
            return last + (oneMore ? 1 : 2);
        }
        Matcher counted = COUNTED.matcher(text).region(at, text.length());
        if (!counted.lookingAt()) {
            return NO_ITEM;
        }
        at = counted.end();
        takes("?");
        int least = number(counted.group(1));
        int most = counted.group(2) == null ? least : number(counted.group(3));
        // As often, and an instruction for each time that need not be.
        return Math.max(1, last) * Math.max(1, Math.max(least, most)) + Math.max(2, most - least);
    }

    private static int number(@Nullable String digits) {
        return digits == null
                ? 0
                : Integer.parseInt(digits, 0, Math.min(digits.length(), COUNT_DIGITS), 10);
    }

    private long item(int depth) {
        if (takes("\\Q")) {
            int end = text.indexOf("\\E", at);
            int length = (end < 0 ? text.length() : end) - at;
            characters.literals(at, at + length);
            at += length + (end < 0 ? 0 : 2);
            return length == 0 ? NO_ITEM : length;
        }
        if (takes("(")) {
            long own = takes("?") ? afterFlags() : CAPTURE;
            long whole = own == NO_ITEM ? NO_ITEM : own + alternatives(depth + 1);
            at++; // its parenthesis
            return whole;
        }
        at = text.charAt(at) == '[' ? characters.ofClass(at) : characters.literal(at);
        return 1;
    }

    /** Goes over flags or a name, and returns what the group after them takes for itself. */
    private long afterFlags() {
        boolean named = text.startsWith("P<", at) || text.startsWith("<", at);
        int begin = at;
        while (at < text.length() && (named ? ">" : ":)").indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (!named && text.substring(begin, at).indexOf('i') >= 0) {
            characters.foldFromNowOn();
        }
        if (!takes(named ? ">" : ":")) {
            return NO_ITEM;
        }
        return named ? CAPTURE : 0;
    }
}
