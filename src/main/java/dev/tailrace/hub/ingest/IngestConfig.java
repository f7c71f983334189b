package dev.tailrace.hub.ingest;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code tailrace.ingest}: how sources are read. */
public interface IngestConfig {
    /**
     * Threads that read, frame and append; 0 is half the cores. Each moves more than a million
     * lines a second.
     */
    @WithDefault("0")
    int loops();

    /** An unfinished line of standard output is shown as a part after this much quiet. */
    @WithDefault("250ms")
    Duration flushAfter();

    /**
     * How far in the future the time may lie that a producer tells; beyond it the record gets the
     * clock's. Times in a stream only rise, so that all records after it would get such a time too.
     * The clock of a machine that nobody sets drifts by as much in a year.
     */
    @WithDefault("10m")
    Duration maxAhead();

    /** How long a command may take to end after SIGTERM before it gets SIGKILL. */
    @WithDefault("5s")
    Duration stopGrace();

    /**
     * How long the outputs of a command that has ended are read on, if what it left in the
     * background holds them. Then its run is over, with a gap "left-open". Long enough for the last
     * words of a pipeline, short enough to be waited for by a restart.
     */
    @WithDefault("5s")
    Duration drainAfterExit();

    /**
     * Whether the record of a command's start has its arguments, which every reader of the stream
     * then sees, passwords among them; else it has only their number.
     */
    @WithDefault("false")
    boolean showArguments();
}
