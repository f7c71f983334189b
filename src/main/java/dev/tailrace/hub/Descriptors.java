package dev.tailrace.hub;

import dev.tailrace.source.FileLimit;
import java.util.function.LongSupplier;

/**
 * Says once when few files more can be opened, and once when that is over. The keeper's thread.
 *
 * <pre>
 *   ENOUGH --no more is left than streams leave--> SHORT --somewhat more--> ENOUGH
 * </pre>
 */
final class Descriptors {
    private static final System.Logger LOG = System.getLogger(Descriptors.class.getName());

    /** So that it is not said again for each connection that comes and goes. */
    private static final int ENOUGH = FileLimit.LEFT_BY_STREAMS + 16;

    private final long limit;
    private final LongSupplier free;
    private boolean isShort;

    Descriptors() {
        this(FileLimit.get(), FileLimit::free);
    }

    Descriptors(long limit, LongSupplier free) {
        this.limit = limit;
        this.free = free;
    }

    /** Looks how many there are now; returns whether they are short. */
    boolean look() {
        long now = free.getAsLong();
        if (!isShort && now <= FileLimit.LEFT_BY_STREAMS) {
            isShort = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Of {0,number,#} files that may be open (ulimit -Hn) {1,number,#} are left: no"
                            + " stream can be opened, and with {2,number,#} left connections are"
                            + " closed at once.",
                    limit,
                    now,
                    FileLimit.LEFT_BY_CONNECTIONS);
        } else if (isShort && now >= ENOUGH) {
            isShort = false;
            LOG.log(
                    System.Logger.Level.INFO,
                    "Files can be opened again: {0,number,#} of {1,number,#} are left.",
                    now,
                    limit);
        }
        return isShort;
    }
}
