package dev.tailrace.load;

import static dev.tailrace.Waiting.LIMIT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A gateway that serves one FIFO, with everything in temporary folders. Closing it ends it. */
final class ServedFifo implements AutoCloseable {
    /** The stream's name. */
    static final String STREAM = "load";

    private static final Path LAUNCHER = Path.of("tailrace").toAbsolutePath();
    private static final Path MEMORY = Path.of("/dev/shm");

    /** Long enough for a launcher that has to build first. */
    private static final Duration STARTING = Duration.ofMinutes(5);

    private static final Pattern ADDRESS =
            Pattern.compile("on http://127\\.0\\.0\\.1:(\\d+)/streams");

    private final Path folder;
    private final Path spools;
    private final Process process;
    private final int port;

    private ServedFifo(Path folder, Path spools) throws IOException {
        this.folder = folder;
        this.spools = spools;
        Path errors = folder.resolve("stderr");
        ProcessBuilder builder =
                new ProcessBuilder(
                        LAUNCHER.toString(),
                        "serve",
                        "--data",
                        folder.resolve("data").toString(),
                        "--port",
                        "0",
                        "--fifo",
                        STREAM + "=" + fifo(folder));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TAILRACE_SPOOL_FOLDER", spools.toString());
        builder.redirectError(errors.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        process = builder.start();
        port = awaitPort(process, errors);
    }

    /** Starts it; returns when it listens. */
    static ServedFifo start() throws IOException {
        Path folder = Files.createTempDirectory("tailrace-load");
        // Where the default is too, if it can be: what a disk takes for it is not to be measured.
        Path spools =
                Files.isWritable(MEMORY)
                        ? Files.createTempDirectory(MEMORY, "tailrace-load")
                        : Files.createDirectory(folder.resolve("spools"));
        try {
            return new ServedFifo(folder, spools);
        } catch (IOException e) {
            delete(spools);
            delete(folder);
            throw e;
        }
    }

    private static int awaitPort(Process process, Path errors) throws IOException {
        long end = System.nanoTime() + STARTING.toNanos();
        while (System.nanoTime() - end < 0) {
            String said = Files.readString(errors);
            Matcher address = ADDRESS.matcher(said);
            if (address.find()) {
                return Integer.parseInt(address.group(1));
            }
            if (!process.isAlive()) {
                throw new IOException("the gateway has ended: " + said);
            }
            LockSupport.parkNanos(20_000_000);
        }
        process.destroyForcibly();
        throw new IOException("the gateway does not start: " + Files.readString(errors));
    }

    private static Path fifo(Path folder) {
        return folder.resolve("fifo");
    }

    /** What the gateway reads. */
    Path fifo() {
        return fifo(folder);
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete(spools);
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
