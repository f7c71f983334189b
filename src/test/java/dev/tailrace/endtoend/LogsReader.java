package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of a terminal that reads from a gateway, started by the launcher. */
final class LogsReader implements AutoCloseable {
    static final Path LAUNCHER = Path.of("tailrace").toAbsolutePath();

    private final Process process;
    private final Path out;
    private final Path errors;

    private LogsReader(Process process, Path out, Path errors) {
        this.process = process;
        this.out = out;
        this.errors = errors;
    }

    /** The launcher with these arguments, and standard output at the end of {@code out}. */
    static LogsReader start(Path folder, Path out, int port, String... arguments) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(Arrays.asList(arguments));
        return command(folder, out, port, command);
    }

    /** Any command, in which {@code $tailrace} is the launcher. */
    static LogsReader command(Path folder, Path out, int port, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("tailrace", LAUNCHER.toString());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        builder.environment().put("TAILRACE_JAVA_OPTS", "-Djava.io.tmpdir=" + folder);
        builder.environment().put("TERM", "xterm-256color");
        if (port > 0) {
            builder.environment().put("TAILRACE_SERVER", "http://127.0.0.1:" + port);
        }
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
        try {
            Path errors = Files.createTempFile(folder, "errors", "");
            builder.redirectError(errors.toFile());
            return new LogsReader(builder.start(), out, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end. */
    int exitCode() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end: " + errors());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** Waits for its end, which is that of success, and has its output. */
    String untilEnd() {
        try {
            if (exitCode() != 0) {
                throw new AssertionError(exitCode() + ": " + errors());
            }
            return output();
        } finally {
            close();
        }
    }

    String output() {
        return text(out);
    }

    String errors() {
        return text(errors);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    }

    /** SIGKILL; returns when it is dead. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
