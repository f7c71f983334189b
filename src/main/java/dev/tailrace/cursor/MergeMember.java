package dev.tailrace.cursor;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.StreamName;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One cursor of a {@link Merge}, and the one delivery of it that waits for its turn. */
final class MergeMember implements MultiSubscriber<Delivery> {
    /** A gap has no time: it comes before anything else. */
    private static final long AT_ONCE = Long.MIN_VALUE;

    private final StreamName stream;
    private final StreamCursor cursor;
    private final long historyEnd;
    private final Runnable changed;
    private @Nullable Delivery head;
    private boolean asked;

    /** Whether what comes is to be put back. */
    private boolean resting;

    private boolean completed;
    private @Nullable Throwable failure;

    /**
     * @param changed told when it has a head, or is over
     */
    MergeMember(StreamName stream, StreamCursor cursor, long historyEnd, Runnable changed) {
        this.stream = stream;
        this.cursor = cursor;
        this.historyEnd = historyEnd;
        this.changed = changed;
    }

    void start() {
        cursor.subscribe(this);
    }

    /** Asks for a head of about {@code bytes}, unless it has one, or has asked already. */
    void ask(int bytes) {
        resting = false;
        if (head == null && !completed && !asked) {
            asked = true;
            cursor.request(1, bytes);
        }
    }

    StreamName stream() {
        return stream;
    }

    StreamCursor cursor() {
        return cursor;
    }

    boolean hasHead() {
        return head != null;
    }

    long headTime() {
        return head instanceof Delivery.Records(Batch batch) ? batch.time(0) : AT_ONCE;
    }

    /** Whether all that there was when it joined has been handed out. */
    boolean isPastHistory() {
        return switch (head) {
            case null -> completed || cursor.next() >= historyEnd;
            case Delivery.Records(Batch batch) -> batch.first() >= historyEnd;
            case Delivery.Lost(Gap gap) -> gap.from() >= historyEnd;
        };
    }

    /**
     * What is handed out now: of the head what is not later than {@code latest}, at least a record.
     */
    Delivery take(long latest) {
        Delivery whole = Objects.requireNonNull(head);
        head = null;
        if (!(whole instanceof Delivery.Records(Batch batch))) {
            return whole;
        }
        int end =
                latest == Long.MAX_VALUE
                        ? batch.count()
                        : Math.max(1, batch.countBefore(latest + 1));
        if (end == batch.count()) {
            return whole;
        }
        head = new Delivery.Records(batch.slice(end, batch.count()));
        return new Delivery.Records(batch.slice(0, end));
    }

    /** What its head keeps from being forgotten, in bytes. */
    long heldBytes() {
        return head instanceof Delivery.Records(Batch batch) ? batch.bytes().length : 0;
    }

    /**
     * Puts its head back, and what comes before it is asked again. What is over cannot come again.
     */
    void rest() {
        resting = true;
        Delivery now = head;
        if (now != null && !completed) {
            head = null;
            putBack(now);
        }
    }

    private void putBack(Delivery delivery) {
        cursor.putBack(
                switch (delivery) {
                    case Delivery.Records(Batch batch) -> batch.first();
                    case Delivery.Lost(Gap gap) -> gap.from();
                });
    }

    /** Whether it has nothing more to hand out. */
    boolean isOver() {
        return completed && head == null;
    }

    /** Why it could not go on. */
    @Nullable Throwable failure() {
        return failure;
    }

    Ending ending() {
        Ending why = cursor.ending();
        return why == null ? Ending.ENDED : why;
    }

    @Override
    public void onSubscribe(Flow.Subscription itself) {
        // The first head is asked for when all that signals it is set.
    }

    @Override
    public void onItem(Delivery delivery) {
        asked = false;
        if (resting) {
            putBack(delivery);
        } else {
            head = delivery;
            changed.run();
        }
    }

    @Override
    public void onCompletion() {
        completed = true;
        changed.run();
    }

    @Override
    public void onFailure(Throwable why) {
        failure = why;
        completed = true;
        changed.run();
    }
}
