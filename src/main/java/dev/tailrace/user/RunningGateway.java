package dev.tailrace.user;

import dev.tailrace.json.JsonReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A gateway of this user that runs now, as its {@link RunningFile} says. Any thread.
 *
 * @param address such as {@code http://127.0.0.1:8080}
 * @param data its folder, as people read it
 */
public record RunningGateway(long pid, String address, String data) {
    /** Ten times the longest that a gateway writes: one of another kind is not read whole. */
    private static final int MAX_BYTES = 64 * 1024;

    /** Those whose files are in {@code folder}, by their PIDs; none if it cannot be read. */
    public static List<RunningGateway> in(Path folder) {
        List<RunningGateway> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, "*" + RunningFile.ENDING)) {
            for (Path file : files) {
                read(file).ifPresent(all::add);
            }
        } catch (IOException _) {
            all.clear(); // no folder of this user's, so no gateway of this user's
        }
        all.sort(Comparator.comparingLong(RunningGateway::pid));
        return all;
    }

    /** Empty for one that was killed or has gone meanwhile, and for what is no such file. */
    private static Optional<RunningGateway> read(Path file) {
        Set<? extends OpenOption> options =
                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(file, options)) {
            return isLocked(channel) ? Optional.of(of(channel)) : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty(); // others may put anything into a folder
        }
    }

    /** By another, or by a gateway in this JVM. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try (FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException _) {
            return true;
        }
    }

    private static RunningGateway of(FileChannel channel) throws IOException {
        byte[] bytes = new byte[(int) Math.min(channel.size(), MAX_BYTES)];
        Channels.newInputStream(channel).readNBytes(bytes, 0, bytes.length);
        Map<String, @Nullable Object> members = new JsonReader(bytes).object();
        if (members.get("pid") instanceof Long pid
                && members.get("address") instanceof String address
                && members.get("data") instanceof String data) {
            return new RunningGateway(pid, address, data);
        }
        throw new IllegalArgumentException("members are missing");
    }
}
