package dev.tailrace.sink.fifo;

import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.HubConfig;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.model.Origin;
import dev.tailrace.source.Fifo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** A gateway with one stream, {@code s}, and FIFOs for its outputs. */
final class SinkFixture implements AutoCloseable {
    final Path stdout;
    final Path stderr;
    final Path data;
    private final String[] settings;
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Hub hub;
    private boolean stopped;
    private FedStream stream;
    private FifoSink sink;

    SinkFixture(Path folder, String... keysAndValues) {
        this.data = folder.resolve("data");
        this.settings = keysAndValues;
        this.stdout = folder.resolve(".task.stdout.fifo");
        this.stderr = folder.resolve(".task.stderr.fifo");
        Fifo.createIfMissing(stdout);
        Fifo.createIfMissing(stderr);
        open();
    }

    private void open() {
        hub = Hub.open(config());
        stream = FedStream.start(hub, "s");
        sink =
                new FifoSinks(hub, registry)
                        .feed(
                                stream.stream(),
                                Map.of(Origin.STDOUT, stdout, Origin.STDERR, stderr));
    }

    private HubConfig config() {
        Stream<String> own =
                Stream.of(
                        "tailrace.ingest.flush-after",
                        "20ms",
                        "tailrace.streams.s.log.tail-bytes",
                        "16K");
        return HubFixture.config(
                data, Stream.concat(own, Arrays.stream(settings)).toArray(String[]::new));
    }

    /** Stops the gateway and starts another on the same folder. */
    void restart() {
        stop();
        start();
    }

    void start() {
        registry = new SimpleMeterRegistry();
        open();
        stopped = false;
    }

    void stop() {
        if (!stopped) {
            stopped = true;
            hub.close();
        }
    }

    FedStream stream() {
        return stream;
    }

    FifoSink sink() {
        return sink;
    }

    Path streamFolder() {
        return data.resolve("streams/s");
    }

    /** What the meters of that name and origin show, together. */
    double meter(String name, Origin origin) {
        return registry.get(name).tag("origin", origin.text()).meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    @Override
    public void close() {
        stop();
    }
}
