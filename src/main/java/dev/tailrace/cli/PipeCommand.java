package dev.tailrace.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tailrace pipe}. */
@Command(
        name = "pipe",
        description = "Serves standard input, which also goes on to standard output as it came.",
        mixinStandardHelpOptions = true)
final class PipeCommand implements Callable<Integer> {
    @Mixin CommonOptions common = new CommonOptions();

    @Mixin CommonOptions.OneStream stream = new CommonOptions.OneStream();

    @Override
    public Integer call() {
        return LaunchedGateway.launch(
                common, new Launch.Pipe(stream.stream("stdin"), stream.keep, common.quiet));
    }
}
