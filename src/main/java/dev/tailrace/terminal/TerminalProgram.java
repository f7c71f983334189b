package dev.tailrace.terminal;

import static java.util.Objects.requireNonNull;

import dev.tailrace.model.OsText;
import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.logs.LogsCommand;
import dev.tailrace.terminal.print.OutputClosed;
import dev.tailrace.terminal.shell.CompleteCommand;
import dev.tailrace.terminal.streams.LsCommand;
import dev.tailrace.terminal.streams.RmCommand;
import dev.tailrace.terminal.streams.StatCommand;
import dev.tailrace.user.Arguments;
import dev.tailrace.user.UsageProblems;
import dev.tailrace.user.Version;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands that read from a gateway; what starts them knows nothing of Quarkus. */
@Command(
        name = "tailrace",
        description = "Reads what gateways have.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            LogsCommand.class,
            LsCommand.class,
            StatCommand.class,
            RmCommand.class,
            CompleteCommand.class
        })
public final class TerminalProgram implements Runnable {
    /** The launcher has the same, and starts these without the gateway's options. */
    static final Set<String> COMMANDS = Set.of("logs", "ls", "stat", "rm", "__complete");

    @Spec @Nullable CommandSpec spec;

    /** Where the process starts: the launcher asks for this class. */
    public static void main(String... args) {
        System.exit(execute(Arguments.asGiven(args)));
    }

    /** Whether the first argument is one of these commands. */
    public static boolean takes(String... args) {
        return args.length > 0 && COMMANDS.contains(args[0]);
    }

    /** Runs what {@code args} say and returns the exit code. */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new TerminalProgram())
                .setOut(printing(FileDescriptor.out))
                .setErr(printing(FileDescriptor.err))
                .setUsageHelpAutoWidth(true)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, OsText::path)
                .setParameterExceptionHandler(TerminalProgram::sayUsage)
                .setExecutionExceptionHandler((e, command, _) -> say(e, command.getErr()));
    }

    /** In UTF-8, whatever the locale. */
    private static PrintWriter printing(FileDescriptor to) {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), true);
    }

    @Override
    public void run() {
        throw new ParameterException(
                requireNonNull(spec).commandLine(),
                "Which command? One of " + String.join(", ", COMMANDS) + ".");
    }

    /** One sentence and where to read on: a whole help text would push the sentence away. */
    private static int sayUsage(ParameterException e, String[] args) {
        PrintWriter errors = e.getCommandLine().getErr();
        errors.println("tailrace: " + new UsageProblems(AcceptedValues::of).sentence(e));
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        errors.println("Try '" + command + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int say(Exception failure, PrintWriter errors) {
        return switch (failure) {
            case OutputClosed _ -> OutputClosed.EXIT_CODE;
            case GatewayFailure refused -> {
                errors.println("tailrace: " + refused.getMessage());
                yield refused.exitCode();
            }
            default -> {
                errors.println("tailrace: it fails, for a reason that it does not know:");
                failure.printStackTrace(errors);
                yield GatewayFailure.FAILURE;
            }
        };
    }
}
