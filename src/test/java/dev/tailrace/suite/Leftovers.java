package dev.tailrace.suite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what tests have left: processes, which are killed, mounts, and files.
 *
 * <p>A process of a test has the build's folder in its environment, as {@code TESTS_OF_TAILRACE}:
 * it inherits that from the JVM of its test, whoever has become its parent since. A process that
 * was given another environment is known by where it works and by what it has open. One that has
 * neither, and that no JVM of tests is the parent of, is not found; nor is a file that a test makes
 * elsewhere than in the folders that it is given.
 */
final class Leftovers {
    private static final String MARK = "TESTS_OF_TAILRACE=" + SuiteFolder.TARGET;
    private static final Path PROC = Path.of("/proc");

    private static final int GRACE_SECONDS = 20;

    /** Caches of libraries, which are files of the build as classes are. */
    private static final Pattern LIBRARY = Pattern.compile("vertx-cache|quarkus-.*|hsperfdata.*");

    private Leftovers() {}

    /** Kills the children of this JVM, and theirs; returns what they were. */
    static List<String> ofThisJvm() {
        return kill(ProcessHandle.current().descendants());
    }

    /** All that is left when no JVM of tests is there any more. */
    static List<String> ofAll() throws IOException {
        Instant begun = SuiteFolder.begun();
        List<String> all =
                new ArrayList<>(
                        kill(ProcessHandle.allProcesses().filter(each -> isOurs(each, begun))));
        all.addAll(mounts());
        all.addAll(names(SuiteFolder.TEMPORARY, "*", begun));
        all.addAll(names(SuiteFolder.SYSTEM_TEMPORARY, SuiteFolder.PREFIX + "*", begun));
        all.addAll(names(SuiteFolder.SHARED_MEMORY, SuiteFolder.PREFIX + "*", begun));
        return all;
    }

    private static boolean isOurs(ProcessHandle process, Instant begun) {
        Path folder = PROC.resolve(Long.toString(process.pid()));
        return process.pid() != ProcessHandle.current().pid()
                && process.info().startInstant().filter(begun::isBefore).isPresent()
                && (isMarked(folder) || worksInTests(folder));
    }

    private static boolean isMarked(Path process) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            return ("\0" + new String(environment, ISO_8859_1)).contains("\0" + MARK + "\0");
        } catch (IOException e) {
            return false; // It has ended meanwhile, or is another user's.
        }
    }

    /** Whether its folder, or something that it has open, is of a test. */
    private static boolean worksInTests(Path process) {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return Stream.concat(Stream.of(process.resolve("cwd")), open)
                    .anyMatch(Leftovers::leadsToTests);
        } catch (IOException | UncheckedIOException e) {
            return false; // It has ended meanwhile, or is another user's.
        }
    }

    private static boolean leadsToTests(Path link) {
        try {
            return SuiteFolder.isOfTests(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            return false; // Closed meanwhile.
        }
    }

    /** A JVM of tests, and what it has just stopped, may need a moment to end. */
    private static List<String> kill(Stream<ProcessHandle> processes) {
        List<ProcessHandle> all = processes.toList();
        CompletableFuture.allOf(
                        all.stream()
                                .map(ProcessHandle::onExit)
                                .toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, GRACE_SECONDS, TimeUnit.SECONDS)
                .join();
        List<String> killed = new ArrayList<>();
        for (ProcessHandle process : all) {
            // A process that has ended, and that nobody has waited for yet, has no command.
            Optional<String> command = process.info().commandLine();
            if (command.isPresent() && process.destroyForcibly()) {
                killed.add("process " + command.get().lines().collect(joining(" ")));
            }
        }
        return killed;
    }

    private static List<String> mounts() throws IOException {
        try (Stream<String> mounts = Files.lines(PROC.resolve("self/mounts"))) {
            // A space in a path is written so, proc(5).
            return mounts.map(each -> each.split(" ", -1)[1].replace("\\040", " "))
                    .filter(SuiteFolder::isOfTests)
                    .map(each -> "mount " + each)
                    .toList();
        }
    }

    private static List<String> names(Path folder, String glob, Instant begun) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
                for (Path file : files) {
                    if (!LIBRARY.matcher(String.valueOf(file.getFileName())).matches()
                            && !Files.getLastModifiedTime(file).toInstant().isBefore(begun)) {
                        names.add("file " + file);
                    }
                }
            }
        }
        return names;
    }
}
