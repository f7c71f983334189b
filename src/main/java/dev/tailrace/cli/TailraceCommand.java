package dev.tailrace.cli;

import static java.util.Objects.requireNonNull;

import dev.tailrace.model.OsText;
import dev.tailrace.model.StreamName;
import dev.tailrace.terminal.logs.LogsCommand;
import dev.tailrace.terminal.shell.CompletionCommand;
import dev.tailrace.terminal.shell.ManCommand;
import dev.tailrace.terminal.streams.LsCommand;
import dev.tailrace.terminal.streams.RmCommand;
import dev.tailrace.terminal.streams.StatCommand;
import dev.tailrace.user.UsageProblems;
import dev.tailrace.user.Version;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tailrace}. */
@Command(
        name = "tailrace",
        description =
                "Turns the output of commands, pipes and FIFOs into streams of lines: kept in files, served live.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            PipeCommand.class,
            ServeCommand.class,
            TokenCommand.class,
            // For the list of commands: it is TerminalProgram that runs them.
            LogsCommand.class,
            LsCommand.class,
            StatCommand.class,
            RmCommand.class,
            CompletionCommand.class,
            ManCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  tailrace run --name web -- java -jar app.jar",
            "  make 2>&1 | tailrace pipe --name build --keep",
            "  tailrace serve --fifo app=/run/app.fifo",
            "  tailrace logs -f web"
        })
public final class TailraceCommand implements Runnable {
    /** As shells and most commands report a command line that they cannot understand. */
    private static final int USAGE = CommandLine.ExitCode.USAGE;

    @Spec @Nullable CommandSpec spec;

    /** Runs what {@code args} say and returns the exit code. */
    public static int execute(String... args) {
        StopSignals.install();
        return commandLine().execute(args);
    }

    /** Reads arguments; what is wrong with them goes to its {@link CommandLine#getErr}. */
    static CommandLine commandLine() {
        return new CommandLine(new TailraceCommand())
                .setUsageHelpAutoWidth(true)
                .setStopAtPositional(true)
                // What begins with @ is the command's, and no file of arguments.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, OsText::path)
                .registerConverter(StreamName.class, StreamName::new)
                .setParameterExceptionHandler(TailraceCommand::sayUsage)
                .setExecutionExceptionHandler((e, command, _) -> Failure.say(e, command.getErr()));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                requireNonNull(spec).commandLine(),
                "Which command? One of run, pipe, serve, token, logs, ls, stat, rm, completion,"
                        + " man.");
    }

    /** One sentence and where to read on: a whole help text would push the sentence away. */
    private static int sayUsage(CommandLine.ParameterException e, String[] args) {
        PrintWriter errors = e.getCommandLine().getErr();
        errors.println("tailrace: " + new UsageProblems(AcceptedValues::of).sentence(e));
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        errors.println("Try '" + command + " --help'.");
        return USAGE;
    }
}
