package dev.tailrace.source.process;

import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is on disk of a command that outlives gateways; see {@code holder.sh}. The journal is made
 * last: without one nothing has been started. Any thread, one at a time.
 *
 * @param path {@code held} in the folder of the stream's FIFOs
 */
record HeldFolder(Path path) {
    private static final System.Logger LOG = System.getLogger(HeldFolder.class.getName());

    /**
     * How much of the journal, and of what the bell brings, is read: ten times what a shell writes.
     * A workload of the shell's user can write without end.
     */
    static final int MOST_BYTES = 16_384;

    /** Without its comments: it is an argument, which lists of processes show. */
    private static final String SCRIPT = script();

    /** The one in {@code folder}, whether it is there or not. */
    static HeldFolder in(Path folder) {
        return new HeldFolder(folder.resolve("held"));
    }

    Path stdout() {
        return path.resolve("stdout.fifo");
    }

    Path stderr() {
        return path.resolve("stderr.fifo");
    }

    Path bell() {
        return path.resolve("bell.fifo");
    }

    Path release() {
        return path.resolve("release.fifo");
    }

    Path journal() {
        return path.resolve("journal");
    }

    /** The shell that holds {@code command}. */
    static List<String> holding(List<String> command, String boot) {
        List<String> beginning =
                List.of("/bin/sh", "-c", SCRIPT, "tailrace-hold", boot.isEmpty() ? "-" : boot);
        return Stream.concat(beginning.stream(), command.stream()).toList();
    }

    /**
     * Makes it, but for the FIFOs of the outputs.
     *
     * @throws SourceException if that fails
     */
    void make() {
        try {
            OwnerOnly.makeFolder(path);
            Fifo.createIfMissing(bell());
            Fifo.createIfMissing(release());
        } catch (IOException e) {
            throw new SourceException(
                    "folder " + OsText.shown(path) + " cannot be made: " + Reasons.of(e));
        }
    }

    /** Makes the journal: from here on a gateway that comes takes care of what is started. */
    void makeJournal() {
        try {
            OwnerOnly.open(journal(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    .close();
        } catch (IOException e) {
            throw new SourceException("journal " + journal() + " cannot be made: " + Reasons.of(e));
        }
    }

    /**
     * Whether there is a command to take care of, or its end. If its shell has not come so far as
     * to say so, it is kept from starting the command; what is left then is removed.
     *
     * @throws SourceException if that cannot be found out
     */
    boolean isTaken() {
        if (!Files.exists(path)) {
            return false;
        }
        if (Files.isRegularFile(journal())) {
            if (read("").isEmpty()) {
                cancel();
            }
            if (!read("").isCancelled()) {
                return true;
            }
        }
        delete();
        return false;
    }

    private void cancel() {
        try {
            Files.writeString(journal(), Journal.CANCELLED + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new SourceException("journal " + journal() + " cannot be used: " + Reasons.of(e));
        }
    }

    /**
     * What the journal's file says, of which the beginning counts, and {@code more} behind it.
     *
     * @throws SourceException if the file cannot be read
     */
    Journal read(String more) {
        try (InputStream in = Files.newInputStream(journal(), LinkOption.NOFOLLOW_LINKS)) {
            // Names of processes may be in any encoding.
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
            return Journal.of(text + more);
        } catch (IOException e) {
            throw new SourceException(
                    "journal " + OsText.shown(journal()) + " cannot be read: " + Reasons.of(e));
        }
    }

    /** Removes it, with all that is in it. */
    void delete() {
        try {
            for (Path file : List.of(journal(), stdout(), stderr(), bell(), release(), path)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} stays behind: {1}", path, Reasons.of(e));
        }
    }

    private static String script() {
        try (InputStream in =
                Objects.requireNonNull(HeldFolder.class.getResourceAsStream("holder.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
