package dev.tailrace.hub.ingest;

import dev.tailrace.model.StreamName;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.process.PassedEnvironment;
import dev.tailrace.source.process.ProcessPolicy;
import dev.tailrace.source.process.ProcessSource;
import dev.tailrace.source.process.ProcessSpec;
import dev.tailrace.source.process.Restart;
import dev.tailrace.source.process.Session;
import dev.tailrace.source.tail.TailDiscovery;
import dev.tailrace.source.tail.lines.LineFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the configuration says of a stream's source. */
public sealed interface ConfiguredSource {
    record FromFifo(Path path) implements ConfiguredSource {}

    record FromProcess(ProcessSpec spec, Restart restart, boolean reattach)
            implements ConfiguredSource {
        /** Makes it, to read on {@code loop}. */
        ProcessSource make(IngestLoop loop, Path fifos, IngestConfig config) {
            ProcessPolicy policy =
                    new ProcessPolicy(
                            config.stopGrace(),
                            config.drainAfterExit(),
                            restart,
                            reattach,
                            true,
                            true);
            return new ProcessSource(spec, fifos, loop, policy);
        }
    }

    record FromPush() implements ConfiguredSource {}

    record FromTail(Path path, LineFormat format, boolean fromEnd) implements ConfiguredSource {}

    /**
     * The one source of a stream, or none if it is history alone.
     *
     * @throws SourceException if there is more than one, or it lacks something
     */
    static Optional<ConfiguredSource> in(String stream, SourceConfig config) {
        String key = "tailrace.streams." + stream;
        Map<String, ConfiguredSource> found = new LinkedHashMap<>();
        config.fifo().ifPresent(fifo -> found.put("fifo", new FromFifo(fifo.path())));
        config.process()
                .ifPresent(process -> found.put("process", process(key + ".process", process)));
        if (config.push()) {
            found.put("push", new FromPush());
        }
        config.tail().ifPresent(tail -> found.put("tail", tail(key + ".tail", tail)));
        if (found.size() > 1) {
            throw new SourceException(
                    "%s has %s sources, %s: a stream has one."
                            .formatted(key, found.size(), String.join(" and ", found.keySet())));
        }
        return found.values().stream().findFirst();
    }

    private static FromProcess process(String key, SourceConfig.ProcessConfig config) {
        try {
            ProcessSpec spec =
                    new ProcessSpec(
                            config.command(),
                            config.workingFolder(),
                            config.environment(),
                            PassedEnvironment.of(config.passEnvironment().orElse(List.of())),
                            config.user(),
                            Session.OWN);
            return new FromProcess(spec, config.restart(), config.reattach());
        } catch (IllegalArgumentException | SourceException e) {
            throw new SourceException(key + ": " + e.getMessage() + ".");
        }
    }

    private static FromTail tail(String key, SourceConfig.TailConfig config) {
        if (TailDiscovery.isPattern(config.path())) {
            throw new SourceException(
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
     * @throws SourceException if a value is none that is accepted
     */
    static TailDiscovery.Spec discovery(String name, SourceConfig.TailConfig config) {
        String key = "tailrace.tail." + name;
        if (!StreamName.isValid(name)) {
            throw new SourceException(
                    "%s: streams are named after it, and a stream's name is %s."
                            .formatted(key, StreamName.ACCEPTED));
        }
        return new TailDiscovery.Spec(
                new StreamName(name), config.path(), format(key, config), fromEnd(key, config));
    }

    private static LineFormat format(String key, SourceConfig.TailConfig config) {
        return LineFormat.of(config.format())
                .orElseThrow(
                        () -> notAccepted(key + ".format", config.format(), LineFormat.ACCEPTED));
    }

    private static boolean fromEnd(String key, SourceConfig.TailConfig config) {
        return switch (config.from()) {
            case "first" -> false;
            case "end" -> true;
            default -> throw notAccepted(key + ".from", config.from(), "first or end");
        };
    }

    private static SourceException notAccepted(String key, String value, String accepted) {
        return new SourceException("%s is '%s'; accepted is %s.".formatted(key, value, accepted));
    }
}
