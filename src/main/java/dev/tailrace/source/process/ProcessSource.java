package dev.tailrace.source.process;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Origin;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Linux;
import dev.tailrace.source.Poller;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command once and reads its standard output and error, each exact and in order; between the
 * two no order is kept. Any thread.
 */
public final class ProcessSource implements Source {
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

    private final ProcessSpec spec;
    private final Path fifoFolder;
    private final IngestLoop loop;
    private final Poller poller;
    private final Duration grace;
    private final Duration drainAfterExit;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile @Nullable ProcessRun run;

    /** With {@link #GRACE} and {@link #DRAIN_AFTER_EXIT}. */
    public ProcessSource(ProcessSpec spec, Path fifoFolder, IngestLoop loop, Poller poller) {
        this(spec, fifoFolder, loop, poller, GRACE, DRAIN_AFTER_EXIT);
    }

    /**
     * @param fifoFolder where the two FIFOs of the run are; made where it is missing
     * @param grace from SIGTERM to SIGKILL, when it is stopped
     * @param drainAfterExit how long others may hold its outputs once it has exited
     */
    public ProcessSource(
            ProcessSpec spec,
            Path fifoFolder,
            IngestLoop loop,
            Poller poller,
            Duration grace,
            Duration drainAfterExit) {
        this.spec = spec;
        this.fifoFolder = fifoFolder;
        this.loop = loop;
        this.poller = poller;
        this.grace = grace;
        this.drainAfterExit = drainAfterExit;
    }

    @Override
    public String kind() {
        return "process";
    }

    /**
     * Starts the command; its first event is Started, its last Exited.
     *
     * @throws CommandException if there is no such command, or it cannot be executed
     * @throws SourceException if something else is missing; either way nothing is left behind
     */
    @Override
    public void start(ChunkSink sink) {
        Linux.require();
        spec.workingFolder().ifPresent(ProcessSource::requireFolder);
        makeFolder(fifoFolder);
        List<OutputPipe> pipes = new ArrayList<>();
        try {
            ProcessRun started = spawn(pipes, sink);
            run = started;
            started.launch();
        } catch (SourceException e) {
            run = null;
            pipes.forEach(OutputPipe::discard);
            exit.completeExceptionally(e);
            throw e;
        }
    }

    private ProcessRun spawn(List<OutputPipe> pipes, ChunkSink sink) {
        String name = Long.toHexString(ThreadLocalRandom.current().nextLong());
        pipes.add(OutputPipe.make(fifoFolder, name, Origin.STDOUT));
        pipes.add(OutputPipe.make(fifoFolder, name, Origin.STDERR));
        int pid = Spawn.start(spec, pipes.get(0).path(), pipes.get(1).path());
        return new ProcessRun(
                spec, new Child(pid), pipes, sink, loop, poller, drainAfterExit, exit);
    }

    /**
     * Sends {@code signal} to the command and all of its group.
     *
     * @return whether it was sent; not before the start, nor after the end
     */
    public boolean signal(int signal) {
        ProcessRun running = run;
        return running != null && running.child().signal(signal);
    }

    /**
     * How the command ended, after Exited has been handed on. Fails with what {@link #start} threw,
     * and if someone else took the status.
     */
    public CompletionStage<ExitStatus> exit() {
        return exit.minimalCompletionStage();
    }

    /** SIGTERM to the group, SIGKILL after the grace; completes as {@link #exit} does. */
    @Override
    public CompletionStage<Void> stop() {
        ProcessRun running = run;
        if (running == null) {
            return CompletableFuture.completedStage(null);
        }
        if (stopping.compareAndSet(false, true)) {
            running.tasks().execute(() -> running.stop(grace));
        }
        return exit.handle((status, failure) -> null);
    }

    private static void requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SourceException(
                    "working folder "
                            + folder
                            + (Files.exists(folder) ? " is not a folder" : " does not exist"));
        }
        if (!Files.isExecutable(folder)) {
            throw new SourceException("working folder " + folder + " may not be entered");
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new SourceException("folder " + folder + " cannot be made: " + e);
        }
    }
}
