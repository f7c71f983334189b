package dev.tailrace.terminal.logs;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Standard output, where it is a file. */
final class OutputFile {
    /** A write has less, unless a line is longer. */
    private static final int MAX_BYTES = 64 << 20;

    private static final byte[] NOTHING = {};

    private final Path path;

    OutputFile(Path path) {
        this.path = path;
    }

    /** That of the process. */
    static OutputFile standard() {
        return new OutputFile(Path.of("/proc/self/fd/1"));
    }

    /** Which file it is, and its size; empty if it is none. */
    Optional<String> size() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return now.isRegularFile()
                    ? Optional.of(now.fileKey() + " " + now.size())
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // it is closed: nothing is written there
        }
    }

    /** What is in the file beyond what {@link #size} was; nothing if it is another file. */
    byte[] writtenSince(String before) {
        String[] now = size().orElse("").split(" ", 2);
        String[] then = before.split(" ", 2);
        if (now.length < 2 || then.length < 2 || !now[0].equals(then[0])) {
            return NOTHING;
        }
        try {
            long from = Long.parseLong(then[1]);
            long bytes = Long.parseLong(now[1]) - from;
            return bytes <= 0 || bytes > MAX_BYTES ? NOTHING : read(from, (int) bytes);
        } catch (NumberFormatException _) {
            return NOTHING; // somebody has written into the cursor's file
        }
    }

    private byte[] read(long from, int bytes) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return Channels.newInputStream(channel.position(from)).readNBytes(bytes);
        } catch (IOException _) {
            return NOTHING; // it may be written and not read: then lines may come twice
        }
    }
}
