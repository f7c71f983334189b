package dev.tailrace.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.log.LogConfig;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.Opening;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A stream whose bytes a test brings, on its ingest loop; each call returns when it is done. */
public final class FedStream implements Source {
    private final LogStream stream;
    private @Nullable Opening opening;
    private @Nullable SourceItems items;
    private boolean stopped;

    private FedStream(LogStream stream) {
        this.stream = stream;
    }

    /** Starts the stream of that name, which is made if there is none. */
    public static FedStream start(Hub hub, String name) {
        return start(hub, name, Labels.NONE, Optional.empty());
    }

    public static FedStream start(
            Hub hub, String name, Labels labels, Optional<LogConfig.Overrides> overrides) {
        return start(hub.streams().open(new StreamName(name), labels, overrides));
    }

    public static FedStream start(LogStream stream) {
        FedStream fed = new FedStream(stream);
        stream.life().start(fed);
        return fed;
    }

    /** Starts its source once more. */
    public void restart() {
        stream.life().start(this);
    }

    public LogStream stream() {
        return stream;
    }

    public FedStream stdout(String text) {
        return bytes(Origin.STDOUT, text.getBytes(UTF_8));
    }

    public FedStream stderr(String text) {
        return bytes(Origin.STDERR, text.getBytes(UTF_8));
    }

    /** As one read of the source brings them. */
    public FedStream bytes(Origin origin, byte[] bytes) {
        return emit(SourceItem.Chunk.read(origin, bytes, 0, bytes.length));
    }

    /** With a time of the producer's; readers see it after {@link #commit}. */
    public FedStream at(long time, Origin origin, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return emit(SourceItem.Chunk.at(time, origin, bytes, 0, bytes.length));
    }

    /** Without a time among others that have one. */
    public FedStream untimed(long first, Origin origin, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return emit(
                new SourceItem.Chunk(origin, SourceItem.Timed.NOT, first, bytes, 0, bytes.length));
    }

    public FedStream commit() {
        return emit(new SourceItem.Commit());
    }

    public FedStream checkpoint(String place) {
        return emit(new SourceItem.Checkpoint(place));
    }

    public Resumed resumed() {
        List<Resumed> answer = new ArrayList<>();
        onLoop(() -> answer.add(Objects.requireNonNull(opening).resumed()));
        return answer.getFirst();
    }

    /** Whole lines of standard output, each with its number, in one read. */
    public FedStream numbers(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i).append('\n');
        }
        return stdout(text.toString());
    }

    public FedStream event(SourceEvent event) {
        return emit(new SourceItem.Event(event));
    }

    /** With a time of the producer's. */
    public FedStream event(SourceEvent event, long time) {
        return emit(new SourceItem.Event(event, time));
    }

    /** The source comes to its end. */
    public FedStream end() {
        emit(new SourceItem.End(Origin.STDOUT));
        emit(new SourceItem.End(Origin.STDERR));
        return emit(new SourceItem.Event(new SourceEvent.Ended()));
    }

    private FedStream onLoop(Runnable task) {
        CompletableFuture.runAsync(task, stream.life().loop().executor()).join();
        return this;
    }

    private FedStream emit(SourceItem item) {
        return onLoop(() -> Objects.requireNonNull(items).emit(item));
    }

    public boolean isStopped() {
        return stopped;
    }

    @Override
    public String kind() {
        return "test";
    }

    @Override
    public SourceItems open(Opening of) {
        opening = of;
        items =
                new SourceItems(
                        new SourceTasks(stream.life().loop(), "a test", _ -> {}),
                        () -> {},
                        () -> {});
        return items;
    }

    @Override
    public CompletionStage<Void> stop() {
        stopped = true;
        return CompletableFuture.completedFuture(null);
    }
}
