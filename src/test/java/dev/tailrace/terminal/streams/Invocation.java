package dev.tailrace.terminal.streams;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.terminal.TerminalProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code tailrace} with some arguments, as a process of its own, on a terminal or not. */
final class Invocation {
    private final Path folder;
    private final List<String> command = new ArrayList<>();
    private String typed = "";
    private boolean colours;

    /** What has come of one. */
    record Result(int exitCode, String out, String errors) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    /**
     * @param folder where its output is kept
     */
    Invocation(Path folder, FakeGateway gateway, String... arguments) {
        this.folder = folder;
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        // Beside it on the class path of tests is what the gateway logs with.
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TerminalProgram.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--server", gateway.address()));
    }

    /** Has colours where it is on a terminal. */
    Invocation inColour() {
        colours = true;
        return this;
    }

    /** This is typed when it asks; without a terminal at once. */
    Invocation typing(String keys) {
        typed = keys;
        return this;
    }

    /** On a terminal of 80 columns and 24 rows; all that it shows is in {@link Result#out}. */
    Result onTerminal() {
        return run(commandOnTerminal());
    }

    /** Its command on a terminal, for {@link #started}. */
    String[] commandOnTerminal() {
        String quoted =
                command.stream()
                        .map(each -> "'" + each.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        return new String[] {
            "script", "-qfec", "stty cols 80 rows 24 -echo; exec " + quoted, "/dev/null"
        };
    }

    /** With pipes and files. */
    Result alone() {
        return run(command.toArray(String[]::new));
    }

    /** Started, with files; whoever calls this ends it. */
    Process started(String... as) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(as);
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("NO_COLOR", colours ? "" : "1");
        builder.environment().remove("TAILRACE_SERVER");
        builder.environment().remove("TAILRACE_TOKEN");
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("errors").toFile());
        return builder.start();
    }

    private Result run(String... as) {
        try {
            Process process = started(as);
            if (!typed.isEmpty() && as[0].equals("script")) {
                await().until(() -> !process.isAlive() || text("out").contains("[y/N] "));
            }
            try (var keys = process.getOutputStream()) {
                keys.write(typed.getBytes(UTF_8));
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end");
            }
            return new Result(process.exitValue(), text("out"), text("errors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it has printed so far. */
    String text(String file) throws IOException {
        return Files.readString(folder.resolve(file)).replace("\r\n", "\n");
    }

    /** Its command, for {@link #started}. */
    String[] command() {
        return command.toArray(String[]::new);
    }
}
