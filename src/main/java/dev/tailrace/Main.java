package dev.tailrace;

import dev.tailrace.cli.StandardStreams;
import dev.tailrace.cli.TailraceCommand;
import dev.tailrace.terminal.TerminalProgram;
import dev.tailrace.user.Arguments;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process starts: the command line is read before anything of Quarkus is. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs what the arguments say; the exit code is the command's. */
    public static void main(String... args) {
        if (TerminalProgram.takes(args)) {
            TerminalProgram.main(args);
        }
        StandardStreams.use();
        System.exit(TailraceCommand.execute(Arguments.asGiven(args)));
    }
}
