package dev.tailrace.source.process;

import dev.tailrace.source.Boot;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.Libc;
import dev.tailrace.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts commands that are held by a shell, and takes over those that were. Any thread. */
final class Holding {
    private Holding() {}

    /**
     * Starts a command, in {@code folder}, which is not there yet.
     *
     * @throws SourceException if that cannot be; then nothing is left behind
     */
    static HeldExecution start(ProcessSpec spec, HeldFolder folder) {
        CommandLookup.require(spec);
        folder.make();
        List<OutputPipe> outputs = List.of();
        Descriptor bell = null;
        try {
            outputs = OutputPipe.make(folder.stdout(), folder.stderr());
            bell = Fifo.openToRead(folder.bell());
            folder.makeJournal();
            Child shell = new Child(spawn(spec, folder, outputs), true);
            return held(folder, outputs, bell, Optional.of(shell), Journal.of(""));
        } catch (SourceException e) {
            outputs.forEach(OutputPipe::discard);
            if (bell != null) {
                bell.close();
            }
            folder.delete();
            throw e;
        }
    }

    private static int spawn(ProcessSpec spec, HeldFolder folder, List<OutputPipe> outputs) {
        List<Descriptor> given = new ArrayList<>();
        try {
            for (OutputPipe output : outputs) {
                given.add(output.openForCommand(spec.runsAs()));
            }
            given.add(Spawn.openForCommand(folder.journal(), Libc.O_WRONLY | Libc.O_APPEND));
            given.add(Spawn.openForCommand(folder.journal(), Libc.O_RDONLY));
            given.add(Spawn.openForCommand(folder.bell()));
            given.add(Spawn.openForCommand(folder.release()));
            List<String> command = Spawn.withEnvironmentThatShellsDrop(spec);
            return Spawn.start(spec.with(HeldFolder.holding(command, Boot.id())), given);
        } finally {
            given.forEach(Descriptor::close);
        }
    }

    /**
     * Takes over what a gateway before has started in {@code folder}, which {@link
     * HeldFolder#isTaken} has found.
     *
     * @throws SourceException if what it needs is not there
     */
    static HeldExecution takeOver(HeldFolder folder) {
        List<OutputPipe> outputs = OutputPipe.open(folder.stdout(), folder.stderr());
        try {
            Descriptor bell = Fifo.openToRead(folder.bell());
            return held(folder, outputs, bell, Optional.empty(), folder.read(""));
        } catch (SourceException e) {
            outputs.forEach(output -> output.readingEnd().close());
            throw e;
        }
    }

    private static HeldExecution held(
            HeldFolder folder,
            List<OutputPipe> outputs,
            Descriptor bell,
            Optional<Child> shell,
            Journal journal) {
        List<Execution.Output> read = outputs.stream().map(OutputPipe::output).toList();
        return new HeldExecution(folder, read, bell, shell, journal);
    }
}
