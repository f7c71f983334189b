package dev.tailrace.log;

import static dev.tailrace.log.LogModel.require;

import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.Flow;

/**
 * What a face is to a cursor: it asks, filters, and has all that it gets checked by the model.
 * Delivered, filtered and lost are what was published, from its start on.
 */
final class ModelCursor implements MultiSubscriber<Delivery> {
    private final Cursor cursor;
    private final StreamLog log;
    private final LogModel model;
    private final Overflow overflow;
    private final RecordFilter filter;
    private final long start;
    private long end = Long.MAX_VALUE;
    private long next;
    private long asked;
    private long delivered;
    private long filtered;
    private long lost;
    private boolean wasLive;
    private int joins;
    private boolean completed;

    ModelCursor(
            Cursor cursor, StreamLog log, LogModel model, Overflow overflow, RecordFilter filter) {
        this.cursor = cursor;
        this.log = log;
        this.model = model;
        this.overflow = overflow;
        this.filter = filter;
        this.start = cursor.next();
        this.next = start;
        cursor.subscribe(this);
    }

    void request(long deliveries) {
        asked = asked + deliveries < 0 ? Long.MAX_VALUE : asked + deliveries;
        cursor.request(deliveries);
    }

    /** Ends it before the record {@code seq}, if it has not come so far. */
    void endBefore(long seq) {
        end = Math.max(next, Math.min(end, seq));
        cursor.endBefore(seq, Ending.UNTIL);
    }

    void cancel() {
        cursor.cancel();
    }

    boolean isOver() {
        return cursor.ending() != null;
    }

    /** The seq of the record that it lacks. */
    long next() {
        return next;
    }

    RecordFilter filter() {
        return filter;
    }

    Overflow overflow() {
        return overflow;
    }

    /** How often it has gone over from files to memory. */
    int joins() {
        return joins;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {}

    @Override
    public void onItem(Delivery delivery) {
        require(!isOver(), "something comes after the end: " + delivery);
        require(--asked >= 0, "something comes that nobody asked for: " + delivery);
        switch (delivery) {
            case Delivery.Records(Batch batch) -> take(batch);
            case Delivery.Lost(Gap gap) -> lose(gap);
        }
        require(next <= end, "goes on to " + next + ", beyond " + end);
        require(cursor.next() == next, "says " + cursor.next() + " and is at " + next);
        joins += !wasLive && !cursor.isReplaying() ? 1 : 0;
        wasLive = !cursor.isReplaying();
    }

    private void take(Batch batch) {
        model.checkRecords(next, batch);
        for (int i = 0; i < batch.count(); i++) {
            if (filter.accepts(batch, i)) {
                delivered++;
            } else {
                filtered++;
            }
        }
        next = batch.next();
    }

    private void lose(Gap gap) {
        require(gap.from() == next, "wanted " + next + " and got " + gap);
        if (gap.reason() == GapReason.OVERFLOW) {
            require(overflow == Overflow.LATEST, "nobody chose to lose " + gap);
            require(gap.to() == Math.min(log.next(), end) - 1, "not now: " + gap);
        } else {
            model.checkMissing(next, gap.to());
            require(gap.to() < log.recent().first(), "in memory, and in " + gap);
        }
        boolean retained = gap.reason() == GapReason.RETENTION;
        require(!retained || gap.to() < log.first(), "kept from " + log.first() + " on: " + gap);
        lost += gap.lines();
        next = gap.to() + 1;
    }

    @Override
    public void onFailure(Throwable failure) {
        throw new AssertionError("a cursor fails at " + next, failure);
    }

    @Override
    public void onCompletion() {
        require(!completed, "it is over twice");
        completed = true;
        Ending ending = cursor.ending();
        require(ending != Ending.ENDED || next == log.next(), "ends too early: " + this);
    }

    /** It had demand for all there is, and nobody has anything left to do. */
    void checkAtEnd() {
        require(delivered + filtered + lost == next - start, "not all is accounted for: " + this);
        Ending ending = cursor.ending();
        require(completed || ending == Ending.GONE, "it does not end: " + this);
        switch (ending) {
            case ENDED -> {}
            case UNTIL -> require(next == end, "ends elsewhere: " + this);
            case OVERFLOW -> require(overflow == Overflow.CLOSE, "nobody chose that: " + this);
            case null, default -> require(ending == Ending.GONE, "" + this);
        }
    }

    @Override
    public String toString() {
        return "from %d to %d: %d delivered, %d filtered, %d lost; %s, %s, end %d"
                .formatted(start, next, delivered, filtered, lost, overflow, cursor.ending(), end);
    }
}
