package dev.tailrace.cli;

import dev.tailrace.source.FileLimit;
import dev.tailrace.source.Linux;
import dev.tailrace.user.LaunchException;

/**
 * The least limit on open files that a gateway starts with. Any thread.
 *
 * <pre>
 *   0 | own, streams, connections | connections alone: 16 | what serves them: 96 | limit
 * </pre>
 */
final class DescriptorLimit {
    /** Of libraries, event loops and the gateway itself, before there is a stream. */
    private static final int OWN = 48;

    /** Enough to be of use: of five. */
    private static final int FIRST_STREAMS = 16;

    /** The least. */
    static final long LEAST = OWN + FIRST_STREAMS + FileLimit.LEFT_BY_STREAMS;

    private DescriptorLimit() {}

    /**
     * Returns if this process may open enough files.
     *
     * @throws LaunchException if not
     */
    static void require() {
        Linux.require();
        require(FileLimit.get());
    }

    static void require(long limit) {
        if (limit < LEAST) {
            throw new LaunchException(sentence(limit));
        }
    }

    /** Why a gateway does not start with this limit. */
    static String sentence(long limit) {
        return "the limit on open files is "
                + limit
                + " (ulimit -Hn): the gateway needs at least "
                + LEAST
                + ", one more for each further connection and up to three more for each stream.";
    }
}
