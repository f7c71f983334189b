package dev.tailrace.sink.stdio;

import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Start;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Reasons;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Copies a stream's standard output and error, byte for byte and in their order, to two streams of
 * the gateway's. Writing may block for as long as it likes: the sink has its own thread, its cursor
 * waits in the log meanwhile, and the producer never notices. An output that is closed (EPIPE) gets
 * nothing more; the other goes on.
 */
public final class StdioSink implements MultiSubscriber<Delivery> {
    private static final System.Logger LOG = System.getLogger(StdioSink.class.getName());

    private final ScheduledExecutorService owner =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("stdio").factory());
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Output stdout;
    private final Output stderr;
    private Flow.@Nullable Subscription cursor;
    private volatile @Nullable Subscription reading;

    /** One of the two outputs, with what is to be written to it next. */
    private static final class Output {
        private final String name;
        private final OutputStream target;
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
        private boolean closed;

        Output(String name, OutputStream target) {
            this.name = name;
            this.target = target;
        }

        void write() {
            try {
                if (!closed && pending.size() > 0) {
                    pending.writeTo(target);
                    target.flush();
                }
            } catch (IOException e) {
                closed = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} takes no more ({1}); the lines still go to the log.",
                        name,
                        Reasons.of(e));
            }
            pending.reset();
        }
    }

    /** Takes the streams to write to; they are flushed but not closed. */
    public StdioSink(OutputStream stdout, OutputStream stderr) {
        this.stdout = new Output("Standard output", stdout);
        this.stderr = new Output("Standard error", stderr);
    }

    /** Begins with the stream's next record. */
    public void follow(LogStream stream) {
        SubscriptionRequest request =
                new SubscriptionRequest(
                        new Start.Now(),
                        RecordFilter.LINES,
                        true,
                        OptionalLong.empty(),
                        Overflow.WAIT);
        Subscription subscription =
                stream.readers().subscribe(request, owner).toCompletableFuture().join();
        reading = subscription;
        owner.execute(() -> subscription.cursor().subscribe(this));
        var _ = done.whenComplete((_, _) -> subscription.close(Ending.ENDED));
    }

    /** Completes when the stream has ended and all of it is written, or nothing more will be. */
    public CompletionStage<Void> done() {
        return done.minimalCompletionStage();
    }

    /** Leaves what has not been written, as when nobody reads the outputs. Any thread. */
    public void giveUp() {
        done.complete(null);
    }

    /** Has it end with what the stream has now, although the stream may go on. Any thread. */
    public void endHere() {
        Subscription subscription = reading;
        if (subscription != null) {
            long next = subscription.next();
            try {
                owner.execute(() -> subscription.cursor().endBefore(next, Ending.DRAIN));
            } catch (RejectedExecutionException e) {
                LOG.log(System.Logger.Level.DEBUG, "It has ended already", e);
            }
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        cursor = subscription;
        subscription.request(1);
    }

    @Override
    public void onItem(Delivery delivery) {
        switch (delivery) {
            case Delivery.Records(Batch batch) -> write(batch);
            case Delivery.Lost(Gap gap) ->
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "{0} lines were not passed on ({1}).",
                            gap.lines(),
                            gap.reason().text());
        }
        if (cursor != null) {
            cursor.request(1);
        }
    }

    private void write(Batch batch) {
        Output last = stdout;
        for (int i = 0; i < batch.count(); i++) {
            Origin origin = batch.origin(i);
            if (origin == Origin.SYSTEM) {
                continue;
            }
            Output output = origin == Origin.STDERR ? stderr : stdout;
            if (output != last) {
                last.write();
                last = output;
            }
            int end = batch.contentEnd(i) + (batch.partial(i) ? 0 : 1);
            int start = batch.contentStart(i);
            output.pending.write(batch.bytes(), start, end - start);
        }
        last.write();
    }

    @Override
    public void onCompletion() {
        finish();
    }

    @Override
    public void onFailure(Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, "The log cannot be read to be passed on", failure);
        finish();
    }

    private void finish() {
        done.complete(null);
        owner.shutdown();
    }
}
