package dev.tailrace.hub;

import dev.tailrace.model.StreamName;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.process.ProcessPolicy;
import dev.tailrace.source.process.ProcessSource;
import dev.tailrace.source.process.ProcessSpec;
import dev.tailrace.source.process.Restart;
import dev.tailrace.source.tail.TailDiscovery;
import dev.tailrace.source.tail.TailFormat;
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
        ProcessSource make(IngestLoop loop, Path fifos, Duration grace, Duration drain) {
            return new ProcessSource(
                    spec,
                    fifos,
                    loop,
                    new ProcessPolicy(grace, drain, restart, reattach, true, true));
        }
    }

    /** {@code push}. */
    record FromPush() implements ConfiguredSource {}

    /** {@code tail}. */
    record FromTail(Path path, TailFormat format, boolean fromEnd) implements ConfiguredSource {}

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
        config.tail().ifPresent(_ -> kinds.add("tail"));
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
                .or(() -> config.tail().map(tail -> fromTail("tailrace.streams." + stream, tail)))
                .or(() -> config.push() ? Optional.of(new FromPush()) : Optional.empty());
    }

    private static FromProcess fromProcess(String stream, StreamConfig.ProcessConfig process) {
        return new FromProcess(spec(stream, process), process.restart(), process.reattach());
    }

    private static FromTail fromTail(String stream, StreamConfig.TailConfig config) {
        String key = stream + ".tail";
        if (TailDiscovery.isPattern(config.path())) {
            throw new HubException(
                    key
                            + ".path is '"
                            + config.path()
                            + "': a stream follows one file; tailrace.tail.NAME.path takes a folder"
                            + " or a pattern.");
        }
        return new FromTail(config.path(), format(key, config), fromEnd(key, config));
    }

    /**
     * What to look for.
     *
     * @throws HubException if a value is none that is accepted
     */
    static TailDiscovery.Spec discovery(String name, StreamConfig.TailConfig config) {
        String key = "tailrace.tail." + name;
        if (!StreamName.isValid(name)) {
            throw new HubException(
                    key
                            + ": streams are named after it, and a stream's name is "
                            + StreamName.ACCEPTED
                            + ".");
        }
        return new TailDiscovery.Spec(
                new StreamName(name), config.path(), format(key, config), fromEnd(key, config));
    }

    private static TailFormat format(String key, StreamConfig.TailConfig config) {
        return TailFormat.of(config.format())
                .orElseThrow(() ->
                        new HubException(
                                key
                                        + ".format is '"
                                        + config.format()
                                        + "'; accepted is "
                                        + TailFormat.ACCEPTED
                                        + "."));
    }

    private static boolean fromEnd(String key, StreamConfig.TailConfig config) {
        return switch (config.from()) {
            case "first" -> false;
            case "end" -> true;
            default ->
                    throw new HubException(
                            key + ".from is '" + config.from() + "'; accepted is first or end.");
        };
    }

    private static ProcessSpec spec(String stream, StreamConfig.ProcessConfig process) {
        try {
            return new ProcessSpec(
                    process.command(),
                    process.workingFolder(),
                    process.environment(),
                    process.user());
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    "tailrace.streams." + stream + ".process: " + e.getMessage() + ".");
        }
    }
}
