package dev.tailrace.source.process;

/** To which session and process group a command belongs (credentials(7)). */
public enum Session {
    /**
     * One of its own, with a group that has its number: no terminal's keys reach it, and the group
     * is all that it has started.
     */
    OWN,
    /**
     * The gateway's, and its group: to a shell they are one job, so that a terminal's keys stop,
     * continue and interrupt both, and whichever reads the terminal from the background stops.
     */
    GATEWAYS,
    /**
     * One of its own, in a terminal of its own, which is its standard input, output and error: it
     * behaves as if somebody used it there.
     */
    TERMINAL
}
