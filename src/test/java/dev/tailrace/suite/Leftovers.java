package dev.tailrace.suite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what tests have left: processes, which are killed, mounts, and files.
 *
 * <p>A process of a test has the build's folder in its environment, as {@code TESTS_OF_TAILRACE}:
 * it inherits that from the JVM of its test, whoever has become its parent since.
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
        List<String> all =
                new ArrayList<>(kill(ProcessHandle.allProcesses().filter(Leftovers::isOurs)));
        all.addAll(mounts());
        all.addAll(names(SuiteFolder.TEMPORARY, "*"));
        all.addAll(names(SuiteFolder.SYSTEM_TEMPORARY, SuiteFolder.PREFIX + "*"));
        all.addAll(names(SuiteFolder.SHARED_MEMORY, SuiteFolder.PREFIX + "*"));
        return all;
    }

    private static boolean isOurs(ProcessHandle process) {
        if (process.pid() == ProcessHandle.current().pid()) {
            return false;
        }
        try {
            byte[] environment = Files.readAllBytes(PROC.resolve(process.pid() + "/environ"));
            return ("\0" + new String(environment, ISO_8859_1)).contains("\0" + MARK + "\0");
        } catch (IOException e) {
            return false; // It has ended meanwhile, or is another user's.
        }
    }

    /** A JVM of tests, and what it has just stopped, may need a moment to end. */
    private static List<String> kill(Stream<ProcessHandle> processes) {
        List<String> killed = new ArrayList<>();
        for (ProcessHandle process : processes.toList()) {
            // A process that has ended, and that nobody has waited for yet, has no command.
            Optional<String> command = process.info().commandLine();
            if (command.isPresent() && !endsByItself(process)) {
                killed.add("process " + command.get().lines().collect(joining(" ")));
                process.destroyForcibly();
            }
        }
        return killed;
    }

    private static boolean endsByItself(ProcessHandle process) {
        return process.onExit()
                .thenApply(_ -> true)
                .completeOnTimeout(false, GRACE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static List<String> mounts() throws IOException {
        try (Stream<String> mounts = Files.lines(PROC.resolve("self/mounts"))) {
            return mounts.map(each -> each.split(" ", -1)[1])
                    .filter(each ->
                            each.startsWith(SuiteFolder.TARGET + "/")
                                    || each.startsWith(
                                            SuiteFolder.SYSTEM_TEMPORARY
                                                    + "/"
                                                    + SuiteFolder.PREFIX))
                    .map(each -> "mount " + each)
                    .toList();
        }
    }

    private static List<String> names(Path folder, String glob) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
                for (Path file : files) {
                    if (!LIBRARY.matcher(String.valueOf(file.getFileName())).matches()) {
                        names.add("file " + file);
                    }
                }
            }
        }
        return names;
    }
}
