package dev.tailrace.hub.ingest;

import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.SourceItem;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what one source brings, an item after the other. Confined to the stream's ingest loop.
 *
 * <pre>
 *   ASKED --an item is taken--> does the disk take records? --yes--> request: ASKED
 *     ^                            |no: on-disk-full=block
 *     |                            v
 *     `--it takes them again-- HELD: nothing is requested, the source does not read, its pipe fills
 *                                    up, and its producer is held
 * </pre>
 *
 * <p>Whether the disk takes records again is looked at by time, here and nowhere else.
 */
final class Intake implements MultiSubscriber<SourceItem> {
    /** A full disk is no matter of ms. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final IngestLoop loop;
    private final Consumer<SourceItem> taker;
    private final BooleanSupplier disk;
    private Flow.@Nullable Subscription source;
    private @Nullable Future<?> look;

    /** Whether there is a request that no item has answered. */
    private boolean asked;

    private boolean takesAll;

    /**
     * @param disk whether it takes records now
     */
    Intake(IngestLoop loop, Consumer<SourceItem> taker, BooleanSupplier disk) {
        this.loop = loop;
        this.taker = taker;
        this.disk = disk;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        if (takesAll) {
            subscription.request(Long.MAX_VALUE);
        } else {
            ask();
        }
    }

    @Override
    public void onItem(SourceItem item) {
        asked = false;
        try {
            taker.accept(item);
        } finally {
            ask();
        }
    }

    private void ask() {
        if (source == null || asked || takesAll || look != null) {
            return;
        }
        if (disk.getAsBoolean()) {
            asked = true;
            source.request(1);
        } else {
            look = loop.executor().schedule(this::look, LOOK_AGAIN.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        look = null;
        ask();
    }

    /** The source is about to stop, or has ended: takes what it has yet, whatever the disk does. */
    void takeRest() {
        close();
        if (source != null && !takesAll) {
            source.request(Long.MAX_VALUE);
        }
        takesAll = true;
    }

    /** Looks at the disk no more. */
    void close() {
        if (look != null) {
            look.cancel(false);
            look = null;
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        throw new IllegalStateException("a source fails by an event", failure);
    }

    @Override
    public void onCompletion() {
        close();
        source = null;
    }
}
