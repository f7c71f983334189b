package dev.tailrace.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one segment forward, a stretch at a time, whatever its form. One thread at a time. */
interface Stretches extends Closeable {
    /** The seq of the record that the next stretch begins with. */
    long next();

    /** Goes to a stretch that holds {@code seq}, or that comes before it and is near. */
    void seek(long seq) throws IOException;

    /** Goes to a stretch in which a record may be the first at {@code time} or after it. */
    void seekTime(long time) throws IOException;

    /** The records and gaps of the next stretch; null if nothing whole follows, or not yet. */
    @Nullable List<ReadResult> read() throws IOException;
}
