package dev.tailrace.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A gateway that nobody can ask anything, in a process of its own: it reads a FIFO as the whole one
 * does, and starts in half the time.
 */
public final class HubProgram {
    /** More than a test writes, however often it kills. */
    public static final String RETAINED = "8G";

    private static final String READING = "reading";

    private final Process process;
    private final Path errors;

    private HubProgram(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** Starts one that reads {@code fifo} into the stream {@code app}. */
    public static HubProgram start(Path data, Path spools, Path fifo, Path errors)
            throws IOException {
        return start(
                data,
                errors,
                "tailrace.spool.folder",
                spools.toString(),
                "tailrace.streams.app.fifo.path",
                fifo.toString());
    }

    /** Starts one that follows {@code file} into the stream {@code app}. */
    public static HubProgram follow(Path data, Path file, Path errors) throws IOException {
        return start(data, errors, "tailrace.streams.app.tail.path", file.toString());
    }

    private static HubProgram start(Path data, Path errors, String... keysAndValues)
            throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HubProgram.class.getName(),
                                data.toString()));
        command.addAll(List.of(keysAndValues));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        return new HubProgram(builder.start(), errors);
    }

    /** Waits until it reads the FIFO. */
    public HubProgram awaitReading() throws IOException {
        String said = process.inputReader(UTF_8).readLine();
        if (!READING.equals(said)) {
            throw new AssertionError(Files.readString(errors));
        }
        return this;
    }

    /** SIGKILL; returns when it is dead. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String... args) throws InterruptedException {
        Logger.getLogger("").setLevel(Level.WARNING);
        String[] keysAndValues = Arrays.copyOfRange(args, 1, args.length + 2);
        keysAndValues[args.length - 1] = "tailrace.log.retain-bytes";
        keysAndValues[args.length] = RETAINED;
        HubConfig config = HubFixture.config(Path.of(args[0]), keysAndValues);
        Hub.open(config).startConfigured();
        System.out.println(READING);
        Thread.currentThread().join();
    }
}
