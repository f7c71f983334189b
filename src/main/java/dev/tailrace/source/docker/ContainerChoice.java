package dev.tailrace.source.docker;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which containers are streams. Any thread.
 *
 * <p>Names are the engine's, and no difference is made between upper and lower case: a stream has
 * its container's name in lower case, so that a person reads it there. Labels are as they are.
 */
public final class ContainerChoice {
    private final String text;
    private final List<Pattern> names;
    private final Map<String, Pattern> labels;
    private final boolean all;

    /**
     * @param names globs, of which one must fit, if there are any
     * @param labels what a container's labels must be, all of them, and one of the names if there
     *     are any
     * @param all whether each container is, if neither says anything
     */
    public ContainerChoice(List<String> names, Map<String, String> labels, boolean all) {
        this.text = text(names, labels);
        this.names =
                names.stream()
                        .map(name -> pattern(name, Pattern.CASE_INSENSITIVE | Pattern.DOTALL))
                        .toList();
        this.labels =
                labels.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        entry -> pattern(entry.getValue(), Pattern.DOTALL)));
        this.all = all;
    }

    /** Whether it can pick any. */
    public boolean isEmpty() {
        return !all && names.isEmpty() && labels.isEmpty();
    }

    /** Whether a container of that name, without the engine's slash, is picked. */
    boolean picks(String name, Map<String, String> of) {
        if (isEmpty()) {
            return false;
        }
        boolean named =
                names.isEmpty() || names.stream().anyMatch(each -> each.matcher(name).matches());
        return named && labels.entrySet().stream().allMatch(each -> hasLabel(each, of));
    }

    private static boolean hasLabel(Map.Entry<String, Pattern> wanted, Map<String, String> of) {
        String value = of.get(wanted.getKey());
        return value != null && wanted.getValue().matcher(value).matches();
    }

    private static String text(List<String> names, Map<String, String> labels) {
        String named = String.join(" or ", names);
        String labelled =
                new TreeMap<>(labels)
                        .entrySet().stream().map(Object::toString).collect(joining(" and "));
        if (names.isEmpty() && labels.isEmpty()) {
            return "all";
        }
        return "those"
                + (names.isEmpty() ? "" : " named " + named)
                + (names.isEmpty() || labels.isEmpty() ? "" : " and")
                + (labels.isEmpty() ? "" : " labelled " + labelled);
    }

    /** As in {@code those named shop-* and labelled app=web}. */
    @Override
    public String toString() {
        return text;
    }

    private static Pattern pattern(String glob, int flags) {
        String regex =
                glob.chars()
                        .mapToObj(c ->
                                switch (c) {
                                    case '*' -> ".*";
                                    case '?' -> ".";
                                    default -> Pattern.quote(Character.toString(c));
                                })
                        .collect(joining());
        return Pattern.compile(regex, flags);
    }
}
