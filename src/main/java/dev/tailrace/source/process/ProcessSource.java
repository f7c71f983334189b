package dev.tailrace.source.process;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Linux;
import dev.tailrace.source.Opening;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command, again and again if it is to, and reads its standard output and error, each exact
 * and in order; between the two no order is kept. Any thread.
 *
 * <pre>
 *   start --> run --(exited)--> waiting --(backoff is over, or startNow)--> run
 *               \                  \
 *                `-(exited for good)`-(stop)---------------------------> over
 * </pre>
 */
public final class ProcessSource implements Source {
    private final ProcessSpec spec;
    private final Path folder;
    private final HeldFolder held;
    private final IngestLoop loop;
    private final ProcessPolicy policy;
    private final NextStart next;
    private final SourceTasks tasks;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final SourceItems items;
    private volatile @Nullable Opening stream;
    private volatile @Nullable ProcessRun run;
    private volatile boolean stopping;

    /**
     * @param folder where FIFOs are, and what outlives the gateway; made where it is missing
     */
    public ProcessSource(ProcessSpec spec, Path folder, IngestLoop loop, ProcessPolicy policy) {
        this(spec, folder, loop, policy, new Backoff(Backoff.FIRST, System::nanoTime));
    }

    ProcessSource(
            ProcessSpec spec, Path folder, IngestLoop loop, ProcessPolicy policy, Backoff backoff) {
        this.spec = spec;
        this.folder = folder;
        this.held = HeldFolder.in(folder);
        this.loop = loop;
        this.policy = policy;
        this.tasks =
                new SourceTasks(
                        loop,
                        "command '" + OsText.shown(spec.command().getFirst()) + "'",
                        this::failed);
        this.items = new SourceItems(tasks, this::wanted, this::stop);
        this.next = new NextStart(policy, backoff, tasks, items, this::startAgain);
        var _ = exit.whenComplete((_, _) -> tasks.execute(items::complete));
    }

    @Override
    public String kind() {
        return "process";
    }

    /** One that a gateway before has started goes on in the middle of its line. */
    @Override
    public boolean outlivesGateway() {
        return held.isTaken();
    }

    /**
     * Starts the command, or goes on with one that a gateway before has started; its first event is
     * Started or Reattached, its last Exited.
     *
     * @throws CommandException if there is no such command, or it cannot be executed, and that is
     *     not to be an event
     * @throws SourceException if something else is missing; either way nothing is left behind
     */
    @Override
    public SourceItems open(Opening of) {
        Linux.require();
        stream = of;
        try {
            launch(held.isTaken() ? takeOver() : startCommand());
        } catch (SourceException e) {
            if (!policy.mayFail()) {
                exit.completeExceptionally(e);
                throw e;
            }
            tasks.execute(() -> notStarted(e));
        }
        return items;
    }

    /** It has failed, for now or for good. Only on the loop's thread. */
    private void notStarted(SourceException why) {
        String reason = String.valueOf(why.getMessage());
        Optional<Duration> again = next.after(null, stopping);
        if (again.isPresent()) {
            tell(new SourceEvent.Failed(reason, again));
            next.await();
        } else {
            tell(new SourceEvent.Failed(reason));
            exit.completeExceptionally(why);
        }
    }

    private void tell(SourceEvent event) {
        items.emit(new SourceItem.Event(event));
    }

    private Execution takeOver() {
        HeldExecution found = Holding.takeOver(held);
        if (!policy.takeOver()) {
            found.abandon();
            throw new SourceException(
                    "process %s, which another gateway has started, still writes to this stream"
                            .formatted(found.pid()));
        }
        return found;
    }

    private Execution startCommand() {
        spec.requireWorkingFolder();
        var _ = spec.runsAs();
        makeFolder(folder);
        if (spec.session() == Session.TERMINAL) {
            return PtyExecution.start(spec);
        }
        return policy.reattach() ? Holding.start(spec, held) : OwnExecution.start(spec, folder);
    }

    private void launch(Execution execution) {
        ProcessRun started =
                new ProcessRun(
                        spec.command(),
                        execution,
                        items,
                        Objects.requireNonNull(stream),
                        loop,
                        policy.drainAfterExit(),
                        status -> next.after(status.orElse(null), stopping));
        run = started;
        next.started();
        var _ = started.exit().whenComplete(this::ended);
        try {
            started.launch();
        } catch (SourceException e) {
            run = null;
            throw e;
        }
    }

    private void ended(@Nullable ExitStatus status, @Nullable Throwable failure) {
        if (next.isAnnounced() && !stopping) {
            next.await();
        } else {
            if (next.isAnnounced()) {
                endWaiting();
            }
            over(status, failure);
        }
    }

    private void over(@Nullable ExitStatus status, @Nullable Throwable failure) {
        if (status == null) {
            exit.completeExceptionally(
                    Objects.requireNonNullElse(failure, new SourceException("it was let go")));
        } else {
            exit.complete(status);
        }
    }

    /** After all that it has been announced to be started again. */
    private void endWaiting() {
        next.cancel();
        tell(new SourceEvent.Ended());
    }

    private void startAgain() {
        try {
            launch(startCommand());
        } catch (SourceException e) {
            notStarted(e);
        }
    }

    private void wanted() {
        ProcessRun running = run;
        if (!next.wanted() && running != null) {
            running.tasks().execute(running::resume);
        }
    }

    private void failed(String reason) {
        ProcessRun running = run;
        if (running != null && !running.exit().isDone()) {
            running.fail(reason);
            return;
        }
        tell(new SourceEvent.Failed(reason));
        exit.completeExceptionally(new SourceException(reason));
    }

    /**
     * Starts a command now that waits to be started again.
     *
     * @return whether there was one, in time
     */
    public CompletionStage<Boolean> startNow() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        tasks.execute(() -> done.complete(next.startNow()));
        return done;
    }

    /** Where to write what is typed for a command that has a terminal of its own. */
    public Optional<OutputStream> typing() {
        ProcessRun running = run;
        return running != null && running.execution() instanceof PtyExecution terminal
                ? Optional.of(terminal.typing())
                : Optional.empty();
    }

    /**
     * Sends {@code signal} to the command and all of its group.
     *
     * @return whether it was sent; not before the start, nor after the end
     */
    public boolean signal(int signal) {
        ProcessRun running = run;
        return running != null && running.execution().signal(signal);
    }

    /**
     * How the command ended for good, after its last item. Fails with what {@link #open} threw, and
     * if how it ended is not known.
     */
    public CompletionStage<ExitStatus> exit() {
        return exit.minimalCompletionStage();
    }

    /** SIGTERM to the group, SIGKILL after the grace; completes as {@link #exit} does. */
    @Override
    public CompletionStage<Void> stop() {
        return stop(running -> running.stop(policy.grace()));
    }

    /** A command that outlives the gateway goes on; another is stopped. */
    @Override
    public CompletionStage<Void> leave() {
        return stop(running -> {
            if (policy.reattach() && running.execution() instanceof HeldExecution) {
                running.leave();
            } else {
                running.stop(policy.grace());
            }
        });
    }

    private CompletionStage<Void> stop(Consumer<ProcessRun> how) {
        if (stream == null) {
            return CompletableFuture.completedStage(null);
        }
        if (!stopping) {
            stopping = true;
            tasks.execute(() -> stopOnLoop(how));
        }
        return exit.handle((_, _) -> null).thenCompose(_ -> items.over());
    }

    private void stopOnLoop(Consumer<ProcessRun> how) {
        ProcessRun last = run;
        if (last != null && !last.exit().isDone()) {
            how.accept(last);
        } else if (next.isAwaited()) {
            endWaiting();
            if (last == null) {
                over(null, null);
            } else {
                var _ = last.exit().whenComplete(this::over);
            }
        }
    }

    private static void makeFolder(Path folder) {
        try {
            OwnerOnly.makeFolders(folder);
        } catch (IOException e) {
            throw new SourceException(
                    "folder " + OsText.shown(folder) + " cannot be made: " + Reasons.of(e));
        }
    }
}
