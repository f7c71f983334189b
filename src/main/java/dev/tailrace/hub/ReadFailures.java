package dev.tailrace.hub;

import dev.tailrace.model.Reasons;

/**
 * Says why logs cannot be read. What the system has failed with is one sentence; a fault of the
 * gateway has its trace. That as many files are open as may be is said once, and not by each
 * reader: see {@link Descriptors}. Any thread.
 */
public final class ReadFailures {
    private static final System.Logger LOG = System.getLogger(ReadFailures.class.getName());

    private final Descriptors descriptors;

    ReadFailures(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    /**
     * Says it.
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
    public void outOfFiles() {
        descriptors.none();
    }
}
