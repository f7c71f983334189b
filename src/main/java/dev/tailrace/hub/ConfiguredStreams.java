package dev.tailrace.hub;

import dev.tailrace.hub.ingest.ConfiguredSource;
import dev.tailrace.hub.ingest.Sources;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.StreamConfig;
import dev.tailrace.hub.stream.Streams;
import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;

/**
 * Makes streams and sources of what the configuration names. Any thread.
 *
 * @param pod whose labels the streams have
 */
record ConfiguredStreams(HubConfig config, Pod pod) {
    /**
     * Checks all of them before there is any: what is wrong with the last one leaves nothing of the
     * first behind.
     *
     * @throws HubException if a name, a label or a bound is none
     * @throws dev.tailrace.source.SourceException if a source is not configured as it must be
     */
    void check() {
        config.streams()
                .forEach((name, stream) -> {
                    StreamName checked = name(name);
                    var _ = labels(name, stream);
                    var _ = Streams.settings(config.log(), checked, stream.log());
                    var _ = ConfiguredSource.in(name, stream);
                });
        config.tail().forEach(ConfiguredSource::discovery);
    }

    void openIn(Streams streams) {
        config.streams().forEach((name, stream) -> open(streams, name, stream));
    }

    /** Readers of those that are to have a source wait for it from now on, and do not end. */
    void expectIn(Streams streams) {
        config.streams()
                .forEach((name, stream) ->
                        ConfiguredSource.in(name, stream)
                                .ifPresent(_ -> open(streams, name, stream).life().expect()));
    }

    void start(String name, StreamConfig stream, Streams streams, Sources sources) {
        LogStream opened = open(streams, name, stream);
        ConfiguredSource.in(name, stream).ifPresent(source -> sources.start(opened.life(), source));
    }

    private LogStream open(Streams streams, String name, StreamConfig stream) {
        return streams.open(name(name), labels(name, stream));
    }

    private static StreamName name(String name) {
        if (!StreamName.isValid(name)) {
            throw new HubException(
                    "tailrace.streams.%s: a stream's name is %s."
                            .formatted(name, StreamName.ACCEPTED));
        }
        return new StreamName(name);
    }

    private Labels labels(String name, StreamConfig stream) {
        try {
            return pod.label(new Labels(stream.labels()));
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    "tailrace.streams.%s.labels: %s.".formatted(name, e.getMessage()));
        }
    }
}
