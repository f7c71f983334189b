package dev.tailrace.source.tail;

import dev.tailrace.model.OsText;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern for whole paths, as {@link java.nio.file.FileSystem#getPathMatcher} has them. That one
 * matches what the JVM makes of a path, which is not the path where the locale cannot encode it;
 * this one matches its {@link OsText}, in which a byte that is no text is one character. And as in
 * a shell, only a dot matches the dot that a hidden name begins with.
 */
final class Glob {
    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private int at;
    private boolean inGroup;

    /** Whether the next character is the first of a name, and whether the group's was. */
    private boolean first = true;

    private boolean groupFirst;

    private static final String NOT_HIDDEN = "(?!\\.)";
    private static final String NAME = "[^/]*";
    private static final String NAMES = NAME + "(?:/" + NOT_HIDDEN + NAME + ")*";

    private Glob(String glob) {
        this.glob = glob;
    }

    /**
     * Tells the paths that {@code glob} matches.
     *
     * @throws java.util.regex.PatternSyntaxException if it is no pattern
     */
    static Predicate<Path> of(String glob) {
        Predicate<String> matches = Pattern.compile(new Glob(glob).toRegex()).asMatchPredicate();
        return path -> matches.test(OsText.of(path));
    }

    private String toRegex() {
        while (at < glob.length()) {
            char c = glob.charAt(at++);
            switch (c) {
                case '*' -> wild(taken('*') ? NAMES : NAME);
                case '?' -> wild("[^/]");
                case '[' -> set();
                case '{' -> begin();
                case '}' -> regex.append(inGroup ? "))" : "\\}");
                case ',' -> next();
                case '\\' -> literal(at < glob.length() ? glob.charAt(at++) : c);
                default -> literal(c);
            }
            inGroup &= c != '}';
            first = c == '/' || (first && c == '{') || (groupFirst && inGroup && c == ',');
        }
        return regex.toString();
    }

    private boolean taken(char next) {
        boolean there = at < glob.length() && glob.charAt(at) == next;
        at += there ? 1 : 0;
        return there;
    }

    private void wild(String matches) {
        regex.append(first ? NOT_HIDDEN : "").append(matches);
    }

    private void next() {
        regex.append(inGroup ? ")|(?:" : ",");
    }

    private void begin() {
        inGroup = true;
        groupFirst = first;
        regex.append("(?:(?:");
    }

    /** One character of those between the brackets, never a slash. */
    private void set() {
        wild("[[^/]&&[");
        regex.append(taken('!') ? "^" : "");
        if (taken('^')) {
            regex.append("\\^");
        }
        do {
            char c = at < glob.length() ? glob.charAt(at++) : '[';
            regex.append("\\[&".indexOf(c) < 0 ? "" : "\\").append(c);
        } while (at < glob.length() && !taken(']'));
        regex.append("]]");
    }

    private void literal(char c) {
        regex.append(".^$+()[]{}|*?\\".indexOf(c) < 0 ? "" : "\\").append(c);
    }
}
