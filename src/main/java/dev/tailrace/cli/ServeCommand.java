package dev.tailrace.cli;

import dev.tailrace.model.StreamName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailrace serve}. */
@Command(
        name = "serve",
        description = "Serves the streams that the options and the configuration name.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
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
    Map<String, Path> fifos = new LinkedHashMap<>();

    @Option(
            names = "--process",
            paramLabel = "NAME=COMMANDLINE",
            description = "A stream from a command, which /bin/sh runs.")
    Map<String, String> processes = new LinkedHashMap<>();

    @Override
    public Integer call() {
        if (config != null) {
            useConfiguration(config);
        }
        fifos.forEach((name, path) -> set(name, "fifo.path", path.toAbsolutePath().toString()));
        processes.forEach((name, line) -> {
            set(name, "process.command[0]", "/bin/sh");
            set(name, "process.command[1]", "-c");
            set(name, "process.command[2]", line);
        });
        return LaunchedGateway.launch(common, new Launch.Serve(common.quiet));
    }

    private static void set(String stream, String key, String value) {
        if (!StreamName.isValid(stream)) {
            throw new LaunchException(
                    "'"
                            + stream
                            + "' cannot name a stream: a name is "
                            + StreamName.ACCEPTED
                            + ".");
        }
        // A backslash or a dollar would be read as an escape or an expression.
        System.setProperty(
                "tailrace.streams.\"" + stream + "\"." + key,
                value.replace("\\", "\\\\").replace("$", "\\$"));
    }

    private static void useConfiguration(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        if (!name.matches(".*\\.(yaml|yml|properties)")) {
            throw new LaunchException(
                    "--config "
                            + file
                            + ": a name ending in .yaml, .yml or .properties is accepted.");
        }
        if (!Files.isReadable(file)) {
            throw new LaunchException(
                    "--config "
                            + file
                            + (Files.exists(file) ? " cannot be read." : " does not exist."));
        }
        System.setProperty("smallrye.config.locations", file.toAbsolutePath().toUri().toString());
    }
}
