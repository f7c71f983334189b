package dev.tailrace.hub;

import dev.tailrace.hub.ingest.ConfiguredSource;
import dev.tailrace.hub.ingest.Sources;
import dev.tailrace.hub.push.Pushes;
import dev.tailrace.hub.stream.Streams;
import dev.tailrace.source.tail.TailDiscovery;

/**
 * The sources that the configuration names, and their start. Any thread, one at a time, but for
 * {@link #startNoMore}, which may come at any time.
 *
 * <pre>
 *   expect --> start --> over
 *     `----------`---- startNoMore: what is not started by then stays so
 * </pre>
 */
public final class ConfiguredSources {
    private final ConfiguredStreams names;
    private final Streams streams;
    private final Sources sources;
    private final Discoveries discoveries;
    private final Pushes pushes;
    private volatile boolean stopped;
    private volatile boolean over;

    ConfiguredSources(
            ConfiguredStreams names,
            Streams streams,
            Sources sources,
            Discoveries discoveries,
            Pushes pushes) {
        this.names = names;
        this.streams = streams;
        this.sources = sources;
        this.discoveries = discoveries;
        this.pushes = pushes;
    }

    /** Readers of the streams that are to have a source wait for it from now on, and do not end. */
    public void expect() {
        names.expectIn(streams);
    }

    /**
     * Starts them, and takes in what a killed gateway had read of the others.
     *
     * @throws dev.tailrace.source.SourceException if one of them cannot be set up
     */
    public void start() {
        HubConfig config = names.config();
        config.streams()
                .forEach((name, stream) ->
                        unlessStopped(() -> names.start(name, stream, streams, sources)));
        config.tail()
                .forEach((name, tail) ->
                        unlessStopped(() ->
                                discoveries.start(
                                        new TailDiscovery(
                                                ConfiguredSource.discovery(name, tail),
                                                sources.tails()))));
        streams.all().forEach(stream -> stream.life().recover());
        pushes.resume();
        over = true;
    }

    private void unlessStopped(Runnable start) {
        if (!stopped) {
            start.run();
        }
    }

    /** The gateway is to stop before its start is over: what it has not started stays so. */
    public void startNoMore() {
        stopped = true;
    }

    /** Whether all of them are set up, and nothing is left of a killed gateway's. */
    boolean isOver() {
        return over;
    }
}
