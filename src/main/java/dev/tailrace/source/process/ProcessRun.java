package dev.tailrace.source.process;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.LossReason;
import dev.tailrace.model.OsText;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Opening;
import dev.tailrace.source.PipeReader;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A command from its start to its end. Only on the loop's thread.
 *
 * <pre>
 *   starting --> reading --(exited)--> draining --(both FIFOs ended, or time is up)--> over: Exited
 *       \___________\___________________\_______(a task failed)----------------------> over: Failed
 *        \___________\____(leave)----------------------------------------------------> over
 * </pre>
 *
 * <p>A failure ends the reading, not the command: that goes on until it is stopped, or its FIFOs
 * are full.
 */
final class ProcessRun {
    private static final int SIGTERM = 15;

    /** The same for one that is stopped, with all of its group: nobody waits for its last words. */
    private static final Duration DRAIN_AFTER_STOP = Duration.ofSeconds(1);

    private final List<String> command;
    private final Execution execution;
    private final List<PipeReader> readers;
    private final SourceItems items;
    private final Duration drainAfterExit;
    private final Function<Optional<ExitStatus>, Optional<Duration>> backoff;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final SourceTasks tasks;
    private @Nullable Future<?> deadline;
    private @Nullable Future<?> kill;
    private boolean stopping;
    private boolean exited;
    private boolean over;

    /**
     * @param backoff told how the command has ended, if that is known: after how long it is started
     *     again
     */
    ProcessRun(
            List<String> command,
            Execution execution,
            SourceItems items,
            Opening stream,
            IngestLoop loop,
            Duration drainAfterExit,
            Function<Optional<ExitStatus>, Optional<Duration>> backoff) {
        this.command = command;
        this.execution = execution;
        this.items = items;
        this.drainAfterExit = drainAfterExit;
        this.backoff = backoff;
        String name =
                "command '" + OsText.shown(command.getFirst()) + "' (" + execution.pid() + ")";
        this.tasks = new SourceTasks(loop, name, this::fail);
        this.readers = execution.outputs().stream().map(output -> reader(output, stream)).toList();
    }

    private PipeReader reader(Execution.Output output, Opening stream) {
        return new PipeReader(
                output.readingEnd(),
                output.origin(),
                tasks,
                items,
                output.terminal() ? null : stream.spool(output.origin()),
                this::finishIfEnded);
    }

    SourceTasks tasks() {
        return tasks;
    }

    Execution execution() {
        return execution;
    }

    /** Completes after its last item, and once the command has exited. */
    CompletableFuture<ExitStatus> exit() {
        return exit;
    }

    /**
     * Begins on the loop. Any thread.
     *
     * @throws SourceException if the loop has been shut down: a command that was just started is
     *     killed, as nobody could stop it later
     */
    void launch() {
        try {
            tasks.execute(this::begin);
        } catch (RejectedExecutionException e) {
            execution.abandon();
            throw new SourceException(
                    tasks.name()
                            + (execution.isReattached() ? " is not read" : " was killed")
                            + ": the gateway is stopping");
        }
    }

    /** The exit is watched first, so that it is learnt of even if the rest fails. */
    private void begin() {
        execution.watch(tasks, this::running, this::exited);
    }

    private void running() {
        int pid = execution.pid();
        items.emit(
                new SourceItem.Event(
                        execution.isReattached()
                                ? new SourceEvent.Reattached(pid)
                                : new SourceEvent.Started(pid, command)));
        readers.forEach(PipeReader::start);
    }

    /** SIGTERM, and SIGKILL after {@code grace} if that did not end it. */
    void stop(Duration grace) {
        if (!exit.isDone()) {
            stopping = true;
            execution.signal(SIGTERM);
            kill = tasks.after(grace, execution::kill);
            if (deadline != null) {
                finishAfter(DRAIN_AFTER_STOP);
            }
        }
    }

    /** Lets go of a command that is to outlive the gateway; one that has exited is over soon. */
    void leave() {
        if (!exited && !over) {
            over = true;
            closeReaders();
            execution.leave();
            exit.cancel(false);
        }
    }

    /** What was in a FIFO when the command exited is at most a full one, and comes first. */
    private void exited() {
        exited = true;
        if (over) {
            settle();
        } else {
            drain(() -> {
                execution.letGo();
                finishIfEnded();
                finishAfter(stopping ? DRAIN_AFTER_STOP : drainAfterExit);
            });
        }
    }

    /** Reads what is in the FIFOs, as there is demand: first the one, and then the other. */
    private void drain(Runnable then) {
        drain(readers.iterator(), then);
    }

    private static void drain(Iterator<PipeReader> left, Runnable then) {
        if (left.hasNext()) {
            left.next().drain(Fifo.CAPACITY, () -> drain(left, then));
        } else {
            then.run();
        }
    }

    /** There is demand again. */
    void resume() {
        readers.forEach(PipeReader::resume);
    }

    private void finishAfter(Duration atMost) {
        cancel(deadline);
        if (!over) {
            deadline = tasks.after(atMost, () -> drain(this::finish));
        }
    }

    private void finishIfEnded() {
        if (exited && readers.stream().noneMatch(PipeReader::isOpen)) {
            finish();
        }
    }

    private void finish() {
        if (!over) {
            ExitStatus status = execution.status();
            end(() -> new SourceEvent.Exited(status, backoff.apply(Optional.of(status))));
        }
    }

    /** It cannot be read any more; nothing if it is over. */
    void fail(String reason) {
        if (!over) {
            end(() ->
                    new SourceEvent.Failed(
                            reason, exited ? backoff.apply(Optional.empty()) : Optional.empty()));
        }
    }

    private void end(Supplier<SourceEvent> event) {
        over = true;
        List<String> leftOpen =
                readers.stream()
                        .filter(PipeReader::isOpen)
                        .map(reader -> reader.origin().text())
                        .toList();
        closeReaders();
        try {
            items.endLines();
            if (exited && !leftOpen.isEmpty()) {
                String what = String.join(" and ", leftOpen) + " of " + tasks.name();
                items.emit(
                        new SourceItem.Event(new SourceEvent.Lost(LossReason.LEFT_OPEN, what, -1)));
            }
            items.emit(new SourceItem.Event(event.get()));
        } finally {
            if (exited) {
                settle();
            }
        }
    }

    private void closeReaders() {
        cancel(deadline);
        readers.forEach(PipeReader::close);
    }

    private void settle() {
        cancel(kill);
        execution.remove();
        try {
            exit.complete(execution.status());
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
