package dev.tailrace;

import dev.tailrace.cli.TailraceCommand;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process starts: the command line is read before anything of Quarkus is. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs what the arguments say; the exit code is the command's. */
    public static void main(String... args) {
        System.exit(TailraceCommand.execute(args));
    }
}
