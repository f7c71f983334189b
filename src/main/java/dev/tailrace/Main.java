package dev.tailrace;

import dev.tailrace.cli.Arguments;
import dev.tailrace.cli.StandardStreams;
import dev.tailrace.cli.TailraceCommand;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process starts: the command line is read before anything of Quarkus is. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs what the arguments say; the exit code is the command's. */
    public static void main(String... args) {
        StandardStreams.use();
        System.exit(TailraceCommand.execute(Arguments.asGiven(args)));
    }
}
