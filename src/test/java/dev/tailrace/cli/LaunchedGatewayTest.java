package dev.tailrace.cli;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.Hub;
import dev.tailrace.hub.HubConfig;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import dev.tailrace.sink.fifo.FifoSinks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A signal that comes when the gateway is there and its source is not yet ends it, and nobody is
 * left to be waited for. At any other moment: {@code endtoend.StopIT}.
 */
class LaunchedGatewayTest {
    private static final int INT = 2;
    private static final int SHELL_CODE_OF_INT = 130;
    private static final StreamName NAME = new StreamName("web");
    private static final Launch.OneStream WEB =
            new Launch.OneStream(Optional.of(NAME), NAME, Labels.NONE);

    @TempDir Path folder;

    private Hub hub;
    private LaunchedGateway gateway;
    private StopSignals signals;

    @BeforeEach
    void startUntilTheSignal() {
        HubConfig config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(HubConfig.class)
                        .withSources(
                                new PropertiesConfigSource(
                                        Map.of("tailrace.data", folder.resolve("data").toString()),
                                        "test",
                                        100))
                        .build()
                        .getConfigMapping(HubConfig.class);
        hub = Hub.open(config);
        gateway = new LaunchedGateway(hub, new FifoSinks(hub, new SimpleMeterRegistry()));
        signals =
                new StopSignals(
                        _ -> {
                            throw new AssertionError("it is too late to die of the signal");
                        },
                        _ -> {});
        signals.hold(hub.configured()::startNoMore, hub::abandon);
        signals.come(INT);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void assertNothingIsLeft() {
        LogStream stream = hub.streams().find(NAME).orElseThrow();
        await().until(() -> stream.readers().count() == 0);
        assertThat(stream.next()).isZero();
    }

    @Test
    void runEndsWithoutACommand() throws Exception {
        Path made = folder.resolve("made");
        assertThat(gateway.run(run(Map.of(), "touch", made.toString()), signals))
                .isEqualTo(SHELL_CODE_OF_INT);
        assertNothingIsLeft();
        assertThat(made).doesNotExist();
    }

    @Test
    void runLeavesItsFifosToTheDrain() throws Exception {
        Path fifo = folder.resolve("fifo");
        makeFifo(fifo);
        assertThat(gateway.run(run(Map.of(Origin.STDOUT, fifo), "true"), signals))
                .isEqualTo(SHELL_CODE_OF_INT);
        hub.drain();
        assertNothingIsLeft();
    }

    @Test
    void pipeEndsWithoutReading() throws Exception {
        assertThat(gateway.pipe(new Launch.Pipe(WEB, false, true), signals))
                .isEqualTo(SHELL_CODE_OF_INT);
        assertNothingIsLeft();
    }

    private static Launch.Run run(Map<Origin, Path> fifos, String... command) {
        return new Launch.Run(WEB, List.of(command), fifos, false, false, true);
    }

    private static void makeFifo(Path path) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    }
}
