package dev.tailrace.source.process;

import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.Boot;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.Libc;
import dev.tailrace.source.SourceException;
import java.io.IOException;
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
        List<OutputPipe> outputs = new ArrayList<>();
        Descriptor bell = null;
        try {
            outputs.add(OutputPipe.make(folder.path(), "stdout.fifo", Origin.STDOUT));
            outputs.add(OutputPipe.make(folder.path(), "stderr.fifo", Origin.STDERR));
            bell = Fifo.openToRead(folder.bell());
            folder.makeJournal();
            Child shell = new Child(spawn(spec, folder, outputs), true);
            return new HeldExecution(folder, outputs, bell, Optional.of(shell), Journal.of(""));
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
        List<OutputPipe> outputs = new ArrayList<>();
        try {
            outputs.add(OutputPipe.open(folder.stdout(), Origin.STDOUT));
            outputs.add(OutputPipe.open(folder.stderr(), Origin.STDERR));
            Descriptor bell = Fifo.openToRead(folder.bell());
            return new HeldExecution(folder, outputs, bell, Optional.empty(), folder.read());
        } catch (SourceException e) {
            outputs.forEach(output -> output.readingEnd().close());
            throw e;
        } catch (IOException e) {
            outputs.forEach(output -> output.readingEnd().close());
            throw new SourceException(
                    "journal "
                            + OsText.shown(folder.journal())
                            + " cannot be read: "
                            + Reasons.of(e));
        }
    }
}
