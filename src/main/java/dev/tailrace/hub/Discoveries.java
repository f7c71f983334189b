package dev.tailrace.hub;

import dev.tailrace.hub.stream.DataFolder;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.Streams;
import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.Discovery;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Source;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What looks for sources until the gateway is to stop, or its data folder is removed; each gets a
 * stream. Any thread.
 */
public final class Discoveries implements Discovery.Found {
    private final Streams streams;
    private final DataFolder data;
    private final Drain drain;
    private final List<Discovery> all = new CopyOnWriteArrayList<>();

    Discoveries(Streams streams, DataFolder data, Drain drain) {
        this.streams = streams;
        this.data = data;
        this.drain = drain;
    }

    /**
     * Has {@code discovery} look for sources.
     *
     * @throws dev.tailrace.source.SourceException if it cannot look at all
     */
    public void start(Discovery discovery) {
        all.add(discovery);
        discovery.start(this);
    }

    Stream<CompletionStage<Void>> stop() {
        return all.stream().map(Discovery::stop);
    }

    @Override
    public void found(StreamName name, Labels labels, Function<IngestLoop, Source> source) {
        if (!drain.hasBegun() && !data.isGone()) {
            LogStream stream = streams.open(name, labels);
            stream.life().startNext(source);
            streams.relabel(stream, labels);
        }
    }

    @Override
    public boolean isKnown(StreamName name) {
        return streams.find(name).isPresent();
    }
}
