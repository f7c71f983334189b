package dev.tailrace.source.process;

import dev.tailrace.model.OsText;
import dev.tailrace.source.SourceException;

/** A command cannot be started, and why: with the exit code by which a shell says the same. */
public final class CommandException extends SourceException {
    public static final int NOT_FOUND = 127;

    /** There is one, and it cannot be executed. */
    public static final int NOT_EXECUTABLE = 126;

    private final int shellCode;

    private CommandException(String message, int shellCode) {
        super(message);
        this.shellCode = shellCode;
    }

    static CommandException notFound(String command) {
        return new CommandException(
                "command '" + OsText.shown(command) + "' was not found", NOT_FOUND);
    }

    static CommandException notExecutable(String command, String why) {
        return new CommandException(
                "command '" + OsText.shown(command) + "' cannot be executed: " + why,
                NOT_EXECUTABLE);
    }

    /** {@link #NOT_FOUND} or {@link #NOT_EXECUTABLE}. */
    public int shellCode() {
        return shellCode;
    }
}
