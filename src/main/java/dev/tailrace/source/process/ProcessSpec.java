package dev.tailrace.source.process;

import dev.tailrace.model.OsText;
import dev.tailrace.source.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command to run.
 *
 * @param command its name, looked for in the gateway's own PATH unless it has a '/', and its
 *     arguments
 * @param workingFolder where it runs; the gateway's own if empty. A relative name of a command with
 *     a '/' counts from here
 * @param environment what is set beside and before what is passed of the gateway's own
 * @param passed what is
 * @param user the user that it runs as, looked up when it starts; as the gateway if empty
 * @param session whether it is a job of its own or the gateway's
 */
public record ProcessSpec(
        List<String> command,
        Optional<Path> workingFolder,
        Map<String, String> environment,
        PassedEnvironment passed,
        Optional<String> user,
        Session session) {
    /**
     * @throws IllegalArgumentException if no process can have such arguments or environment
     */
    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw new IllegalArgumentException("the command is empty");
        }
        command.forEach(word -> requireNoNul("the command", word));
        environment.forEach(ProcessSpec::requireVariable);
    }

    /** In a session of its own, with what all commands get of the gateway's environment. */
    public ProcessSpec(
            List<String> command,
            Optional<Path> workingFolder,
            Map<String, String> environment,
            Optional<String> user) {
        this(
                command,
                workingFolder,
                environment,
                PassedEnvironment.of(List.of()),
                user,
                Session.OWN);
    }

    /** Another command, otherwise as this one. */
    ProcessSpec with(List<String> other) {
        return new ProcessSpec(other, workingFolder, environment, passed, user, session);
    }

    /**
     * Checks that there is the working folder, and that it may be entered.
     *
     * @throws SourceException if not
     */
    void requireWorkingFolder() {
        workingFolder.ifPresent(ProcessSpec::requireFolder);
    }

    /**
     * Who it runs as.
     *
     * @throws SourceException if there is no such user, or nothing may be started as another one
     */
    Optional<User> runsAs() {
        return user.map(User::of);
    }

    private static void requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SourceException(
                    "working folder "
                            + OsText.shown(folder)
                            + (Files.exists(folder) ? " is not a folder" : " does not exist"));
        }
        if (!Files.isExecutable(folder)) {
            throw new SourceException(
                    "working folder " + OsText.shown(folder) + " may not be entered");
        }
    }

    private static void requireVariable(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot name an environment variable: it is empty or has a '='");
        }
        requireNoNul("the environment", name);
        requireNoNul("the environment", value);
    }

    private static void requireNoNul(String where, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(where + " has a NUL character in it");
        }
    }
}
