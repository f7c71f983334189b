package dev.tailrace.source.docker;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which containers are streams. Any thread. */
public final class ContainerChoice {
    private final List<Pattern> names;
    private final Map<String, Pattern> labels;
    private final boolean all;

    /**
     * @param names globs, of which one must fit, if there are any
     * @param labels what a container's labels must be, all of them
     * @param all whether each container is, if neither says anything
     */
    public ContainerChoice(List<String> names, Map<String, String> labels, boolean all) {
        this.names = names.stream().map(ContainerChoice::pattern).toList();
        this.labels =
                labels.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, entry -> pattern(entry.getValue())));
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

    private static Pattern pattern(String glob) {
        String regex =
                glob.chars()
                        .mapToObj(c ->
                                switch (c) {
                                    case '*' -> ".*";
                                    case '?' -> ".";
                                    default -> Pattern.quote(Character.toString(c));
                                })
                        .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL);
    }
}
