package dev.tailrace.source.process;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which variables of the gateway's own environment a command gets. That environment may have the
 * gateway's secrets in it, and a configured command is a program of its own. Any thread.
 *
 * @param names variables and patterns beside those that all commands get
 * @param whole whether all are passed
 */
public record PassedEnvironment(List<String> names, boolean whole) {
    /** For a command that the user would have started without the gateway. */
    public static final PassedEnvironment WHOLE = new PassedEnvironment(List.of(), true);

    /** Where programs are, and how they show text and time. */
    private static final List<String> ALWAYS = List.of("PATH", "LANG", "LANGUAGE", "LC_*", "TZ");

    /** What is the user's own, and another user's command has no use for. */
    private static final List<String> OF_THE_USER =
            List.of("HOME", "USER", "LOGNAME", "SHELL", "TMPDIR");

    /**
     * The gateway's configuration, by which it is told passwords too, in each spelling that
     * SmallRye Config reads: no pattern means these. A profile may come before the name.
     */
    private static final Pattern CONFIGURATION =
            Pattern.compile("(?is)([_%].+[_.])?(quarkus|tailrace|smallrye)[^a-z0-9].*");

    /**
     * @throws IllegalArgumentException if one of {@code names} can be no variable's
     */
    public PassedEnvironment {
        names = List.copyOf(names);
        names.forEach(PassedEnvironment::requireName);
    }

    /** What all commands get, and {@code names}. */
    public static PassedEnvironment of(List<String> names) {
        return new PassedEnvironment(names, false);
    }

    private static void requireName(String name) {
        if (name.isBlank() || name.contains("=") || name.contains("\0")) {
            throw new IllegalArgumentException(
                    "pass-environment has '"
                            + name
                            + "'; accepted is the name of a variable, or a pattern such as JAVA_*");
        }
    }

    /**
     * What of {@code environment} is passed.
     *
     * @param toOther whether the command is another user's than the gateway's
     */
    Environment of(Environment environment, boolean toOther) {
        if (whole) {
            return environment;
        }
        List<Pattern> patterns =
                (toOther ? List.of(ALWAYS, names) : List.of(ALWAYS, OF_THE_USER, names))
                        .stream().flatMap(List::stream).map(PassedEnvironment::pattern).toList();
        Set<String> exact = Set.copyOf(names);
        return new Environment(
                environment.entries().stream()
                        .filter(entry -> isPassed(name(entry), exact, patterns))
                        .toList());
    }

    private static boolean isPassed(String name, Set<String> exact, List<Pattern> patterns) {
        return exact.contains(name)
                || (!name.isEmpty()
                        && !CONFIGURATION.matcher(name).matches()
                        && patterns.stream().anyMatch(each -> each.matcher(name).matches()));
    }

    /** Empty for an entry that is no variable. */
    private static String name(String entry) {
        return entry.substring(0, Math.max(0, entry.indexOf('=')));
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }
}
