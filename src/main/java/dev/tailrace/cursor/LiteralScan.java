package dev.tailrace.cursor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks in a pattern that RE2/J has accepted for the characters that each find of it has, in the
 * grammar of {@link PatternScan}. What is not simple it passes over, as if anything could be there:
 * that makes a search slower, never wrong. One thread, once.
 *
 * <pre>
 *   abc+d   abc, d: the longest of them        a|b    nothing
 *   abc*d   ab, d                              (ab)?  nothing      (ab)+  ab
 * </pre>
 */
final class LiteralScan {
    /** As {@link PatternScan} has it: anything else in braces stands for itself. */
    private static final Pattern COUNTED =
            Pattern.compile("\\{(0|[1-9][0-9]*+)(,)?+(0|[1-9][0-9]*+)?+}");

    private static final String REPETITIONS = "*+?{";

    /** How often what stands before is there. */
    private enum Times {
        ONCE,
        AT_LEAST_ONCE,
        PERHAPS
    }

    private final String text;
    private final PatternCharacters characters;
    private int at;

    /** What is repeated is not what stands before: nothing is known of such a pattern. */
    private boolean obscure;

    LiteralScan(String text) {
        this.text = text;
        this.characters = new PatternCharacters(text);
    }

    @Nullable RequiredLiteral find() {
        RequiredLiteral found = alternatives(false);
        return obscure || at < text.length() ? null : found;
    }

    /** Goes up to the end of the group. */
    private @Nullable RequiredLiteral alternatives(boolean foldsAtFirst) {
        boolean folds = foldsAtFirst;
        boolean choice = false;
        RequiredLiteral best = null;
        RequiredLiteral.Run run = new RequiredLiteral.Run(folds);
        while (at < text.length() && text.charAt(at) != ')') {
            char next = text.charAt(at);
            if (next == '(' || next == '[' || "|.^$".indexOf(next) >= 0) {
                best = RequiredLiteral.better(best, run.literal());
                choice |= next == '|';
                if (next == '(' && flagsAlone()) {
                    folds = folds(folds);
                } else {
                    best = RequiredLiteral.better(best, passed(next, folds));
                }
                run = new RequiredLiteral.Run(folds);
            } else if (text.startsWith("\\Q", at)) {
                best = RequiredLiteral.better(best, run.literal());
                best = RequiredLiteral.better(best, quoted(folds));
                run = new RequiredLiteral.Run(folds);
            } else {
                int character = characters.character(at);
                at = characters.end();
                Times times = times();
                boolean taken = times != Times.PERHAPS && run.take(character);
                if (!taken || times != Times.ONCE) {
                    best = RequiredLiteral.better(best, run.literal());
                    run = new RequiredLiteral.Run(folds);
                }
            }
        }
        best = RequiredLiteral.better(best, run.literal());
        return choice ? null : best;
    }

    /** What is needed of a group; of a class, an edge or a bar nothing. */
    private @Nullable RequiredLiteral passed(char next, boolean folds) {
        RequiredLiteral inner = null;
        if (next == '(') {
            inner = group(folds);
        } else {
            at = next == '[' ? characters.ofClass(at) : at + 1;
        }
        boolean isItem = next != '|';
        return isItem && times() == Times.PERHAPS ? null : inner;
    }

    private @Nullable RequiredLiteral group(boolean outer) {
        boolean folds = outer;
        at++;
        if (text.startsWith("?P<", at) || text.startsWith("?<", at)) {
            at = text.indexOf('>', at) + 1;
        } else if (text.startsWith("?", at)) {
            int colon = text.indexOf(':', at);
            folds = folds(outer, text.substring(at + 1, colon));
            at = colon + 1;
        }
        RequiredLiteral inner = alternatives(folds);
        at++; // its parenthesis
        return inner;
    }

    /** Whether flags for what follows stand there, such as {@code (?i)}. */
    private boolean flagsAlone() {
        int end = at + 2;
        while (text.startsWith("(?", at)
                && end < text.length()
                && "imsU-".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end > at + 2 && end < text.length() && text.charAt(end) == ')';
    }

    private boolean folds(boolean before) {
        int end = text.indexOf(')', at);
        String flags = text.substring(at + 2, end);
        at = end + 1;
        obscure |= isRepeated();
        return folds(before, flags);
    }

    private static boolean folds(boolean before, String flags) {
        int off = flags.indexOf('-');
        int fold = flags.indexOf('i');
        return fold < 0 ? before : off < 0 || fold < off;
    }

    private @Nullable RequiredLiteral quoted(boolean folds) {
        int end = text.indexOf("\\E", at + 2);
        String inside = text.substring(at + 2, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 2;
        // A repetition is of the last character, or of what stands before if there is none.
        obscure |= isRepeated();
        RequiredLiteral best = null;
        RequiredLiteral.Run run = new RequiredLiteral.Run(folds);
        for (int character : inside.codePoints().toArray()) {
            if (!run.take(character)) {
                best = RequiredLiteral.better(best, run.literal());
                run = new RequiredLiteral.Run(folds);
            }
        }
        return RequiredLiteral.better(best, run.literal());
    }

    private boolean isRepeated() {
        return at < text.length() && REPETITIONS.indexOf(text.charAt(at)) >= 0;
    }

    /** Goes over the repetition that stands there, if one does. */
    private Times times() {
        if (!isRepeated()) {
            return Times.ONCE;
        }
        Matcher counted = COUNTED.matcher(text).region(at, text.length());
        Times times;
        if (text.charAt(at) != '{') {
            times = text.charAt(at) == '+' ? Times.AT_LEAST_ONCE : Times.PERHAPS;
            at++;
        } else if (counted.lookingAt()) {
            times = counted.group(1).equals("0") ? Times.PERHAPS : Times.AT_LEAST_ONCE;
            at = counted.end();
        } else {
            return Times.ONCE;
        }
        at += text.startsWith("?", at) ? 1 : 0;
        obscure |= isRepeated();
        return times;
    }
}
