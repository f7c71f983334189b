package dev.tailrace.cursor;

import dev.tailrace.model.Ending;
import dev.tailrace.model.StreamName;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Several cursors as one {@code Multi}: history merged by time, what comes after it as it comes.
 * Members may join at any time. Confined to the cursors' owner; it can be subscribed to once.
 *
 * <pre>
 *   Cursor --one delivery ahead--> Member.head --the earliest, as far as no other is--> Part
 *   Cursor --one delivery ahead--> Member.head --'
 * </pre>
 *
 * A member that has not come to the end of its history is waited for: only its head tells whether
 * it is the earliest. One that has is not, since it may be quiet for ever.
 */
public final class Merge extends AbstractMulti<Merge.Part> implements Flow.Subscription {
    /** A delivery, and the stream that it is of. */
    public record Part(StreamName stream, Delivery delivery) {}

    private final List<MergeMember> members = new ArrayList<>();
    private @Nullable MultiSubscriber<? super Part> subscriber;
    private long demand;
    private int piece = Cursor.PIECE_BYTES;
    private boolean closed;
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
        if (resting) {
            member.rest();
        }
        if (subscriber != null) {
            member.start();
        }
    }

    /** No more will be added: it ends with its last member. */
    public void close() {
        closed = true;
        drain();
    }

    /** It cannot go on. */
    public void fail(Throwable failure) {
        if (ending == null) {
            end(Ending.ERROR);
            if (subscriber != null) {
                subscriber.onFailure(failure);
            }
        }
    }

    /** Why it is over, once it is. */
    public @Nullable Ending ending() {
        return ending;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Part> downstream) {
        if (subscriber != null) {
            throw new IllegalStateException("a merge can be subscribed to once");
        }
        subscriber = downstream;
        downstream.onSubscribe(this);
        all(MergeMember::start);
        drain();
    }

    private void all(Consumer<MergeMember> step) {
        boolean before = draining;
        draining = true;
        List.copyOf(members).forEach(step);
        draining = before;
    }

    @Override
    public void request(long parts) {
        demand = demand + parts < 0 ? Long.MAX_VALUE : demand + parts;
        drain();
    }

    /** As {@link #request(long)}, by a reader that takes less than usual at a time from now on. */
    public void request(long parts, int bytes) {
        piece = bytes;
        if (resting) {
            resting = false;
            all(MergeMember::wake);
        }
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
        if (members.isEmpty() && closed) {
            return complete(Ending.ENDED);
        }
        MergeMember earliest = demand == 0 ? null : earliest();
        if (earliest == null) {
            return false;
        }
        Delivery part = earliest.take(latestFor(earliest), piece);
        demand--;
        if (subscriber != null) {
            subscriber.onItem(new Part(earliest.stream(), part));
        }
        earliest.refill();
        return true;
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
        if (why == Ending.OVERFLOW || (members.isEmpty() && closed)) {
            return complete(why);
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
        end(why);
        if (subscriber != null) {
            subscriber.onCompletion();
        }
        return false;
    }

    private void end(Ending why) {
        if (ending == null) {
            ending = why;
            members.forEach(member -> member.cursor().cancel());
            members.clear();
        }
    }
}
