package dev.tailrace.cli;

import static java.util.Objects.requireNonNull;

import dev.tailrace.model.OsText;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.tail.TailDiscovery;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tailrace serve}. */
@Command(
        name = "serve",
        description = "Serves the streams that the options and the configuration name.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Spec @Nullable CommandSpec spec;

    @Mixin CommonOptions common = new CommonOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration in YAML (.yaml, .yml) or as .properties.")
    @Nullable Path config;

    @Option(
            names = "--fifo",
            paramLabel = "NAME=PATH",
            description = "A stream from a FIFO, which is made if it is missing.")
    Map<StreamName, Path> fifos = new LinkedHashMap<>();

    @Option(
            names = "--tail",
            paramLabel = "NAME=PATH",
            description =
                    "A stream from a file that something else writes and rotates; streams from the"
                            + " files in a folder, or that match a pattern (in quotes).")
    Map<StreamName, Path> tails = new LinkedHashMap<>();

    @Option(
            names = "--process",
            paramLabel = "NAME=COMMANDLINE",
            description = "A stream from a command, which /bin/sh runs.")
    Map<StreamName, String> processes = new LinkedHashMap<>();

    @Override
    public Integer call() {
        if (config != null) {
            useConfiguration(config);
        }
        fifos.forEach((name, path) -> set(name, "fifo.path", OsText.of(OsText.absolute(path))));
        tails.forEach((name, path) -> {
            Path absolute = OsText.absolute(path);
            if (TailDiscovery.isPattern(absolute)) {
                CommonOptions.configure("tailrace.tail.\"" + name + "\".path", OsText.of(absolute));
            } else {
                set(name, "tail.path", OsText.of(absolute));
            }
        });
        processes.forEach((name, line) -> {
            set(name, "process.command[0]", "/bin/sh");
            set(name, "process.command[1]", "-c");
            set(name, "process.command[2]", line);
        });
        return LaunchedGateway.launch(common, new Launch.Serve(common.quiet));
    }

    private static void set(StreamName stream, String key, String value) {
        CommonOptions.configure("tailrace.streams.\"" + stream + "\"." + key, value);
    }

    private void useConfiguration(Path file) {
        if (!OsText.of(file).matches("(?s).*\\.(yaml|yml|properties)")) {
            throw new ParameterException(
                    requireNonNull(spec).commandLine(),
                    "--config "
                            + OsText.shown(file)
                            + ": accepted is a name ending in .yaml, .yml or .properties.");
        }
        ConfigFile.use(file);
    }
}
