package dev.tailrace.endtoend;

import dev.tailrace.suite.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the packaged gateway by its launcher; everything of it is within one folder. */
public final class Tailrace {
    private static final Path LAUNCHER = Path.of("tailrace").toAbsolutePath();

    private final Path folder;
    private final List<String> prefix = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private ProcessBuilder.Redirect input = ProcessBuilder.Redirect.from(new File("/dev/null"));
    private boolean outputToPipe;

    private Tailrace(Path folder) {
        this.folder = folder;
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("TAILRACE_SPOOL_FOLDER", folder.resolve("spools").toString());
        environment.put("XDG_RUNTIME_DIR", folder.toString());
        // Libraries unpack files there, which a gateway that is killed leaves.
        environment.put("TAILRACE_JAVA_OPTS", "-Djava.io.tmpdir=" + folder);
    }

    public static Tailrace in(Path folder) {
        return new Tailrace(folder);
    }

    /** One more variable of its environment. */
    public Tailrace with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Has {@code command} start the launcher. */
    Tailrace by(String... command) {
        prefix.addAll(Arrays.asList(command));
        return this;
    }

    /** Its standard input is this file. */
    Tailrace reading(Path file) {
        input = ProcessBuilder.Redirect.from(file.toFile());
        return this;
    }

    /** Its standard input and output are pipes that the test holds. */
    Tailrace piped() {
        input = ProcessBuilder.Redirect.PIPE;
        outputToPipe = true;
        return this;
    }

    /** {@code serve} on a port that the system chooses; returns when it is ready. */
    Gateway serve(String... options) {
        Gateway gateway = startWith("serve", 0, options);
        gateway.awaitAddress();
        return gateway;
    }

    /** {@code serve} on that port; returns when it is ready. */
    public Gateway serveOn(int port, String... options) {
        Gateway gateway = startWith("serve", port, options);
        gateway.awaitAddress();
        return gateway;
    }

    /** {@code run} or {@code pipe} on a port that nobody else gets. */
    Gateway start(String command, String... options) {
        return startWith(command, Ports.reserve(), options);
    }

    private Gateway startWith(String command, int port, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--data", data().toString(), "--port", Integer.toString(port)));
        arguments.addAll(Arrays.asList(options));
        return start(port, arguments);
    }

    /**
     * An interactive shell in a terminal of its own, in which {@code $tailrace} is the launcher;
     * the test types, and standard output is what the terminal shows.
     */
    Gateway shellInTerminal() {
        input = ProcessBuilder.Redirect.PIPE;
        environment.put("tailrace", LAUNCHER.toString());
        environment.put("XDG_STATE_HOME", folder.toString());
        return started(0, List.of("script", "-qfec", "sh -i", "/dev/null"));
    }

    /** With exactly these arguments. */
    Gateway exactly(String... arguments) {
        return start(0, Arrays.asList(arguments));
    }

    private Gateway start(int port, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(LAUNCHER.toString());
        command.addAll(arguments);
        return started(port, command);
    }

    private Gateway started(int port, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.redirectInput(input);
        try {
            Path stdout = Files.createTempFile(folder, "stdout", "");
            Path stderr = Files.createTempFile(folder, "stderr", "");
            builder.redirectError(stderr.toFile());
            if (!outputToPipe) {
                builder.redirectOutput(stdout.toFile());
            }
            return new Gateway(builder.start(), port, stdout, stderr, data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return folder.resolve("data");
    }
}
