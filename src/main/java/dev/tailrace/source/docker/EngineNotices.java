package dev.tailrace.source.docker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Says in the gateway's own log, and counts, what comes with a container's output and is not its.
 *
 * @param name the container as a sentence names it
 */
record EngineNotices(String name, DockerCounts counts) {
    private static final Logger LOG = System.getLogger(EngineNotices.class.getName());

    /** The engine says {@code text} in the middle of the output. */
    void notice(String text) {
        counts.notices.increment();
        LOG.log(
                Level.WARNING,
                "{0}: the engine says in its log, which is not kept: {1}",
                name,
                text);
    }

    /** The engine no longer has the lines that came next. */
    void removed() {
        counts.removed.increment();
        LOG.log(
                Level.WARNING,
                "{0}: the engine has removed lines that came after those that the stream has: some"
                        + " are lost, and those around them may be stored twice.",
                name);
    }
}
