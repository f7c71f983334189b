package dev.tailrace.face.ws;

import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.face.Admission;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.Wire;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.StreamRemoved;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.Flow;
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
    private static final StateFinder STATES = new StateFinder();

    private final Connection connection;
    private final Group group;
    private final Budget budget;
    private final LogStream stream;
    private final RecordFilter filter;
    private final Admission.Permit permit;
    private final LinesEncoder encoder;
    private final ReaderMessages messages;
    private @Nullable Subscription subscription;
    private @Nullable Cursor cursor;
    private boolean queued;
    private boolean asked;
    private boolean resting;

    /** Changed on the event loop; other threads ask whether it is still wanted. */
    private volatile boolean over;

    private long announced;

    WsSubscription(
            Connection connection,
            Group group,
            Budget budget,
            LogStream stream,
            RecordFilter filter,
            Admission.Permit permit) {
        this.connection = connection;
        this.group = group;
        this.budget = budget;
        this.stream = stream;
        this.filter = filter;
        this.permit = permit;
        this.encoder = new LinesEncoder(stream.epoch(), filter);
        this.messages = new ReaderMessages(group.id(), stream.name(), stream.epoch());
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
        connection.opening();
        try {
            var _ =
                    stream.readers()
                            .subscribe(request, connection.eventLoop(), () -> !over)
                            .whenCompleteAsync(this::opened, connection.eventLoop());
        } catch (RuntimeException e) {
            opened(null, e);
        }
    }

    private void opened(@Nullable Subscription found, @Nullable Throwable failure) {
        connection.opened();
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
        announced = cursor.next();
        connection.send(
                messages.hello(
                        new Wire.Joined(
                                stream.name(),
                                stream.epoch(),
                                stream.first(),
                                stream.next(),
                                announced,
                                found.resumption()),
                        connection.heartbeatSeconds()));
        connection.written();
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
        if (cursor != null && !over && !asked && !resting) {
            connection.turns().add(this);
        }
    }

    /** Whether it is to be put in the queue: it is in there once. */
    boolean enqueue() {
        boolean first = !queued;
        queued = true;
        return first;
    }

    /** It is its turn. */
    void ask() {
        queued = false;
        if (cursor == null || over || asked) {
            return;
        }
        if (budget.isPaused()) {
            resting = true;
        } else {
            asked = true;
            cursor.request(1, connection.piece());
        }
    }

    @Override
    public void onItem(Delivery delivery) {
        asked = false;
        if (budget.isPaused()) {
            resting = true;
            putBack(delivery);
        } else if (connection.isFull()) {
            putBack(delivery);
        } else {
            switch (delivery) {
                case Delivery.Records(Batch batch) -> records(batch);
                case Delivery.Lost(Gap gap) -> lost(gap);
            }
        }
        connection.written();
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
        connection.meters().lost(stream.name(), gap);
        announced = gap.to() + 1;
        connection.send(messages.gap(gap));
    }

    private void records(Batch batch) {
        int taken = budget.take(batch, filter);
        if (taken > 0) {
            deliver(batch.slice(0, taken));
        }
        if (budget.isSpent()) {
            group.finish(Ending.LIMIT);
        } else if (taken < batch.count()) {
            resting = true;
            putBack(batch.first() + taken);
        }
    }

    private void deliver(Batch batch) {
        int shown = sendLines(batch);
        if (shown == 0 && batch.encoded(STATES).lines() > 0) {
            shown = sendLinesAndStates(batch);
        }
        connection.meters().of(stream.name()).delivered(shown, batch.count() - shown);
    }

    /** Sends the lines that are shown, if no state is among them; returns how many. */
    private int sendLines(Batch batch) {
        Encoded lines = batch.encoded(encoder);
        if (lines.lines() > 0) {
            announced = batch.next();
            connection.send(messages.linesHead(), lines.bytes());
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
                connection.send(messages.state(batch, i));
            }
        }
        return shown + (from < batch.count() ? sendLines(batch.slice(from, batch.count())) : 0);
    }

    /** Says where its position has come to, if that was past what the client is not shown. */
    void announce() {
        if (cursor != null && !over && cursor.next() > announced && !connection.isFull()) {
            announced = cursor.next();
            connection.send(messages.position(announced - 1));
        }
    }

    @Override
    public void onCompletion() {
        Ending ending = cursor == null ? null : cursor.ending();
        finish(ending == null ? Ending.ENDED : ending);
    }

    @Override
    public void onFailure(Throwable failure) {
        connection.meters().failed(stream.name().value(), failure);
        finish(Ending.ERROR);
    }

    /** The gateway stops. Who is live and may have more gets its last lines. */
    private void drain(Subscription reading) {
        boolean gets = !resting && !connection.isFull();
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
        connection.meters().ended(ending);
        if (cursor != null) {
            cursor.cancel();
        }
        // Not before the last bytes are out: who waits for the readers waits for those.
        connection.send(messages.end(ending), () -> closed(ending));
        group.ended(this, ending);
    }

    private void closed(Ending ending) {
        if (subscription != null) {
            subscription.close(ending);
        }
    }
}
