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
 * @param mayFail whether one that cannot be started has failed, which is an event, and is tried
 *     again as {@code restart} has it; else it is an error of the caller
 */
public record ProcessPolicy(
        Duration grace,
        Duration drainAfterExit,
        Restart restart,
        boolean reattach,
        boolean takeOver,
        boolean mayFail) {
    /**
     * How long a command has after SIGTERM; half of what Docker and a sixth of what Kubernetes
     * give.
     */
    public static final Duration GRACE = Duration.ofSeconds(5);

    /** Run once, with the gateway. */
    public static ProcessPolicy once(Duration grace, Duration drainAfterExit) {
        return new ProcessPolicy(grace, drainAfterExit, Restart.NEVER, false, false, false);
    }
}
