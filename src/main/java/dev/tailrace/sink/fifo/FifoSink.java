package dev.tailrace.sink.fifo;

import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Origin;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The FIFOs of one stream. Any thread. */
public final class FifoSink {
    private final LogStream stream;
    private final List<FifoFeed> feeds = new ArrayList<>();

    /**
     * @throws HubException if one of the FIFOs is not there, is something else, or is there twice
     */
    FifoSink(Hub hub, LogStream stream, Map<Origin, Path> fifos, MeterRegistry registry) {
        if (new HashSet<>(fifos.values()).size() < fifos.size()) {
            throw new HubException(
                    "one FIFO for both outputs would mix their lines: each needs its own");
        }
        this.stream = stream;
        fifos.forEach(
                (origin, path) -> feeds.add(new FifoFeed(hub, stream, origin, path, registry)));
    }

    /** Begins; returns once the positions are taken, so that what is written next is in. */
    void begin() {
        await(feeds.stream().map(FifoFeed::begin).toList());
    }

    /** The stream has changed: it may go on. */
    void changed(LogStream which) {
        if (which == stream) {
            feeds.forEach(FifoFeed::resume);
        }
    }

    /**
     * Gives up, now that the stream has ended, where nothing has been taken for {@code patience}.
     */
    public void endWithin(Duration patience) {
        feeds.forEach(feed -> feed.endWithin(patience));
    }

    /** Completes when the stream has ended and its readers can have all of it. */
    public CompletionStage<Void> done() {
        return all(feeds.stream().map(FifoFeed::done).toList());
    }

    private static void await(List<CompletionStage<Void>> stages) {
        all(stages).join();
    }

    private static CompletableFuture<Void> all(List<CompletionStage<Void>> stages) {
        return CompletableFuture.allOf(
                stages.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new));
    }
}
