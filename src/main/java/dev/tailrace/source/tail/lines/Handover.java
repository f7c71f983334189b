package dev.tailrace.source.tail.lines;

import dev.tailrace.model.Origin;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItem.Timed;
import dev.tailrace.source.SourceItems;
import java.util.EnumMap;
import java.util.Map;

/**
 * Hands on what the log does not have yet: after a kill, the first bytes of each origin are left
 * out as far as they are in the log. Only on the loop's thread.
 */
public final class Handover {
    private final SourceItems items;

    /** How many of the next bytes of an origin the log has, where there are any. */
    private final Map<Origin, Long> known = new EnumMap<>(Origin.class);

    private boolean uncommitted;

    public Handover(SourceItems items) {
        this.items = items;
    }

    /** Leaves out the next {@code bytes} of {@code origin}, which the log has. */
    public void leaveOut(Origin origin, long bytes) {
        if (bytes > 0) {
            known.put(origin, bytes);
        } else {
            known.remove(origin);
        }
    }

    /** How many bytes of each origin are yet to be left out, where there are any. */
    public Map<Origin, Long> toLeaveOut() {
        return new EnumMap<>(known);
    }

    /** Whether the log has more than what was read again up to here. */
    public boolean isLeavingOut() {
        return !known.isEmpty();
    }

    /** Whether more may be read. */
    public boolean hasDemand() {
        return items.hasDemand();
    }

    /**
     * Hands on {@code bytes[offset..offset + length)}, as a {@link SourceItem.Chunk}. What has not
     * been {@link Timed#READ} plainly readers see after {@link #commit}.
     */
    void bytes(Timed timed, long time, Origin origin, byte[] bytes, int offset, int length) {
        int skipped = known.isEmpty() ? 0 : skip(origin, length);
        if (length > skipped) {
            items.emit(
                    new SourceItem.Chunk(
                            origin, timed, time, bytes, offset + skipped, length - skipped));
            uncommitted |= timed != Timed.READ;
        }
    }

    private int skip(Origin origin, int length) {
        long left = known.getOrDefault(origin, 0L);
        int skipped = (int) Math.min(left, length);
        leaveOut(origin, left - skipped);
        return skipped;
    }

    /** Lets readers see what was handed on. */
    public void commit() {
        if (uncommitted) {
            uncommitted = false;
            items.emit(new SourceItem.Commit());
        }
    }

    /** An unfinished line does not go on. */
    public void end() {
        commit();
        items.emit(new SourceItem.End(Origin.STDOUT));
        items.emit(new SourceItem.End(Origin.STDERR));
    }
}
