package dev.tailrace.cursor;

import dev.tailrace.model.Ending;
import dev.tailrace.model.StreamName;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One cursor or several as one {@code Multi}: history merged by time, what comes after it as it
 * comes. Members may join at any time. Confined to the cursors' owner; it can be subscribed to
 * once.
 *
 * <pre>
 *   demand --> each without a head is asked for one
 *   Cursor --> Member.head --the earliest, as far as no other is--> Part
 *   Cursor --> Member.head --'
 * </pre>
 *
 * A member that has not come to the end of its history is waited for: only its head tells whether
 * it is the earliest. One that has is not, since it may be quiet for ever. Nothing is asked for
 * without demand, so that a single member holds nothing.
 */
public final class Merge extends AbstractMulti<Merge.Part> implements Flow.Subscription {
    /** A delivery, and the stream that it is of. */
    public record Part(StreamName stream, Delivery delivery) {}

    private final List<MergeMember> members = new ArrayList<>();
    private Consumer<StreamName> whenRemoved = _ -> {};
    private @Nullable MultiSubscriber<? super Part> subscriber;
    private boolean subscribed;
    private long demand;
    private int piece = Cursor.PIECE_BYTES;
    private @Nullable Ending closed;
    private boolean resting;
    private boolean draining;
    private @Nullable Ending ending;

    /**
     * Adds a cursor.
     *
     * @param historyEnd the seq before which records are merged by time
     */
    public void add(StreamName stream, Cursor cursor, long historyEnd) {
        if (ending != null) {
            cursor.cancel();
            return;
        }
        MergeMember member = new MergeMember(this, stream, cursor, historyEnd);
        members.add(member);
        if (subscriber != null) {
            member.start();
            drain();
        }
    }

    /** Has {@code task} run when all has been handed out of a stream that has been removed. */
    public void onRemoved(Consumer<StreamName> task) {
        whenRemoved = task;
    }

    /**
     * No more will be added: it ends with its last member.
     *
     * @param why why it ends if it has none
     */
    public void close(Ending why) {
        closed = why;
        drain();
    }

    /** It cannot go on. */
    public void fail(Throwable failure) {
        MultiSubscriber<? super Part> told = subscriber;
        end(Ending.ERROR);
        if (told != null) {
            told.onFailure(failure);
        }
    }

    /** Why it is over, once it is. */
    public @Nullable Ending ending() {
        return ending;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Part> downstream) {
        if (subscribed) {
            Subscriptions.fail(
                    downstream, new IllegalStateException("a merge can be subscribed to once"));
            return;
        }
        subscribed = true;
        // One that is over at once leaves when all have started.
        members.forEach(MergeMember::start);
        subscriber = downstream;
        downstream.onSubscribe(this);
        drain();
    }

    @Override
    public void request(long parts) {
        if (parts <= 0) {
            fail(new IllegalArgumentException(parts + " is a non-positive subscription request"));
        } else {
            demand = Subscriptions.add(demand, parts);
            drain();
        }
    }

    /** As {@link #request(long)}, by a reader that takes less than usual at a time from now on. */
    public void request(long parts, int bytes) {
        piece = bytes;
        resting = false;
        request(parts);
    }

    /** What the heads of its members keep from being forgotten, in bytes. */
    public long heldBytes() {
        return members.stream().mapToLong(MergeMember::heldBytes).sum();
    }

    /**
     * Holds nothing until its reader asks again by {@link #request(long, int)}: then what it held
     * is read once more. Only while nothing is asked for.
     */
    public void rest() {
        resting = true;
        members.forEach(MergeMember::rest);
    }

    /** Whether what comes is to be put back. */
    boolean isResting() {
        return resting;
    }

    @Override
    public void cancel() {
        end(Ending.GONE);
    }

    /** A member has a head, or is over. */
    void drain() {
        if (draining || subscriber == null) {
            return;
        }
        draining = true;
        try {
            boolean more = true;
            while (more && ending == null) {
                more = step();
            }
        } catch (RuntimeException | Error e) {
            // Nothing would wake its reader any more.
            fail(e);
        } finally {
            draining = false;
        }
    }

    private boolean step() {
        MergeMember over = firstOver();
        if (over != null) {
            return left(over);
        }
        if (members.isEmpty() && closed != null) {
            return complete(closed);
        }
        if (demand == 0) {
            return false;
        }
        members.forEach(member -> member.ask(piece));
        MergeMember earliest = firstOver() == null ? earliest() : null;
        if (earliest != null) {
            demand--;
            deliver(earliest);
        }
        return earliest != null || firstOver() != null;
    }

    private void deliver(MergeMember earliest) {
        Delivery part = earliest.take(latestFor(earliest));
        if (subscriber != null) {
            subscriber.onItem(new Part(earliest.stream(), part));
        }
    }

    private @Nullable MergeMember firstOver() {
        for (MergeMember member : members) {
            if (member.isOver()) {
                return member;
            }
        }
        return null;
    }

    /** One that could not go on takes the others along: who reads them all has a right to know. */
    private boolean left(MergeMember member) {
        Throwable failure = member.failure();
        if (failure != null) {
            fail(failure);
            return false;
        }
        members.remove(member);
        Ending why = member.ending();
        if (why == Ending.OVERFLOW || (members.isEmpty() && closed != null)) {
            return complete(why);
        }
        if (why == Ending.REMOVED) {
            whenRemoved.accept(member.stream());
        }
        return true;
    }

    /** The member whose head comes next; null while one that must be waited for has none. */
    private @Nullable MergeMember earliest() {
        MergeMember earliest = null;
        for (MergeMember member : members) {
            if (!member.hasHead()) {
                if (!member.isPastHistory()) {
                    return null;
                }
            } else if (earliest == null || member.headTime() < earliest.headTime()) {
                earliest = member;
            }
        }
        return earliest;
    }

    /** The time up to which no other head comes before {@code earliest}'s records. */
    private long latestFor(MergeMember earliest) {
        long latest = Long.MAX_VALUE;
        boolean inHistory = !earliest.isPastHistory();
        for (MergeMember member : members) {
            if (member != earliest && member.hasHead()) {
                inHistory |= !member.isPastHistory();
                latest = Math.min(latest, member.headTime());
            }
        }
        return inHistory ? latest : Long.MAX_VALUE;
    }

    private boolean complete(Ending why) {
        MultiSubscriber<? super Part> told = subscriber;
        end(why);
        if (told != null) {
            told.onCompletion();
        }
        return false;
    }

    private void end(Ending why) {
        if (ending == null) {
            ending = why;
            subscriber = null;
            members.forEach(member -> member.cursor().cancel());
            members.clear();
        }
    }
}
