package dev.tailrace.hub.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Labels;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.SourceException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who follows the list of streams, and what is told. */
class WatcherTest {
    private final HubFixture gateway;
    private final Recorded watcher = new Recorded();
    private Runnable unwatch = () -> {};

    WatcherTest(@TempDir Path data) {
        gateway = new HubFixture(data);
    }

    /** What was told: a stream's name, state, whether it is over, and how many records it has. */
    private final class Recorded implements Watcher {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private int drained;

        @Override
        public void changed(LogStream stream) {
            assertThat(gateway.hub().streams().find(stream.name())).contains(stream);
            told.add(
                    stream.name()
                            + " "
                            + stream.life().state().text()
                            + (stream.feed().isEnded() ? " over " : " ")
                            + stream.next());
        }

        @Override
        public void drain() {
            drained++;
            unwatch.run();
        }
    }

    @BeforeEach
    void watch() {
        unwatch = gateway.hub().streams().watchers().add(watcher);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aStreamsWholeLifeIsTold() {
        FedStream stream = FedStream.start(gateway.hub(), "s");
        stream.event(new SourceEvent.Started(1, List.of("true"))).stdout("a\n");
        stream.event(new SourceEvent.Exited(new ExitStatus(0, 0)));
        assertThat(watcher.told)
                .containsExactly(
                        "s ended over 0",
                        "s starting 0",
                        "s running 0",
                        "s running 1",
                        "s ended over 3");
    }

    @Test
    void whatIsExpectedTwiceIsToldOnce() {
        LogStream stream = stream();
        stream.life().expect();
        FedStream.start(stream);
        assertThat(watcher.told).containsExactly("s ended over 0", "s starting 0", "s running 0");
    }

    @Test
    void aSourceThatCannotBeSetUpIsToldToo() {
        LogStream stream = stream();
        assertThatThrownBy(() -> stream.life().start(new BrokenSource()))
                .isInstanceOf(SourceException.class);
        assertThat(watcher.told.getLast()).isEqualTo("s ended over 0");
        assertThat(watcher.told).hasSize(3);
    }

    @Test
    void aStreamThatIsThereAlreadyIsNotNew() {
        LogStream stream = stream();
        assertThat(stream()).isSameAs(stream);
        assertThat(watcher.told).hasSize(1);
    }

    @Test
    void whoHasGoneIsToldNothing() {
        assertThat(gateway.hub().streams().watchers().count()).isEqualTo(1);
        unwatch.run();
        stream();
        assertThat(watcher.told).isEmpty();
        assertThat(gateway.hub().streams().watchers().count()).isZero();
    }

    @Test
    void aGatewayThatStopsTellsWhoIsThereAndWhoComes() {
        gateway.hub().drain();
        assertThat(watcher.drained).isEqualTo(1);
        assertThat(gateway.hub().streams().watchers().count()).isZero();
        Recorded late = new Recorded();
        gateway.hub().streams().watchers().add(late);
        assertThat(late.drained).isEqualTo(1);
    }

    private LogStream stream() {
        return gateway.hub().streams().open(new StreamName("s"), Labels.NONE);
    }
}
