package dev.tailrace.hub;

import dev.tailrace.model.Reasons;
import dev.tailrace.source.FileLimit;
import java.util.function.LongSupplier;

/**
 * Says why logs cannot be read. What the system has failed with is one sentence; a fault of the
 * gateway has its trace. Of the files that may be open it is said once when few are left, once when
 * one could not be opened, and not by each reader, and once when that is over. Any thread.
 *
 * <pre>
 *   ENOUGH --no more is left than streams leave--> SHORT --one could not be opened--> NONE
 *    ^  `---------------------one could not be opened--------------------------------^ |
 *    `-------------------------somewhat more is left-----------------------------------'
 * </pre>
 */
public final class ReadFailures {
    private static final System.Logger LOG = System.getLogger(ReadFailures.class.getName());

    /** So that it is not said again for each connection that comes and goes. */
    private static final int ENOUGH = FileLimit.LEFT_BY_STREAMS + 16;

    /** How many more files can be opened. */
    enum Left {
        ENOUGH,
        SHORT,
        NONE
    }

    private final long limit;
    private final LongSupplier free;
    private Left left = Left.ENOUGH;

    ReadFailures() {
        this(FileLimit.get(), FileLimit::free);
    }

    ReadFailures(long limit, LongSupplier free) {
        this.limit = limit;
        this.free = free;
    }

    /** Looks how many more files can be opened now. */
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

    /**
     * Says why one cannot be read.
     *
     * @param log as a sentence names it
     */
    public void say(String log, Throwable failure) {
        if (Reasons.isOutOfFiles(failure)) {
            outOfFiles();
        } else if (Reasons.system(failure) != null) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} cannot be read: {1}.",
                    log,
                    Reasons.of(failure));
        } else {
            LOG.log(System.Logger.Level.ERROR, log + " cannot be read", failure);
        }
    }

    /** A file could not be opened, as so many are open. */
    public synchronized void outOfFiles() {
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
