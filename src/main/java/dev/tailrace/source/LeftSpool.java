package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file that a {@link Spool} has left, because the gateway was killed or its source failed. Only
 * on the loop's thread.
 */
public final class LeftSpool {
    private final SpoolNames names;
    private final SpoolFile file;
    private final long first;

    private LeftSpool(SpoolNames names, SpoolFile file, long first) {
        this.names = names;
        this.file = file;
        this.first = first;
    }

    /**
     * Finds what is left of {@code origin} in {@code folder}.
     *
     * @param next the position of the record that the log makes next
     * @throws IOException if there is something that cannot be opened; it is set aside
     */
    public static Optional<LeftSpool> find(Path folder, Origin origin, Position next)
            throws IOException {
        SpoolNames names = new SpoolNames(folder, origin);
        Optional<Position> newest =
                Files.isDirectory(folder) ? names.newest(next.epoch()) : Optional.empty();
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        Path path = names.of(newest.get());
        try {
            SpoolFile file = SpoolFile.open(path);
            long first = newest.get().seq();
            if (first > next.seq()) {
                file.rename(names.of(next));
                first = next.seq();
            }
            return Optional.of(new LeftSpool(names, file, first));
        } catch (IOException e) {
            Files.move(path, names.aside(), StandardCopyOption.REPLACE_EXISTING);
            throw e;
        }
    }

    /**
     * The seq from which on records may have its bytes. Not above the log's next: numbers that were
     * given while the disk was full are given again after a kill, so a file begun under one of them
     * is renamed, or the records to come would pass for earlier ones.
     */
    public long first() {
        return first;
    }

    public long size() {
        return file.size();
    }

    /** Copies {@code length} bytes at {@code position}, which are there, to {@code buffer}. */
    public void read(byte[] buffer, int length, long position) throws IOException {
        file.read(buffer, length, position);
    }

    /** Closes it and keeps it for people, under a name by which it is not found again. */
    public void setAside() throws IOException {
        file.rename(names.aside());
        file.close();
    }

    SpoolFile file() {
        return file;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
