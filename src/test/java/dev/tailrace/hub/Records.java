package dev.tailrace.hub;

import static dev.tailrace.Waiting.outcome;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.Feed;
import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Start;
import dev.tailrace.hub.ingest.Appender;
import dev.tailrace.hub.ingest.Ingest;
import dev.tailrace.hub.ingest.Runs;
import dev.tailrace.hub.ingest.StreamParts;
import dev.tailrace.hub.resume.Checkpoint;
import dev.tailrace.hub.resume.Spools;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.log.Folder;
import dev.tailrace.log.LogTime;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Line;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.IngestLoop;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;

/** What is in a stream now, read as any reader does. */
public final class Records implements MultiSubscriber<Delivery> {
    private final List<Line> lines = new ArrayList<>();
    private final CompletableFuture<List<Line>> all = new CompletableFuture<>();

    private Records() {}

    public static List<Line> of(LogStream stream) {
        ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
        try {
            RecordFilter every = new RecordFilter(EnumSet.allOf(Origin.class), null, false);
            SubscriptionRequest request =
                    new SubscriptionRequest(
                            new Start.First(), every, false, OptionalLong.empty(), Overflow.WAIT);
            Subscription subscription =
                    stream.readers().subscribe(request, owner).toCompletableFuture().join();
            Records records = new Records();
            owner.execute(() -> subscription.cursor().subscribe(records));
            List<Line> lines = outcome(records.all);
            subscription.close(Ending.COMPLETE);
            return lines;
        } finally {
            owner.shutdown();
        }
    }

    /** A way into {@code log} as streams have, with the machine's clock. */
    public static Appender appender(StreamLog log) {
        return new Appender(
                new StreamName("s"), log.writer(), LogTime.SYSTEM, Duration.ofMinutes(10));
    }

    /** Spools that are not used. */
    public static Spools noSpools(IngestLoop loop, StreamLog log, Path folder) {
        return new Spools(loop, log, folder, false, 1, new LongAdder());
    }

    /** The way of what a source brings into {@code log}, where nothing is flushed by time. */
    public static Ingest ingest(
            IngestLoop loop, Folder folder, StreamLog log, Spools spools, Checkpoint checkpoint)
            throws IOException {
        StreamParts parts =
                new StreamParts(
                        new StreamName("s"),
                        loop,
                        new Feed(log),
                        spools,
                        checkpoint,
                        Runs.in(folder));
        return new Ingest(parts, appender(log), Duration.ofHours(1), _ -> {});
    }

    /** As {@code stdout P text}. */
    public static List<String> textsOf(LogStream stream) {
        return of(stream).stream()
                .map(line ->
                        line.origin().text()
                                + (line.partial() ? " P " : " F ")
                                + new String(line.content(), ISO_8859_1))
                .toList();
    }

    /** The contents of the gateway's own records. */
    public static List<String> systemOf(LogStream stream) {
        return textsOf(stream).stream()
                .filter(text -> text.startsWith("system F "))
                .map(text -> text.substring("system F ".length()))
                .toList();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onItem(Delivery delivery) {
        switch (delivery) {
            case Delivery.Records(Batch batch) -> {
                for (int i = 0; i < batch.count(); i++) {
                    lines.add(Line.of(batch, i));
                }
            }
            case Delivery.Lost lost -> all.completeExceptionally(new AssertionError(lost));
        }
    }

    @Override
    public void onCompletion() {
        all.complete(lines);
    }

    @Override
    public void onFailure(Throwable failure) {
        all.completeExceptionally(failure);
    }
}
