package dev.tailrace.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process has open, from /proc/self/fd. */
public final class OpenFiles {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String PID = "Pid:";

    private OpenFiles() {}

    /** What is open and names {@code part}, such as a path. */
    public static List<String> naming(String part) {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors
                    .map(OpenFiles::target)
                    .flatMap(Optional::stream)
                    .filter(target -> target.contains(part))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The processes that pidfds are open of, -1 for one that is no more, proc_pid_fdinfo(5). Other
     * tests in the same JVM may have some: the gateway of the faces' tests runs on after them.
     */
    public static Set<Long> processes() {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.flatMap(OpenFiles::process).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Long> process(Path descriptor) {
        Path info = DESCRIPTORS.resolveSibling("fdinfo").resolve(descriptor.getFileName());
        try {
            return Files.readAllLines(info).stream()
                    .filter(line -> line.startsWith(PID))
                    .map(line -> Long.valueOf(line.substring(PID.length()).strip()));
        } catch (IOException e) {
            return Stream.empty(); // closed since it was listed
        }
    }

    private static Optional<String> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
            return Optional.empty(); // closed since it was listed, as the one for listing itself
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
