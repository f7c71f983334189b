package dev.tailrace.source.process;

import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The FIFO for one output of a command, with its reading end. It must be open before the command
 * starts: a FIFO forgets what is in it when none has it open.
 */
record OutputPipe(Path path, Origin origin, Descriptor readingEnd) {
    private static final System.Logger LOG = System.getLogger(OutputPipe.class.getName());

    /**
     * Makes both FIFOs.
     *
     * @throws SourceException if that fails; then there is neither
     */
    static List<OutputPipe> make(Path stdout, Path stderr) {
        OutputPipe first = make(stdout, Origin.STDOUT);
        try {
            return List.of(first, make(stderr, Origin.STDERR));
        } catch (SourceException e) {
            first.discard();
            throw e;
        }
    }

    private static OutputPipe make(Path path, Origin origin) {
        if (!Fifo.createIfMissing(path)) {
            throw new SourceException("FIFO " + OsText.shown(path) + " is there already");
        }
        try {
            return open(path, origin);
        } catch (SourceException e) {
            unlink(path);
            throw e;
        }
    }

    /**
     * Those that a gateway before this one has made.
     *
     * @throws SourceException if they cannot be opened
     */
    static List<OutputPipe> open(Path stdout, Path stderr) {
        OutputPipe first = open(stdout, Origin.STDOUT);
        try {
            return List.of(first, open(stderr, Origin.STDERR));
        } catch (SourceException e) {
            first.readingEnd.close();
            throw e;
        }
    }

    private static OutputPipe open(Path path, Origin origin) {
        return new OutputPipe(path, origin, Fifo.openToRead(path));
    }

    /**
     * What the command gets, open for reading and writing. A command of another user may open it
     * again by a name such as /dev/stdout, so it is that user's.
     *
     * @throws SourceException if it cannot be opened
     */
    Descriptor openForCommand(Optional<User> user) {
        user.ifPresent(owner -> owner.own(path));
        return Spawn.openForCommand(path);
    }

    Execution.Output output() {
        return new Execution.Output(origin, readingEnd, false);
    }

    /** Closes the reading end, and removes the FIFO: for one that no reader has taken over. */
    void discard() {
        readingEnd.close();
        unlink(path);
    }

    /** Removes the FIFO; a process that has it open still has it. */
    void unlink() {
        unlink(path);
    }

    private static void unlink(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "FIFO {0} stays behind: {1}",
                    OsText.shown(path),
                    Reasons.of(e));
        }
    }
}
