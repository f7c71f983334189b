package dev.tailrace.cli;

import dev.tailrace.model.Spelling;
import dev.tailrace.user.LaunchException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Variables of the environment that are meant for the gateway and name no key. What reads the
 * configuration passes them over: a key cannot be told from a variable that has lost its dots. Any
 * thread.
 */
final class Variables {
    private static final String LIST = "\\[\\*]";
    private static final String PREFIX = "TAILRACE_";

    /** Of the launcher, which has read it. */
    private static final String LAUNCHERS = "TAILRACE_JAVA_OPTS";

    /**
     * What Kubernetes sets of a service that is called tailrace, or tailrace-something, in each pod
     * that is started after it.
     */
    private static final Pattern OF_SERVICE =
            Pattern.compile(
                    ".*_SERVICE_HOST|.*_SERVICE_PORT(_.*)?"
                            + "|.*_PORT_\\d+_(TCP|UDP|SCTP)(_PROTO|_PORT|_ADDR)?");

    private static final Pattern SERVICES_URL = Pattern.compile("(tcp|udp|sctp)://.*");

    private final List<List<String>> keys =
            ConfigKeys.ALL.stream()
                    .map(key -> parts(inCapitals(key.replaceAll(LIST, ""))))
                    .toList();
    private final Pattern known =
            Pattern.compile(
                    String.join("|", ConfigKeys.ALL.stream().map(Variables::form).toList()));

    /**
     * Returns if each variable for the gateway names a key.
     *
     * @throws LaunchException if one does not
     */
    static void requireKnown(Map<String, String> environment) {
        List<String> meant =
                environment.keySet().stream()
                        .filter(name -> isMeant(name, environment.getOrDefault(name, "")))
                        .sorted()
                        .toList();
        // To know the keys takes a while, and most gateways are started without such variables.
        if (!meant.isEmpty()) {
            meant.forEach(new Variables()::requireKnown);
        }
    }

    private void requireKnown(String name) {
        if (!known.matcher(name).matches()) {
            throw new LaunchException(
                    "the environment variable "
                            + name
                            + " names no key of the configuration; "
                            + nearest(name)
                                    .map(nearest -> "the nearest is " + nearest)
                                    .orElse("docs/configuration.md lists those there are")
                            + ".");
        }
    }

    private static boolean isMeant(String name, String value) {
        return name.startsWith(PREFIX) && !name.equals(LAUNCHERS) && !isOfService(name, value);
    }

    private static boolean isOfService(String name, String value) {
        return OF_SERVICE.matcher(name).matches()
                || (name.endsWith("_PORT") && SERVICES_URL.matcher(value).matches());
    }

    private Optional<String> nearest(String name) {
        List<String> words = parts(name);
        return Spelling.nearest(name, keys.stream().map(key -> filled(key, words)).toList());
    }

    /** The key's variable with what {@code words} has where the user names something. */
    private static String filled(List<String> key, List<String> words) {
        int names = Collections.frequency(key, "*");
        int more = Math.max(0, words.size() - key.size());
        List<String> all = new ArrayList<>();
        for (String part : key) {
            if (!part.equals("*")) {
                all.add(part);
            } else {
                // The last of the names takes what is too much.
                int length = --names == 0 ? 1 + more : 1;
                int from = Math.min(all.size(), words.size());
                all.addAll(words.subList(from, Math.min(from + length, words.size())));
            }
        }
        return String.join("_", all);
    }

    private static List<String> parts(String name) {
        return Arrays.asList(name.split("_", -1));
    }

    private static String inCapitals(String key) {
        return key.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
    }

    /** What variables of the key look like; an element of a list may have its number in it. */
    private static String form(String key) {
        return Arrays.stream(key.split(LIST, -1))
                .map(part -> inCapitals(part).replace("*", ".+"))
                .collect(Collectors.joining("(_\\d+_)?"));
    }
}
