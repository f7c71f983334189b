package dev.tailrace.source.tail;

import dev.tailrace.model.Origin;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Hands on what the log does not have yet: after a kill, the first bytes of each origin are left
 * out as far as they are in the log. Only on the loop's thread.
 */
final class Handover {
    private static final List<Origin> PRODUCERS = List.of(Origin.STDOUT, Origin.STDERR);

    private final SourceItems items;

    /** How many of the next bytes of an origin the log has. */
    private final Map<Origin, Long> known = new EnumMap<>(Origin.class);

    private boolean skipping;
    private boolean uncommitted;

    Handover(SourceItems items) {
        this.items = items;
    }

    /** Leaves out the first bytes after {@code place}, which {@code resumed} is about. */
    void leaveOut(TailPlace place, Resumed resumed) {
        for (Origin origin : PRODUCERS) {
            known.put(origin, place.known().getOrDefault(origin, 0L) + resumed.bytes(origin));
        }
        skipping = known.values().stream().anyMatch(left -> left > 0);
    }

    /** Hands on everything of {@code origin} from now on: what the log has is not here. */
    void leaveOutNothing(Origin origin) {
        known.remove(origin);
        skipping = known.values().stream().anyMatch(left -> left > 0);
    }

    /** How many bytes of {@code origin} are yet to be left out. */
    private long toLeaveOut(Origin origin) {
        return known.getOrDefault(origin, 0L);
    }

    /** How many bytes of each origin are yet to be left out, where there are any. */
    Map<Origin, Long> toLeaveOut() {
        Map<Origin, Long> left = new EnumMap<>(known);
        left.values().removeIf(bytes -> bytes == 0);
        return left;
    }

    /** Whether the log has more than what was read again up to here. */
    boolean isLeavingOut() {
        return skipping;
    }

    /** Whether more may be read. */
    boolean hasDemand() {
        return items.hasDemand();
    }

    /** Bytes of when they were read. */
    void bytes(Origin origin, byte[] bytes, int offset, int length) {
        int skipped = skipping ? leaveOut(origin, length) : 0;
        if (length > skipped) {
            items.emit(SourceItem.Chunk.read(origin, bytes, offset + skipped, length - skipped));
        }
    }

    /** Bytes with a time of their own, which readers see after {@link #commit}. */
    void bytes(Origin origin, long time, byte[] bytes, int offset, int length) {
        int skipped = skipping ? leaveOut(origin, length) : 0;
        if (length > skipped) {
            items.emit(
                    SourceItem.Chunk.at(time, origin, bytes, offset + skipped, length - skipped));
            uncommitted = true;
        }
    }

    /** Bytes without a time among others that have one, as {@link SourceItem.Chunk#untimed}. */
    void untimed(Origin origin, long first, byte[] bytes, int offset, int length) {
        int skipped = skipping ? leaveOut(origin, length) : 0;
        if (length > skipped) {
            items.emit(
                    SourceItem.Chunk.untimed(
                            first, origin, bytes, offset + skipped, length - skipped));
            uncommitted = true;
        }
    }

    private int leaveOut(Origin origin, int length) {
        long left = toLeaveOut(origin);
        int skipped = (int) Math.min(left, length);
        if (skipped > 0) {
            known.put(origin, left - skipped);
            skipping = known.values().stream().anyMatch(each -> each > 0);
        }
        return skipped;
    }

    void commit() {
        if (uncommitted) {
            uncommitted = false;
            items.emit(new SourceItem.Commit());
        }
    }

    /** An unfinished line does not go on. */
    void end(Origin origin) {
        commit();
        items.emit(new SourceItem.End(origin));
    }
}
