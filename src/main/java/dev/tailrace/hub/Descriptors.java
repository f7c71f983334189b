package dev.tailrace.hub;

import dev.tailrace.source.FileLimit;
import java.util.function.LongSupplier;

/**
 * Says once when few files more can be opened, once when one could not be, and once when that is
 * over. Any thread.
 *
 * <pre>
 *   ENOUGH --no more is left than streams leave--> SHORT --one could not be opened--> NONE
 *    ^  `---------------------one could not be opened--------------------------------^ |
 *    `-------------------------somewhat more is left-----------------------------------'
 * </pre>
 */
final class Descriptors {
    private static final System.Logger LOG = System.getLogger(Descriptors.class.getName());

    /** So that it is not said again for each connection that comes and goes. */
    private static final int ENOUGH = FileLimit.LEFT_BY_STREAMS + 16;

    /** How many are left. */
    enum Left {
        ENOUGH,
        SHORT,
        NONE
    }

    private final long limit;
    private final LongSupplier free;
    private Left left = Left.ENOUGH;

    Descriptors() {
        this(FileLimit.get(), FileLimit::free);
    }

    Descriptors(long limit, LongSupplier free) {
        this.limit = limit;
        this.free = free;
    }

    /** Looks how many there are now. */
    synchronized Left look() {
        long now = free.getAsLong();
        if (left == Left.ENOUGH && now <= FileLimit.LEFT_BY_STREAMS) {
            left = Left.SHORT;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Of {0,number,#} files that may be open (ulimit -Hn) {1,number,#} are left: no"
                            + " stream can be opened, and with {2,number,#} left connections are"
                            + " closed at once.",
                    limit,
                    now,
                    FileLimit.LEFT_BY_CONNECTIONS);
        } else if (left != Left.ENOUGH && now >= ENOUGH) {
            left = Left.ENOUGH;
            LOG.log(
                    System.Logger.Level.INFO,
                    "Files can be opened again: {0,number,#} of {1,number,#} are left.",
                    now,
                    limit);
        }
        return left;
    }

    /** One could not be opened. */
    synchronized void none() {
        if (left != Left.NONE) {
            left = Left.NONE;
            LOG.log(
                    System.Logger.Level.ERROR,
                    "None of {0,number,#} files that may be open (ulimit -Hn) is left: history"
                            + " cannot be read. Readers of it end with the reason error, and new"
                            + " ones are refused.",
                    limit);
        }
    }
}
