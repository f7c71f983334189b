package dev.tailrace.terminal.streams;

import dev.tailrace.access.Pattern;
import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.Query;
import dev.tailrace.terminal.gateway.StreamNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which streams a command is about.
 *
 * @param words names, with {@code *} for any characters; of none if they are all meant
 * @param selector by labels; null for any
 */
record StreamList(List<String> words, @Nullable String selector) {
    StreamList {
        words = List.copyOf(words);
    }

    /** Those that there are now, by name. */
    List<StreamInfo> of(GatewayClient client) {
        Query query = new Query("/streams").with("select", selector);
        List<StreamInfo> all = Answer.all(client.get(query), client, StreamInfo::of);
        if (words.isEmpty()) {
            return all;
        }
        List<String> names = namesAmong(all.stream().map(StreamInfo::name).toList());
        return all.stream().filter(each -> names.contains(each.name())).toList();
    }

    /**
     * The names of those that are meant, in the order of the words.
     *
     * @throws dev.tailrace.terminal.gateway.GatewayFailure if a word stands for none of {@code
     *     there}
     */
    List<String> namesAmong(List<String> there) {
        Set<String> names = new LinkedHashSet<>();
        for (String word : words) {
            Pattern pattern = new Pattern(word);
            List<String> meant = there.stream().filter(pattern::matches).toList();
            if (meant.isEmpty()) {
                throw StreamNames.unknown(word, there);
            }
            names.addAll(meant);
        }
        return new ArrayList<>(names);
    }

    /** Whether a gateway has what is meant. */
    boolean isAt(GatewayClient client) {
        List<String> there = StreamNames.of(client, selector);
        return words.stream()
                .map(Pattern::new)
                .allMatch(word -> there.stream().anyMatch(word::matches));
    }
}
