package dev.tailrace.terminal.logs;

import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import dev.tailrace.model.Reasons;
import dev.tailrace.terminal.gateway.GatewayFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A position that outlives the process.
 *
 * <pre>
 *   k3v9x2ab-1234                            the position
 *   (dev=fe01,ino=1311) 98304                standard output, if it is a file: which, and its size
 * </pre>
 *
 * Between a write and the next save the process may be killed. Where standard output is a file, the
 * next one sees by its size what has been written since, and does not write it again.
 */
final class CursorFile {
    private final Path path;
    private final OutputFile output;

    CursorFile(Path path, OutputFile output) {
        this.path = path;
        this.output = output;
    }

    /**
     * The position; empty if there is no file yet.
     *
     * @throws GatewayFailure if it cannot be read, or has none in it
     */
    Optional<String> read() {
        List<String> lines = lines();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        if (!lines.getFirst().matches("[A-Za-z0-9_-]+")) {
            throw refused("there is no position in it; it can be removed to begin anew");
        }
        return Optional.of(lines.getFirst());
    }

    /** What has been written to standard output since the last save. */
    byte[] writtenSince() {
        List<String> lines = lines();
        return lines.size() < 2 ? new byte[0] : output.writtenSince(lines.get(1));
    }

    private List<String> lines() {
        try {
            List<String> lines = Files.readAllLines(path, StandardCharsets.US_ASCII);
            if (lines.isEmpty()) {
                throw refused("it is empty; it can be removed to begin anew");
            }
            return lines;
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw refused(Reasons.of(e));
        }
    }

    /** Takes the place of what was there, as a whole. */
    void save(String position) {
        String text = position + "\n" + output.size().map(size -> size + "\n").orElse("");
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        try {
            try (FileChannel channel =
                    OwnerOnly.open(
                            unfinished,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            }
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw refused(Reasons.of(e));
        }
    }

    private GatewayFailure refused(String why) {
        return GatewayFailure.of(
                GatewayFailure.USAGE, "--cursor-file " + OsText.shown(path) + ": " + why + ".");
    }
}
