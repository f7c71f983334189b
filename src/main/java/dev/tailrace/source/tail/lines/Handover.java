package dev.tailrace.source.tail.lines;

import dev.tailrace.model.Origin;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItem.Timed;
import dev.tailrace.source.SourceItems;

/** Hands on lines, which readers see together. Only on the loop's thread. */
public final class Handover {
    private final SourceItems items;
    private boolean uncommitted;

    public Handover(SourceItems items) {
        this.items = items;
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
        items.emit(new SourceItem.Chunk(origin, timed, time, bytes, offset, length));
        uncommitted |= timed != Timed.READ;
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
