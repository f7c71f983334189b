package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes what sources bring, as a stream does: the next item is asked for once one has been taken.
 * What a test is not about is ignored.
 */
public abstract class Taker implements Opening {
    private final List<Flow.Subscription> held = new ArrayList<>();

    /** Opens the source, and takes what it brings. */
    public final <S extends Source> S follow(S source) {
        follow(source.open(this));
        return source;
    }

    /** Takes what a source brings. */
    public final void follow(SourceItems items) {
        items.subscribe(new Subscriber());
    }

    private final class Subscriber implements MultiSubscriber<SourceItem> {
        private Flow.@Nullable Subscription source;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            subscription.request(1);
        }

        @Override
        public void onItem(SourceItem item) {
            try {
                take(item);
            } finally {
                if (source != null) {
                    ask(source);
                }
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onCompletion() {
            source = null;
        }
    }

    private void ask(Flow.Subscription source) {
        synchronized (held) {
            if (!isTaking()) {
                held.add(source);
                return;
            }
        }
        source.request(1);
    }

    /** Whether it wants more: as on a full disk, if not. */
    protected boolean isTaking() {
        return true;
    }

    /** It is taking again. */
    protected final void goOn() {
        List<Flow.Subscription> all;
        synchronized (held) {
            all = List.copyOf(held);
            held.clear();
        }
        all.forEach(each -> each.request(1));
    }

    private void take(SourceItem item) {
        switch (item) {
            case SourceItem.Chunk chunk -> take(chunk);
            case SourceItem.Commit _ -> commit();
            case SourceItem.Checkpoint(String place) -> checkpoint(place);
            case SourceItem.Event told -> event(told.event());
            case SourceItem.End(Origin origin) -> end(origin);
        }
    }

    private void take(SourceItem.Chunk chunk) {
        switch (chunk.timed()) {
            case READ -> bytes(chunk.origin(), chunk.bytes(), chunk.offset(), chunk.length());
            case OWN ->
                    bytes(
                            chunk.origin(),
                            chunk.time(),
                            chunk.bytes(),
                            chunk.offset(),
                            chunk.length());
            case NOT ->
                    untimed(
                            chunk.origin(),
                            chunk.time(),
                            chunk.bytes(),
                            chunk.offset(),
                            chunk.length());
        }
    }

    protected abstract void bytes(Origin origin, byte[] buffer, int offset, int length);

    protected void bytes(Origin origin, long time, byte[] buffer, int offset, int length) {
        bytes(origin, buffer, offset, length);
    }

    protected void untimed(Origin origin, long first, byte[] buffer, int offset, int length) {
        bytes(origin, first, buffer, offset, length);
    }

    protected void commit() {}

    protected void checkpoint(String place) {}

    protected void end(Origin origin) {}

    protected void event(SourceEvent event) {}

    @Override
    public Resumed resumed() {
        return Resumed.NOTHING;
    }
}
