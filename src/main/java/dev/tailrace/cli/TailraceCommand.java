package dev.tailrace.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tailrace}. */
@Command(
        name = "tailrace",
        description =
                "Turns the output of commands, pipes and FIFOs into streams of lines: kept in files, served live.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {RunCommand.class, PipeCommand.class, ServeCommand.class},
        footer = {
            "",
            "Examples:",
            "  tailrace run --name web -- java -jar app.jar",
            "  make 2>&1 | tailrace pipe --name build --keep",
            "  tailrace serve --fifo app=/run/app.fifo",
            "  curl -N 'localhost:8080/streams/web/log?follow=true&tail=20'"
        })
public final class TailraceCommand implements Runnable {
    /** As a shell reports a command line that it cannot understand. */
    public static final int USAGE = CommandLine.ExitCode.USAGE;

    /** Runs what {@code args} say and returns the exit code. */
    public static int execute(String... args) {
        return new CommandLine(new TailraceCommand())
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((e, _, _) -> Failure.say(e))
                .execute(args);
    }

    @Override
    public void run() {
        new CommandLine(this).usage(System.err);
    }
}
