package dev.tailrace.source.process;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.PipeReader;
import dev.tailrace.source.Poller;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A command from its start to its end. Only on the loop's thread.
 *
 * <pre>
 *   reading --(exited)--> draining --(both FIFOs ended, or time is up)--> over: Exited
 *       \___________________\_______(a task failed)---------------------> over: Failed
 * </pre>
 *
 * <p>A failure ends the reading, not the command: that goes on until it is stopped, or its FIFOs
 * are full.
 */
final class ProcessRun {
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final ProcessSpec spec;
    private final Child child;
    private final List<OutputPipe> pipes;
    private final List<PipeReader> readers;
    private final ChunkSink sink;
    private final Poller poller;
    private final Duration drainAfterExit;
    private final CompletableFuture<ExitStatus> exit;
    private final SourceTasks tasks;
    private @Nullable Future<?> deadline;
    private @Nullable Future<?> kill;
    private boolean exited;
    private boolean over;

    /**
     * @param pipes of stdout and stderr
     * @param exit completed after the last call to {@code sink}, and once the command has exited
     */
    ProcessRun(
            ProcessSpec spec,
            Child child,
            List<OutputPipe> pipes,
            ChunkSink sink,
            IngestLoop loop,
            Poller poller,
            Duration drainAfterExit,
            CompletableFuture<ExitStatus> exit) {
        this.spec = spec;
        this.child = child;
        this.pipes = pipes;
        this.sink = sink;
        this.poller = poller;
        this.drainAfterExit = drainAfterExit;
        this.exit = exit;
        String name = "command '" + spec.command().getFirst() + "' (" + child.pid() + ")";
        this.tasks = new SourceTasks(loop, name, this::fail);
        this.readers = pipes.stream().map(this::reader).toList();
    }

    private PipeReader reader(OutputPipe pipe) {
        return new PipeReader(
                pipe.readingEnd(), pipe.origin(), tasks, poller, sink, this::finishIfEnded);
    }

    SourceTasks tasks() {
        return tasks;
    }

    Child child() {
        return child;
    }

    /**
     * Begins on the loop. Any thread.
     *
     * @throws SourceException if the loop has been shut down: the command is killed, as nobody
     *     could stop it later
     */
    void launch() {
        try {
            tasks.execute(this::begin);
        } catch (RejectedExecutionException e) {
            child.signal(SIGKILL);
            throw new SourceException(tasks.name() + " was killed: the gateway is stopping");
        }
    }

    /** The exit is watched first, so that it is learnt of even if the rest fails. */
    private void begin() {
        child.whenExited(poller, tasks, this::exited);
        sink.event(new SourceEvent.Started(child.pid(), spec.command()));
        readers.forEach(PipeReader::start);
    }

    /** SIGTERM, and SIGKILL after {@code grace} if that did not end it. */
    void stop(Duration grace) {
        if (!exit.isDone()) {
            child.signal(SIGTERM);
            kill = tasks.after(grace, () -> child.signal(SIGKILL));
        }
    }

    private void exited() {
        exited = true;
        if (over) {
            settle();
        } else {
            deadline = tasks.after(drainAfterExit, this::drainAndFinish);
            finishIfEnded();
        }
    }

    private void finishIfEnded() {
        if (exited && readers.stream().noneMatch(PipeReader::isOpen)) {
            finish();
        }
    }

    /** What was in a FIFO when the command exited is at most a full one, and comes first. */
    private void drainAndFinish() {
        readers.forEach(reader -> reader.drain(Fifo.CAPACITY));
        finish();
    }

    private void finish() {
        if (!over) {
            ExitStatus status = child.reap();
            over = true;
            closePipes();
            try {
                endBoth();
                sink.event(new SourceEvent.Exited(status));
            } finally {
                settle();
            }
        }
    }

    private void fail(String reason) {
        if (!over) {
            over = true;
            closePipes();
            try {
                endBoth();
                sink.event(new SourceEvent.Failed(reason));
            } finally {
                if (exited) {
                    settle();
                }
            }
        }
    }

    private void endBoth() {
        sink.end(Origin.STDOUT);
        sink.end(Origin.STDERR);
    }

    private void closePipes() {
        cancel(deadline);
        readers.forEach(PipeReader::close);
        pipes.forEach(OutputPipe::unlink);
    }

    private void settle() {
        cancel(kill);
        try {
            exit.complete(child.reap());
        } catch (SourceException e) {
            exit.completeExceptionally(e);
        }
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
