package dev.tailrace.access;

import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rights over streams. Any thread.
 *
 * @param streams one of which takes the stream's name; each once and sorted, so that grants are
 *     equal in whatever order their patterns come
 * @param labels what trusted labels are to be, all of them; a stream without the label, or whose
 *     labels are not trusted, is not meant
 */
public record Grant(Set<Right> rights, List<Pattern> streams, Map<String, Pattern> labels) {
    /** All rights over all streams. */
    public static final Grant ALL =
            new Grant(Set.of(Right.values()), List.of(Pattern.ANY), Map.of());

    public Grant {
        rights = Set.copyOf(rights);
        streams = streams.stream().distinct().sorted(Comparator.comparing(Pattern::text)).toList();
        labels = Map.copyOf(labels);
    }

    /**
     * Whether it gives the right over that stream.
     *
     * @param own the stream's labels; none of a stream that is not there
     */
    boolean gives(Right right, StreamName stream, Labels own) {
        return rights.contains(right)
                && streams.stream().anyMatch(each -> each.matches(stream.value()))
                && (labels.isEmpty() || (own.trusted() && isLabelled(own)));
    }

    /** What is left of it for reading those streams alone; empty if that is nothing. */
    Optional<Grant> toRead(Set<StreamName> names) {
        List<Pattern> left =
                names.stream()
                        .map(StreamName::value)
                        .filter(name -> streams.stream().anyMatch(each -> each.matches(name)))
                        .sorted()
                        .map(Pattern::new)
                        .toList();
        return rights.contains(Right.READ) && !left.isEmpty()
                ? Optional.of(new Grant(Set.of(Right.READ), left, labels))
                : Optional.empty();
    }

    private boolean isLabelled(Labels own) {
        return labels.entrySet().stream()
                .allMatch(wanted -> {
                    String value = own.values().get(wanted.getKey());
                    return value != null && wanted.getValue().matches(value);
                });
    }
}
