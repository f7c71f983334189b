package dev.tailrace.source.process;

import dev.tailrace.model.OsText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells beforehand that a command cannot be started, as execvp(3) would find: a name with a slash
 * is a path, another is looked for in the folders of PATH. What it lets through may still fail. Any
 * thread.
 */
public final class CommandLookup {
    private static final String DEFAULT_PATH = "/usr/local/bin:/bin:/usr/bin";

    private CommandLookup() {}

    /**
     * Checks that there is such a command and that it is executable.
     *
     * @throws CommandException if not
     */
    public static void require(String command) {
        require(command, Optional.empty());
    }

    /**
     * Checks the same for a command that may have a working folder.
     *
     * @throws CommandException if not
     */
    static void require(ProcessSpec spec) {
        require(spec.command().getFirst(), spec.workingFolder());
    }

    private static void require(String command, Optional<Path> workingFolder) {
        List<Path> candidates =
                candidates(command).stream()
                        .map(path ->
                                OsText.absolute(
                                        workingFolder.map(in -> in.resolve(path)).orElse(path)))
                        .toList();
        if (candidates.stream()
                .anyMatch(file -> Files.isExecutable(file) && !Files.isDirectory(file))) {
            return;
        }
        if (candidates.stream().anyMatch(Files::isRegularFile)) {
            throw CommandException.notExecutable(command, "Permission denied");
        }
        if (command.contains("/") && candidates.stream().anyMatch(Files::isDirectory)) {
            throw CommandException.notExecutable(command, "Is a directory");
        }
        throw CommandException.notFound(command);
    }

    private static List<Path> candidates(String command) {
        if (command.contains("/")) {
            return List.of(OsText.path(command));
        }
        String path = Environment.own().get("PATH").orElse(DEFAULT_PATH);
        return Arrays.stream(path.split(":", -1))
                .map(folder -> OsText.path(folder).resolve(OsText.path(command)))
                .toList();
    }
}
