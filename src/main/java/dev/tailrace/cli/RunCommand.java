package dev.tailrace.cli;

import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.process.CommandLookup;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tailrace run}. */
@Command(
        name = "run",
        description =
                "Runs a command and serves its output, which also goes on to standard output and error"
                        + " as it came. The exit code is the command's.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin CommonOptions common = new CommonOptions();

    @Mixin CommonOptions.OneStream stream = new CommonOptions.OneStream();

    @Option(
            names = "--stdout-fifo",
            paramLabel = "PATH",
            description =
                    "A FIFO of somebody else's that standard output goes to, instead of the gateway's"
                            + " own.")
    @Nullable Path stdoutFifo;

    @Option(
            names = "--stderr-fifo",
            paramLabel = "PATH",
            description = "The same for standard error.")
    @Nullable Path stderrFifo;

    @Option(
            names = {"-t", "--tty"},
            description =
                    "Gives the command a terminal of its own, so that it shows colours and can be"
                            + " used; standard error is then part of standard output.")
    boolean tty;

    @Parameters(
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The command and its arguments; -- may come before them.")
    List<String> command = List.of();

    @Override
    public Integer call() {
        Launch.Run run =
                new Launch.Run(
                        stream.stream(nameOf(command)),
                        List.copyOf(command),
                        fifos(),
                        tty,
                        stream.keep,
                        common.quiet);
        // Before anything is made or opened: a mistyped command leaves nothing behind.
        CommandLookup.require(command.getFirst());
        if (tty) {
            CommonOptions.showKeysAtOnce();
        }
        return LaunchedGateway.launch(common, run);
    }

    private Map<Origin, Path> fifos() {
        Map<Origin, Path> fifos = new EnumMap<>(Origin.class);
        if (stdoutFifo != null) {
            fifos.put(Origin.STDOUT, OsText.absolute(stdoutFifo));
        }
        if (stderrFifo != null) {
            fifos.put(Origin.STDERR, OsText.absolute(stderrFifo));
        }
        return fifos;
    }

    /** The command's file name as far as it can name a stream. */
    private static String nameOf(List<String> command) {
        String path = command.getFirst();
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String fitting = name.replaceAll("[^a-z0-9._-]", "-").replaceAll("^[^a-z0-9]+", "");
        return StreamName.isValid(fitting) ? fitting : "run";
    }
}
