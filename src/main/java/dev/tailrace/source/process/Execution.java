package dev.tailrace.source.process;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Origin;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import java.util.List;

/**
 * A command that has been started, as its {@link ProcessRun} needs it. Only on the loop's thread,
 * but for {@link #pid}, {@link #signal} and {@link #kill}.
 */
interface Execution {
    /**
     * What it prints to, as the gateway reads it.
     *
     * @param terminal whether it is a terminal, which no spool can take
     */
    record Output(Origin origin, Descriptor readingEnd, boolean terminal) {}

    /** Its standard output and error, which the run takes over to read and to close. */
    List<Output> outputs();

    /** The command's, or that of what starts it as long as it has none. */
    int pid();

    /** Whether a gateway before this one has started it. */
    boolean isReattached();

    /**
     * Has {@code running} run once its pid is known, and {@code exited} once it has exited; also at
     * once.
     */
    void watch(SourceTasks tasks, Runnable running, Runnable exited);

    /** Sends {@code signal} to the command and its group: whether there was one to send it to. */
    boolean signal(int signal);

    /** SIGKILL to the command and its group. */
    void kill();

    /**
     * How it ended, after it has exited.
     *
     * @throws SourceException if that cannot be known
     */
    ExitStatus status();

    /** After it has exited: all that it wrote has been read, but for what it left behind. */
    void letGo();

    /** The gateway stops, and the command goes on. */
    void leave();

    /** Nobody will read it, nor stop it: one that this gateway has started is killed. */
    void abandon();

    /** What there is of it on disk is of no more use. */
    void remove();
}
