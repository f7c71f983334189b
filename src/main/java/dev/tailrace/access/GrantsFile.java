package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes a token file, which has the grants of principals of all kinds, one change at a time: a
 * lock of the file keeps others waiting. It is replaced as a whole, so that a gateway reads the one
 * or the other, and remarks stay.
 */
public final class GrantsFile {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;

    public GrantsFile(Path path) {
        this.path = path;
    }

    /**
     * The lines that grant something.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if one of them is not accepted; the message says which
     */
    public List<GrantLine> lines() throws IOException {
        List<String> all = Files.readAllLines(path, UTF_8);
        var _ = GrantTable.parse(all);
        return all.stream()
                .filter(line -> !GrantTable.isSilent(line))
                .map(GrantLine::parse)
                .toList();
    }

    /** Adds a line; makes the file if there is none. */
    public void add(GrantLine line) throws IOException {
        var _ = GrantLine.parse(line.toString());
        try {
            Files.createFile(path, PRIVATE);
        } catch (FileAlreadyExistsException _) {
            // As is mostly so.
        }
        change(all -> Stream.concat(all.stream(), Stream.of(line.toString())).toList());
    }

    /** Takes all lines away that are {@code id}'s, or whose hash begins so; returns how many. */
    public int remove(String id) throws IOException {
        int[] removed = {0};
        change(all -> {
            List<String> left = all.stream().filter(line -> !isOf(line, id)).toList();
            removed[0] = all.size() - left.size();
            return left;
        });
        return removed[0];
    }

    private static boolean isOf(String line, String id) {
        if (GrantTable.isSilent(line)) {
            return false;
        }
        GrantLine token = GrantLine.parse(line);
        return token.id().equals(id)
                || (id.length() >= Key.SHOWN_DIGITS
                        && token.key().kind() == Key.Kind.SHA256
                        && token.key().value().startsWith(id));
    }

    private void change(UnaryOperator<List<String>> edit) throws IOException {
        Path file = path.toRealPath();
        while (!isChanged(file, edit)) {
            Thread.onSpinWait();
        }
    }

    /**
     * Whether it was done: not if another change has replaced the file that this one waited for. A
     * lock is a process's; within it there is one change at a time anyway.
     */
    private static synchronized boolean isChanged(Path file, UnaryOperator<List<String>> edit)
            throws IOException {
        Object before = key(file);
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (!Objects.equals(before, key(file))) {
                return false;
            }
            List<String> lines = Files.readAllLines(file, UTF_8);
            var _ = GrantTable.parse(lines);
            List<String> changed = edit.apply(lines);
            var _ = GrantTable.parse(changed);
            replace(file, changed);
            return true;
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** A token that was revoked stays so after a power loss. */
    private static void replace(Path file, List<String> lines) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        Path next = Files.createTempFile(folder, ".tokens", ".new", PRIVATE);
        try {
            Files.write(next, lines, UTF_8);
            for (String kept : List.of("unix:uid", "unix:gid", "unix:mode")) {
                Object old = Files.getAttribute(file, kept);
                if (!old.equals(Files.getAttribute(next, kept))) {
                    Files.setAttribute(next, kept, old);
                }
            }
            sync(next, StandardOpenOption.WRITE);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            sync(folder, StandardOpenOption.READ);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void sync(Path file, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, how)) {
            channel.force(true);
        }
    }
}
