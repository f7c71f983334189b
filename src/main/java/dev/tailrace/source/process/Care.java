package dev.tailrace.source.process;

import java.time.Duration;

/**
 * How the command is run.
 *
 * @param grace from SIGTERM to SIGKILL, when it is stopped
 * @param drainAfterExit how long others may hold its outputs once it has exited
 * @param restart when it is started again
 * @param reattach whether it outlives the gateway
 * @param takeOver whether one that a gateway before has started is taken instead, or refused
 */
public record Care(
        Duration grace,
        Duration drainAfterExit,
        Restart restart,
        boolean reattach,
        boolean takeOver) {
    /**
     * How long a command has after SIGTERM; half of what Docker and a sixth of what Kubernetes
     * give.
     */
    public static final Duration GRACE = Duration.ofSeconds(5);

    /**
     * How long the outputs of a command that has exited may stay open, because what it left in the
     * background holds them. Long enough for a pipeline's last words, short enough to be waited
     * for.
     */
    public static final Duration DRAIN_AFTER_EXIT = Duration.ofSeconds(1);

    /** Run once, with the gateway. */
    public static Care once(Duration grace) {
        return new Care(grace, DRAIN_AFTER_EXIT, Restart.NEVER, false, false);
    }
}
