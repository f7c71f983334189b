package dev.tailrace.hub;

import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Poller;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.fifo.FifoSource;
import dev.tailrace.source.process.Care;
import dev.tailrace.source.process.ProcessSource;
import dev.tailrace.source.process.ProcessSpec;
import dev.tailrace.source.process.Restart;
import dev.tailrace.source.process.User;
import dev.tailrace.source.push.PushSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the configuration says of a stream's source. */
sealed interface ConfiguredSource {
    /** {@code fifo}. */
    record FromFifo(Path path) implements ConfiguredSource {}

    /** {@code process}. */
    record FromProcess(ProcessSpec spec, Restart restart, boolean reattach)
            implements ConfiguredSource {
        /** Makes it, to read on {@code loop}. */
        ProcessSource makeProcess(IngestLoop loop, Poller poller, Path fifos, Duration grace) {
            return new ProcessSource(
                    spec,
                    fifos,
                    loop,
                    poller,
                    new Care(grace, Care.DRAIN_AFTER_EXIT, restart, reattach, true));
        }
    }

    /** {@code push}. */
    record FromPush() implements ConfiguredSource {}

    /**
     * The one source of a stream, or none if it is history alone.
     *
     * @throws HubException if there is more than one, or it lacks something
     */
    static Optional<ConfiguredSource> in(String stream, StreamConfig config) {
        List<String> kinds = new ArrayList<>();
        config.fifo().ifPresent(_ -> kinds.add("fifo"));
        config.process().ifPresent(_ -> kinds.add("process"));
        if (config.push()) {
            kinds.add("push");
        }
        if (kinds.size() > 1) {
            throw new HubException(
                    "tailrace.streams."
                            + stream
                            + " has "
                            + kinds.size()
                            + " sources, "
                            + String.join(" and ", kinds)
                            + ": a stream has one.");
        }
        return config.fifo()
                .<ConfiguredSource>map(fifo -> new FromFifo(fifo.path()))
                .or(() -> config.process().map(process -> fromProcess(stream, process)))
                .or(() -> config.push() ? Optional.of(new FromPush()) : Optional.empty());
    }

    private static FromProcess fromProcess(String stream, StreamConfig.ProcessConfig process) {
        return new FromProcess(spec(stream, process), process.restart(), process.reattach());
    }

    private static ProcessSpec spec(String stream, StreamConfig.ProcessConfig process) {
        try {
            return new ProcessSpec(
                    process.command(),
                    process.workingFolder(),
                    process.environment(),
                    process.user().map(User::of));
        } catch (IllegalArgumentException | SourceException e) {
            throw new HubException(
                    "tailrace.streams." + stream + ".process: " + e.getMessage() + ".");
        }
    }

    /** Makes it, to read on {@code loop}. */
    default Source make(IngestLoop loop, Poller poller, Path commandFifos, Duration grace) {
        return switch (this) {
            case FromFifo(Path path) -> new FifoSource(path, loop, poller);
            case FromProcess command -> command.makeProcess(loop, poller, commandFifos, grace);
            case FromPush() -> new PushSource(loop);
        };
    }
}
