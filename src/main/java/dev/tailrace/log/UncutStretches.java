package dev.tailrace.log;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one segment in stretches that are not cut, from any record on or up to it. One thread. */
interface UncutStretches extends Closeable {
    /**
     * A stretch that has the record {@code seq}: near its end if {@code backwards}, else near its
     * beginning; null if nothing tells where that is, or it does not fit.
     */
    @Nullable Uncut at(long seq, boolean backwards) throws IOException;
}
