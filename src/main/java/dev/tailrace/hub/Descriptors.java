package dev.tailrace.hub;

import dev.tailrace.source.FileLimit;
import java.util.function.LongSupplier;

/**
 * Says once when few files more can be opened, and once when that is over. The keeper's thread.
 *
 * <pre>
 *   ENOUGH --less is left than all connections leave--> SHORT --somewhat more--> ENOUGH
 * </pre>
 */
final class Descriptors {
    private static final System.Logger LOG = System.getLogger(Descriptors.class.getName());

    /**
     * Connections leave an eighth, and a third of what libraries have open (cli.DescriptorLimit).
     */
    private static final int LEFT_BY_CONNECTIONS = 64;

    private final long limit;
    private final long few;
    private final LongSupplier free;
    private boolean isShort;

    Descriptors() {
        this(FileLimit.get(), FileLimit::free);
    }

    Descriptors(long limit, LongSupplier free) {
        this.limit = limit;
        this.few = limit / 8 + LEFT_BY_CONNECTIONS;
        this.free = free;
    }

    /** Looks how many there are now; returns whether they are short. */
    boolean look() {
        long now = free.getAsLong();
        if (!isShort && now < few) {
            isShort = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Of {0,number,#} files that may be open (ulimit -Hn) {1,number,#} are left:"
                            + " connections beyond them are closed at once, and streams cannot be"
                            + " opened.",
                    limit,
                    now);
        } else if (isShort && now >= few + limit / 32) {
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
