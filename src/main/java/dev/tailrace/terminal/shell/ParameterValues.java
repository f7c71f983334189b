package dev.tailrace.terminal.shell;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;

/** Which values a shell can offer for options and arguments, by what help texts call them. */
final class ParameterValues {
    private static final Map<String, List<String>> WORDS =
            Map.of(
                    "FORM", List.of("text", "raw", "cat", "json", "short-iso"),
                    "STYLE", List.of("iso", "local", "utc", "relative"),
                    "WHEN", List.of("auto", "always", "never"),
                    "HOW", List.of("cut", "wrap"),
                    "LEVEL", List.of("trace", "debug", "info", "warn", "error", "fatal"),
                    "SHELL", List.of("bash", "zsh", "fish"));

    private ParameterValues() {}

    /** Those there are; none where it may be anything. */
    static List<String> words(ArgSpec argument) {
        return WORDS.getOrDefault(argument.paramLabel(), List.of());
    }

    static boolean isFile(ArgSpec argument) {
        return List.of("FILE", "PATH", "DIR").contains(argument.paramLabel());
    }

    static boolean isStream(ArgSpec argument) {
        return argument.paramLabel().equals("STREAM");
    }

    /** Whether it is a command of the system. */
    static boolean isCommand(ArgSpec argument) {
        return argument.paramLabel().equals("COMMAND");
    }
}
