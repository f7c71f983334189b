package dev.tailrace.cursor;

import dev.tailrace.model.Ending;
import dev.tailrace.model.StreamName;
import java.util.ArrayList;
import java.util.List;
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
public final class Merge extends OnDemand<Merge.Part> {
    /** A delivery, and the stream that it is of. */
    public record Part(StreamName stream, Delivery delivery) {}

    private final List<MergeMember> members = new ArrayList<>();
    private Consumer<StreamName> whenRemoved = _ -> {};
    private @Nullable Ending closed;

    /**
     * Adds a cursor.
     *
     * @param historyEnd the seq before which records are merged by time
     */
    public void add(StreamName stream, StreamCursor cursor, long historyEnd) {
        if (ending() != null) {
            cursor.cancel();
            return;
        }
        MergeMember member = new MergeMember(stream, cursor, historyEnd, this::serve);
        members.add(member);
        if (isSubscribed()) {
            member.start();
            serve();
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
        serve();
    }

    /** It cannot go on. */
    @Override
    public void fail(Throwable failure) {
        super.fail(failure);
    }

    @Override
    void begin() {
        // One that is over at once leaves when all have started.
        members.forEach(MergeMember::start);
    }

    /** What the heads of its members keep from being forgotten, in bytes. */
    public long heldBytes() {
        return members.stream().mapToLong(MergeMember::heldBytes).sum();
    }

    /**
     * Holds nothing until its reader asks again: then what it held is read once more. Only while
     * nothing is asked for.
     */
    public void rest() {
        members.forEach(MergeMember::rest);
    }

    @Override
    boolean step() {
        MergeMember over = firstOver();
        if (over != null) {
            return left(over);
        }
        if (members.isEmpty() && closed != null) {
            return complete(closed);
        }
        if (!hasDemand()) {
            return false;
        }
        members.forEach(member -> member.ask(piece()));
        MergeMember earliest = firstOver() == null ? earliest() : null;
        return earliest == null
                ? firstOver() != null
                : emit(new Part(earliest.stream(), earliest.take(latestFor(earliest))));
    }

    private @Nullable MergeMember firstOver() {
        for (MergeMember member : members) {
            if (member.isOver()) {
                return member;
            }
        }
        return null;
    }

    /** One that could not go on takes the others along: the reader of all is to know. */
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

    @Override
    void letGo() {
        members.forEach(member -> member.cursor().cancel());
        members.clear();
    }
}
