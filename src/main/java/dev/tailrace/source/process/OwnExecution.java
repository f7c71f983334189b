package dev.tailrace.source.process;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A command that is the gateway's own child. */
class OwnExecution implements Execution {
    private static final int SIGKILL = 9;

    private final Child child;
    private final List<Output> outputs;
    private final Runnable removal;

    /**
     * @param removal removes what there is of the outputs beside their reading ends
     */
    OwnExecution(Child child, List<Output> outputs, Runnable removal) {
        this.child = child;
        this.outputs = outputs;
        this.removal = removal;
    }

    /**
     * Starts it, with FIFOs in {@code folder}.
     *
     * @throws SourceException if that cannot be; then nothing is left behind
     */
    static OwnExecution start(ProcessSpec spec, Path folder) {
        String run = Long.toHexString(ThreadLocalRandom.current().nextLong());
        List<OutputPipe> pipes =
                OutputPipe.make(
                        folder.resolve(run + ".stdout.fifo"), folder.resolve(run + ".stderr.fifo"));
        try {
            return new OwnExecution(
                    new Child(spawn(spec, pipes), spec.session() == Session.OWN),
                    pipes.stream().map(OutputPipe::output).toList(),
                    () -> pipes.forEach(OutputPipe::unlink));
        } catch (SourceException e) {
            pipes.forEach(OutputPipe::discard);
            throw e;
        }
    }

    private static int spawn(ProcessSpec spec, List<OutputPipe> outputs) {
        List<Descriptor> writingEnds = new ArrayList<>();
        try {
            for (OutputPipe output : outputs) {
                writingEnds.add(output.openForCommand(spec.runsAs()));
            }
            return Spawn.start(spec, writingEnds);
        } finally {
            writingEnds.forEach(Descriptor::close);
        }
    }

    @Override
    public List<Output> outputs() {
        return outputs;
    }

    @Override
    public int pid() {
        return child.pid();
    }

    @Override
    public boolean isReattached() {
        return false;
    }

    @Override
    public void watch(SourceTasks tasks, Runnable running, Runnable exited) {
        child.whenExited(tasks, exited);
        running.run();
    }

    @Override
    public boolean signal(int signal) {
        return child.signal(signal);
    }

    @Override
    public void kill() {
        child.signal(SIGKILL);
    }

    @Override
    public ExitStatus status() {
        return child.reap();
    }

    @Override
    public void letGo() {
        // Nobody else holds its outputs for the gateway's sake.
    }

    /** It would be nobody's: it is only left alone by a gateway that dies. */
    @Override
    public void leave() {
        throw new IllegalStateException("a command that is not held is stopped with the gateway");
    }

    @Override
    public void abandon() {
        kill();
        outputs.forEach(output -> output.readingEnd().close());
        remove();
    }

    @Override
    public void remove() {
        removal.run();
    }
}
