package dev.tailrace.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.log.LogConfig;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.Source;
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
    private @Nullable ChunkSink sink;
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
        return start(hub.stream(new StreamName(name), labels, overrides));
    }

    static FedStream start(LogStream stream) {
        FedStream fed = new FedStream(stream);
        stream.start(fed);
        return fed;
    }

    /** Starts its source once more. */
    public void restart() {
        stream.start(this);
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
        return onLoop(() -> sink().bytes(origin, bytes, 0, bytes.length));
    }

    /** With a time of the producer's; readers see it after {@link #commit}. */
    FedStream at(long time, Origin origin, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return onLoop(() -> sink().bytes(origin, time, bytes, 0, bytes.length));
    }

    /** Without a time among others that have one. */
    FedStream untimed(long first, Origin origin, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return onLoop(() -> sink().untimed(origin, first, bytes, 0, bytes.length));
    }

    FedStream commit() {
        return onLoop(() -> sink().commit());
    }

    FedStream checkpoint(String place) {
        return onLoop(() -> sink().checkpoint(place));
    }

    Resumed resumed() {
        List<Resumed> answer = new ArrayList<>();
        onLoop(() -> answer.add(sink().resumed()));
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
        return onLoop(() -> sink().event(event));
    }

    /** With a time of the producer's. */
    FedStream event(SourceEvent event, long time) {
        return onLoop(() -> sink().event(event, time));
    }

    /** The source comes to its end. */
    public FedStream end() {
        return onLoop(() -> {
            sink().end(Origin.STDOUT);
            sink().end(Origin.STDERR);
            sink().event(new SourceEvent.Ended());
        });
    }

    private FedStream onLoop(Runnable task) {
        CompletableFuture.runAsync(task, stream.loop().executor()).join();
        return this;
    }

    private ChunkSink sink() {
        return Objects.requireNonNull(sink);
    }

    public boolean isStopped() {
        return stopped;
    }

    @Override
    public String kind() {
        return "test";
    }

    @Override
    public void start(ChunkSink to) {
        sink = to;
    }

    @Override
    public CompletionStage<Void> stop() {
        stopped = true;
        return CompletableFuture.completedFuture(null);
    }
}
