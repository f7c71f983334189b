package dev.tailrace.face.ws;

import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.StreamCursor;
import dev.tailrace.face.Admission;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.Wire;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.StreamRemoved;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to one stream. Confined to the connection's event loop.
 *
 * <pre>
 *   OPENING --position found--> QUEUED --its turn: request(1)--> ASKED --onItem, taken whole--> QUEUED
 *                                  ^                               | onItem, put back:
 *                                  |<---------socket full----------|
 *                                  `--credit, resume-- RESTING <---' no credit, paused
 *   any of them --ended, limit, unsubscribed, drain, gone, error--> over
 * </pre>
 *
 * Without credit it is asked once more all the same, as the stream may end, which needs none.
 */
final class WsSubscription implements MultiSubscriber<Delivery> {
    /** Counts the records that are shown as changes of state: once for all subscriptions. */
    private record States(RecordFilter filter) implements Encoder {
        @Override
        public Encoded encode(Batch batch) {
            int states = 0;
            for (int i = 0; i < batch.count(); i++) {
                states += JsonRecord.isState(batch, i) ? 1 : 0;
            }
            return new Encoded(Wire.NOTHING, states);
        }
    }

    /**
     * What all streams of one id share.
     *
     * @param onLimit runs when all lines have been sent that were asked for
     * @param onEnd is told of each that is over, and why
     */
    record Shared(
            String id,
            RecordFilter filter,
            Budget budget,
            Runnable onLimit,
            BiConsumer<WsSubscription, Ending> onEnd) {}

    private final WsOut out;
    private final Shared shared;
    private final Budget budget;
    private final LogStream stream;
    private final Admission.Permit permit;
    private final Runnable turn = this::ask;
    private final States states;
    private final ReaderMessages messages;
    private @Nullable Subscription subscription;
    private @Nullable StreamCursor cursor;
    private boolean queued;
    private boolean asked;
    private boolean resting;

    /** Changed on the event loop; other threads ask whether it is still wanted. */
    private volatile boolean over;

    private long announced;

    /** Which events and lines are open before the record that is sent next. */
    private LineState open = LineState.NOTHING;

    WsSubscription(WsOut out, Shared shared, LogStream stream, Admission.Permit permit) {
        this.out = out;
        this.shared = shared;
        this.budget = shared.budget();
        this.stream = stream;
        this.permit = permit;
        this.states = new States(shared.filter());
        this.messages = new ReaderMessages(shared.id(), stream.name(), stream.epoch());
    }

    LogStream stream() {
        return stream;
    }

    /** The seq of the record that comes next. */
    long next() {
        return cursor == null ? 0 : cursor.next();
    }

    /** Has its position looked for; then it begins. */
    void open(SubscriptionRequest request) {
        out.places.opening();
        try {
            var _ =
                    stream.readers()
                            .subscribe(request, out.socket.eventLoop(), () -> !over)
                            .whenCompleteAsync(this::opened, out.socket.eventLoop());
        } catch (RuntimeException e) {
            opened(null, e);
        }
    }

    private void opened(@Nullable Subscription found, @Nullable Throwable failure) {
        out.places.opened();
        if (over) {
            if (found != null) {
                found.cancel();
                found.close(Ending.GONE);
            }
        } else if (failure != null && failure.getCause() instanceof StreamRemoved) {
            finish(Ending.REMOVED);
        } else if (found == null) {
            onFailure(failure == null ? new IllegalStateException("no reader") : failure);
        } else {
            try {
                begin(found);
            } catch (RuntimeException | Error e) {
                onFailure(e);
            }
        }
    }

    private void begin(Subscription found) {
        subscription = found;
        cursor = found.cursor();
        open = found.open();
        announced = cursor.next();
        out.send(messages.hello(Wire.Joined.of(found), out.heartbeatSeconds));
        out.written();
        found.onDrain(() -> drain(found));
        cursor.subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription itself) {
        resting = budget.isPaused();
        wantMore();
    }

    /** There is credit again, or no pause any more. */
    void wake() {
        resting = false;
        wantMore();
    }

    private void wantMore() {
        if (cursor != null && !over && !asked && !resting && !queued) {
            queued = true;
            out.turns.add(turn);
        }
    }

    /** It is its turn. */
    private void ask() {
        queued = false;
        if (cursor == null || over || asked) {
            return;
        }
        if (budget.isPaused()) {
            resting = true;
        } else {
            asked = true;
            cursor.request(1, shared.filter().piece(out.socket.piece()));
        }
    }

    @Override
    public void onItem(Delivery delivery) {
        asked = false;
        resting = budget.isPaused();
        if (resting || out.socket.isFull()) {
            putBack(delivery);
        } else {
            switch (delivery) {
                case Delivery.Records(Batch batch) -> records(batch);
                case Delivery.Lost(Gap gap) -> lost(gap);
            }
        }
        out.written();
        wantMore();
    }

    private void putBack(Delivery delivery) {
        putBack(
                switch (delivery) {
                    case Delivery.Records(Batch batch) -> batch.first();
                    case Delivery.Lost(Gap gap) -> gap.from();
                });
    }

    private void putBack(long seq) {
        if (cursor != null) {
            cursor.putBack(seq);
        }
    }

    private void lost(Gap gap) {
        out.meters.lost(stream.name(), gap);
        announced = gap.to() + 1;
        open = LineState.NOTHING;
        out.send(messages.gap(gap));
    }

    private void records(Batch batch) {
        int taken = budget.take(batch, shared.filter(), open);
        if (taken > 0) {
            deliver(batch.slice(0, taken));
        }
        if (budget.isSpent()) {
            shared.onLimit().run();
        } else if (taken < batch.count()) {
            resting = true;
            putBack(batch.first() + taken);
        }
    }

    private void deliver(Batch batch) {
        int shown = sendLines(batch);
        if (shown == 0 && batch.encoded(states).lines() > 0) {
            shown = sendLinesAndStates(batch);
        }
        out.meters.of(stream.name()).delivered(shown, batch.count() - shown);
    }

    /** Sends the lines that are shown, if no state is among them; returns how many. */
    private int sendLines(Batch batch) {
        Encoded lines = batch.encoded(new LinesEncoder(stream.epoch(), shared.filter(), open));
        if (lines.after() instanceof LineState after) {
            open = after;
        }
        if (lines.lines() > 0) {
            announced = batch.next();
            out.send(messages.linesHead(), lines.bytes());
        }
        return lines.lines();
    }

    /** Sends the lines before, between and after the gateway's own records, and those. */
    private int sendLinesAndStates(Batch batch) {
        int shown = 0;
        int from = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (JsonRecord.isState(batch, i)) {
                shown += from < i ? sendLines(batch.slice(from, i)) : 0;
                from = i + 1;
                shown++;
                announced = batch.first() + from;
                out.send(messages.state(batch, i));
            }
        }
        return shown + (from < batch.count() ? sendLines(batch.slice(from, batch.count())) : 0);
    }

    /** Says where its position has come to, if that was past what the client is not shown. */
    void announce() {
        if (cursor != null && !over && cursor.next() > announced && !out.socket.isFull()) {
            announced = cursor.next();
            out.send(messages.position(announced - 1));
        }
    }

    @Override
    public void onCompletion() {
        Ending ending = cursor == null ? null : cursor.ending();
        finish(ending == null ? Ending.ENDED : ending);
    }

    @Override
    public void onFailure(Throwable failure) {
        out.meters.failed(stream.name().value(), failure);
        finish(Ending.ERROR);
    }

    /** The gateway stops. One that is live and may have more gets its last lines. */
    private void drain(Subscription reading) {
        boolean gets = !resting && !out.socket.isFull();
        if (!over && !(gets && reading.endLive(Ending.DRAIN))) {
            finish(Ending.DRAIN);
        }
    }

    /** Ends it after its last whole message; only the first reason counts. */
    void finish(Ending ending) {
        if (over) {
            return;
        }
        over = true;
        permit.close();
        out.meters.ended(ending);
        if (cursor != null) {
            cursor.cancel();
        }
        // Not before the last bytes are out: the gateway's stop waits for those.
        out.send(messages.end(ending), () -> closed(ending));
        shared.onEnd().accept(this, ending);
    }

    private void closed(Ending ending) {
        if (subscription != null) {
            subscription.close(ending);
        }
    }
}
