package dev.tailrace.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keys of YAML whose value is an empty mapping, which configuration has no property for: without a
 * word, {@code push: {}} would be as if it were not there, and so would a key that is misspelt.
 * Where the user names the keys, as of streams and labels, there may be none. Any thread.
 */
final class EmptyMappings {
    /** The root of the keys that are known here. */
    private static final String OURS = "tailrace";

    private EmptyMappings() {}

    /** What is wrong with the first one that says nothing, as part of a sentence. */
    static Optional<String> problem(Map<?, ?> content) {
        return problems(List.of(), content).findFirst();
    }

    private static Stream<String> problems(List<String> path, Map<?, ?> content) {
        if (content.isEmpty()) {
            return says(path).stream();
        }
        return content.entrySet().stream()
                .filter(each -> each.getValue() instanceof Map)
                .flatMap(each ->
                        problems(
                                with(path, String.valueOf(each.getKey())),
                                (Map<?, ?>) each.getValue()));
    }

    /** A key at the root may be written with dots. */
    private static List<String> with(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.addAll(path.isEmpty() ? Arrays.asList(key.split("\\.", -1)) : List.of(key));
        return longer;
    }

    private static Optional<String> says(List<String> path) {
        if (!path.isEmpty() && !path.getFirst().equals(OURS)) {
            return Optional.empty();
        }
        List<List<String>> known =
                ConfigKeys.ALL.stream()
                        .map(ConfigProblems::split)
                        .filter(each -> begins(each, path))
                        .toList();
        if (known.isEmpty()) {
            return Optional.of(ConfigProblems.unknownKey(path));
        }
        boolean isNamed = known.stream().anyMatch(each -> isNamed(each, path.size()));
        boolean mayBeEmpty =
                known.stream()
                        .anyMatch(each ->
                                each.size() > path.size() && each.get(path.size()).equals("*"));
        if (!isNamed || mayBeEmpty) {
            return Optional.empty();
        }
        String key = String.join(".", path);
        return Optional.of(key + " is {}; accepted is " + accepted(key, known, path.size()));
    }

    private static boolean begins(List<String> known, List<String> path) {
        return known.size() >= path.size()
                && Stream.iterate(0, at -> at + 1)
                        .limit(path.size())
                        .allMatch(at -> ConfigProblems.fits(known, at, path.get(at)));
    }

    /** Whether that is a value, or belongs to what the user has named. */
    private static boolean isNamed(List<String> known, int size) {
        return known.size() == size || known.subList(0, size).contains("*");
    }

    private static String accepted(String key, List<List<String>> known, int size) {
        String parts =
                known.stream()
                        .filter(each -> each.size() > size)
                        .map(each -> ConfigProblems.withoutElement(each.get(size)))
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return parts.isEmpty() ? ConfigProblems.accepted(key) : "a mapping with any of " + parts;
    }
}
