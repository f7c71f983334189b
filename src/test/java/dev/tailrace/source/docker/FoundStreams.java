package dev.tailrace.source.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.Discovery;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The hub's part: a log for each stream that is found, and one source at a time. Any thread. */
final class FoundStreams implements Discovery.Found {
    private final IngestLoop loop;
    private final Map<String, KeptLog> logs = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, String>> labels = new ConcurrentSkipListMap<>();
    private final Map<String, ContainerSource> running = new ConcurrentSkipListMap<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    FoundStreams(IngestLoop loop) {
        this.loop = loop;
    }

    /** A stream that has a source of another kind. */
    void take(String name) {
        taken.add(name);
    }

    @Override
    public void found(StreamName name, Labels of, Function<IngestLoop, Source> source) {
        ContainerSource before = running.get(name.value());
        if (taken.contains(name.value())
                || (before != null && !before.over().toCompletableFuture().isDone())) {
            throw new SourceException("Stream '" + name + "' has a source that has not ended.");
        }
        assertThat(of.trusted()).as("an engine is trusted").isTrue();
        labels.putIfAbsent(name.value(), of.values());
        ContainerSource started = (ContainerSource) source.apply(loop);
        running.put(name.value(), started);
        logs.computeIfAbsent(name.value(), _ -> KeptLog.stoppedInOrder()).writer().follow(started);
    }

    /** The names of the streams, in order. */
    List<String> names() {
        return List.copyOf(logs.keySet());
    }

    Map<String, String> labels(String name) {
        return labels.getOrDefault(name, Map.of());
    }

    String stdout(String name) {
        KeptLog log = logs.get(name);
        return log == null ? "" : log.text(Origin.STDOUT);
    }

    List<String> events(String name) {
        KeptLog log = logs.get(name);
        return log == null
                ? List.of()
                : log.events().stream().map(each -> each.getClass().getSimpleName()).toList();
    }

    void stop() {
        running.values().forEach(source -> source.stop().toCompletableFuture().join());
    }
}
