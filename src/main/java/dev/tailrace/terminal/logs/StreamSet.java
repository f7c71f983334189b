package dev.tailrace.terminal.logs;

import dev.tailrace.access.Pattern;
import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.gateway.Query;
import dev.tailrace.terminal.gateway.StreamNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which streams are read.
 *
 * @param names of streams, each in full; of none if {@code selector} picks them
 * @param selector by labels, also of streams that appear later; null for names
 */
record StreamSet(List<String> names, @Nullable String selector) {
    private static final String ALL = "{}";

    /**
     * Those that are meant by names, patterns with {@code *}, and a selector; all if there is none
     * of these.
     *
     * @throws GatewayFailure if a pattern stands for none
     */
    static StreamSet of(GatewayClient client, List<String> words, @Nullable String selector) {
        if (words.isEmpty()) {
            return new StreamSet(List.of(), selector == null ? ALL : selector);
        }
        Set<String> names = new LinkedHashSet<>();
        List<String> there = new ArrayList<>();
        for (String word : words) {
            if (!isPattern(word)) {
                names.add(word);
                continue;
            }
            if (there.isEmpty()) {
                there.addAll(StreamNames.of(client, null));
            }
            Pattern pattern = new Pattern(word);
            if (there.stream().noneMatch(pattern::matches)) {
                throw GatewayFailure.of(
                        GatewayFailure.NOT_THERE, "there is no stream like " + word + ".");
            }
            there.stream().filter(pattern::matches).forEach(names::add);
        }
        return new StreamSet(List.copyOf(names), null);
    }

    /** Whether a gateway has all that is meant. */
    static boolean isAt(GatewayClient client, List<String> words, @Nullable String selector) {
        List<String> there = StreamNames.of(client, words.isEmpty() ? selector : null);
        return !there.isEmpty()
                && words.stream()
                        .map(Pattern::new)
                        .allMatch(word -> there.stream().anyMatch(word::matches));
    }

    private static boolean isPattern(String word) {
        return word.indexOf('*') >= 0;
    }

    /** Whether it is a single stream, which has calls of its own. */
    boolean isOne() {
        return names.size() == 1;
    }

    /** The single stream; empty if there are several, each of whose records names its own. */
    String one() {
        return isOne() ? names.getFirst() : "";
    }

    /** The call that reads them. */
    Query query() {
        if (isOne()) {
            return new Query("/streams/" + Query.encoded(one()) + "/log");
        }
        Query query = new Query("/log").with("select", selector);
        names.forEach(name -> query.with("stream", name));
        return query;
    }

    /** The refusal with what may have been meant. */
    GatewayFailure named(GatewayFailure refusal, GatewayClient client) {
        if (names.isEmpty() || refusal.exitCode() != GatewayFailure.NOT_THERE) {
            return refusal;
        }
        List<String> there = StreamNames.of(client, null);
        for (String name : names) {
            if (!there.contains(name)) {
                return StreamNames.unknown(name, there);
            }
        }
        return refusal;
    }
}
