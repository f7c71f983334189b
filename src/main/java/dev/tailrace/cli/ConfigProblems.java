package dev.tailrace.cli;

import dev.tailrace.access.AccessConfig;
import dev.tailrace.model.ByteSize;
import dev.tailrace.model.Spelling;
import io.smallrye.config.ConfigValidationException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts what the configuration's reader complains about into words: which key, what was found, what
 * is accepted. The reader's own texts have codes and classes in them, so they are taken apart.
 */
final class ConfigProblems {
    private static final Pattern UNKNOWN =
            Pattern.compile("SRCFG00050: (.+?) in (.*) does not map to any root");
    private static final Pattern NOT_CONVERTED =
            Pattern.compile(
                    "SRCFG00039: The config property (.+?) with the config value \"(.*?)\" .*");
    private static final Pattern EMPTY =
            Pattern.compile(
                    "SRCFG00040: The config property (.+?) is defined as the empty String.*");
    private static final Pattern MISSING =
            Pattern.compile("SRCFG00014: The config property (.+?) is required.*");
    private static final Pattern DURATION =
            Pattern.compile(".*(-after|-age|-ahead|-grace|-interval|-timeout|heartbeat)");

    private ConfigProblems() {}

    static String sentence(ConfigValidationException e) {
        Set<String> problems = new TreeSet<>();
        for (int i = 0; i < e.getProblemCount(); i++) {
            problems.add(inWords(e.getProblem(i).getMessage()));
        }
        return "the configuration cannot be used: " + String.join("; ", problems);
    }

    private static String inWords(String text) {
        Matcher unknown = UNKNOWN.matcher(text);
        Matcher notConverted = NOT_CONVERTED.matcher(text);
        Matcher empty = EMPTY.matcher(text);
        Matcher missing = MISSING.matcher(text);
        if (unknown.find()) {
            return unknownKey(split(unknown.group(1)), " in " + unknown.group(2));
        }
        if (notConverted.find()) {
            String key = notConverted.group(1);
            return key + " is '" + notConverted.group(2) + "'; accepted is " + accepted(key);
        }
        if (empty.find()) {
            return empty.group(1) + " is ''; accepted is " + accepted(empty.group(1));
        }
        return missing.find() ? missing.group(1) + " is missing" : text;
    }

    /** What a value of the key may be. */
    static String accepted(String key) {
        if (key.contains("-bytes")) {
            return ByteSize.ACCEPTED;
        }
        if (DURATION.matcher(key).matches()) {
            return "a duration such as 250ms, 5s or 10m";
        }
        if (key.endsWith(".restart")) {
            return "never, on-failure or always";
        }
        if (key.endsWith(".compress")) {
            return "gzip or none";
        }
        if (key.endsWith(".data-in-use")) {
            return "refuse or next";
        }
        if (key.endsWith("auth.mode")) {
            return AccessConfig.Mode.ACCEPTED;
        }
        if (key.endsWith(".http.host") || key.endsWith(".management.host")) {
            return "an address or a name of this machine";
        }
        if (key.endsWith(".on-disk-full")) {
            return "continue or block";
        }
        if (key.matches(
                ".*(enabled|\\.control|\\.reattach|docker\\.all|push|create|show-arguments|everybody)")) {
            return "true or false";
        }
        return key.matches(".*(loops|\\.port|-files|-segments|\\.max-.*)")
                ? "a whole number"
                : "another kind of value";
    }

    /** Names the first part of the key that no accepted key has there, and what those have. */
    static String unknownKey(List<String> parts) {
        return unknownKey(parts, "");
    }

    private static String unknownKey(List<String> parts, String where) {
        List<List<String>> known = ConfigKeys.ALL.stream().map(ConfigProblems::split).toList();
        int at = 0;
        while (at < parts.size() && !known.isEmpty()) {
            int place = at;
            String part = Objects.requireNonNull(parts.get(at));
            List<List<String>> fitting =
                    known.stream().filter(each -> fits(each, place, part)).toList();
            if (fitting.isEmpty()) {
                break;
            }
            known = fitting;
            at++;
        }
        int place = Math.min(at, parts.size() - 1);
        Set<String> accepted = new TreeSet<>();
        known.stream()
                .filter(each -> each.size() > place)
                .forEach(each -> accepted.add(withoutElement(each.get(place))));
        accepted.remove("*");
        String unknown = withoutElement(String.join(".", parts.subList(0, place + 1)));
        return "unknown key "
                + unknown
                + where
                + Spelling.nearest(withoutElement(parts.get(place)), accepted)
                        .map(nearest -> "; the nearest is " + nearest)
                        .orElse("")
                + (accepted.isEmpty() ? "" : "; accepted there: " + String.join(", ", accepted));
    }

    /** Whether the key has that part there. */
    static boolean fits(List<String> known, int place, String part) {
        if (place >= known.size()) {
            return false;
        }
        String there = withoutElement(known.get(place));
        return there.equals("*") || there.equals(withoutElement(part));
    }

    /** A list's name, where one of its elements is named: they come one by one. */
    static String withoutElement(String key) {
        return key.replaceFirst("\\[(\\*|\\d+)]$", "");
    }

    /** The parts of a key. */
    static List<String> split(String key) {
        return Arrays.stream(key.split("\\.(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)).toList();
    }
}
