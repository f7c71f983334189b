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
import java.util.stream.Stream;

/**
 * A gateway that nobody can ask anything, in a process of its own: it reads as the whole one does,
 * and starts in half the time.
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

    /** Starts one with this configuration, as keys and values. */
    public static HubProgram start(Path data, Path spools, Path errors, String... keysAndValues)
            throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> options =
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
                        data.toString(),
                        spools.toString());
        List<String> command =
                Stream.concat(options.stream(), Arrays.stream(keysAndValues)).toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        return new HubProgram(builder.start(), errors);
    }

    /** Waits until its sources are started. */
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
        List<String> keysAndValues = new ArrayList<>(List.of(args).subList(2, args.length));
        keysAndValues.addAll(
                List.of("tailrace.spool.folder", args[1], "tailrace.log.retain-bytes", RETAINED));
        HubConfig config =
                HubFixture.config(Path.of(args[0]), keysAndValues.toArray(new String[0]));
        Hub.open(config).configured().start();
        System.out.println(READING);
        Thread.currentThread().join();
    }
}
