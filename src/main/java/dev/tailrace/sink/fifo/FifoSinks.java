package dev.tailrace.sink.fifo;

import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.StreamConfig;
import dev.tailrace.hub.stream.StreamConfig.FifoSinkConfig;
import dev.tailrace.hub.stream.Watcher;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** All FIFOs that a gateway feeds. Any thread. */
public final class FifoSinks implements Watcher {
    private final Hub hub;
    private final MeterRegistry registry;
    private final List<FifoSink> sinks = new CopyOnWriteArrayList<>();
    private Runnable endWatch = () -> {};

    public FifoSinks(Hub hub, MeterRegistry registry) {
        this.hub = hub;
        this.registry = registry;
    }

    /**
     * Begins to feed what the configuration names, before the sources start.
     *
     * @throws HubException if one of the FIFOs is not as it must be; the message names its key
     */
    public void startConfigured(Map<String, StreamConfig> streams) {
        streams.forEach((name, stream) ->
                stream.sink()
                        .flatMap(StreamConfig.SinkConfig::fifo)
                        .ifPresent(fifo -> start(name, fifo)));
    }

    private void start(String name, FifoSinkConfig fifo) {
        String key = "tailrace.streams." + name + ".sink.fifo";
        Map<Origin, Path> fifos = new TreeMap<>();
        fifo.stdout().ifPresent(path -> fifos.put(Origin.STDOUT, path));
        fifo.stderr().ifPresent(path -> fifos.put(Origin.STDERR, path));
        if (fifos.isEmpty()) {
            throw new HubException(key + " names no FIFO: stdout, stderr or both are accepted.");
        }
        LogStream stream = hub.streams().find(new StreamName(name)).orElseThrow();
        try {
            feed(stream, fifos);
        } catch (HubException e) {
            throw new HubException(key + ": " + e.getMessage() + ".");
        }
    }

    /**
     * Begins to feed these FIFOs with what {@code stream} gets from now on, or from where they were
     * left.
     *
     * @throws HubException if one of them is not as it must be
     */
    public synchronized FifoSink feed(LogStream stream, Map<Origin, Path> fifos) {
        FifoSink sink = new FifoSink(hub, stream, fifos, registry);
        if (sinks.isEmpty()) {
            endWatch = hub.streams().watchers().add(this);
        }
        sinks.add(sink);
        sink.begin();
        return sink;
    }

    @Override
    public void changed(LogStream stream) {
        sinks.forEach(sink -> sink.changed(stream));
    }

    /** The feeds are told as readers of their streams. */
    @Override
    public synchronized void drain() {
        endWatch.run();
    }
}
