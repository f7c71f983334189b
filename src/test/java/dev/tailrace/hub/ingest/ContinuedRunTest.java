package dev.tailrace.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.Records;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Line;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that one gateway has seen begin and another sees go on, with times of the producer's. */
class ContinuedRunTest {
    private static final long NOON = 1_795_176_000_000_000_000L;
    private static final SourceEvent STARTED = new SourceEvent.Started(7, List.of("web"));
    private static final SourceEvent EXITED = new SourceEvent.Exited(new ExitStatus(3, 0));
    private static final String STARTED_RECORD =
            "system F {\"state\":\"started\",\"run\":1,\"pid\":7,\"command\":[\"web\"]}";
    private static final String EXITED_RECORD =
            "system F {\"state\":\"exited\",\"run\":1,\"code\":3}";

    private final HubFixture gateway;
    private FedStream fed;

    ContinuedRunTest(@TempDir Path folder) {
        gateway = new HubFixture(folder);
        fed = FedStream.start(gateway.hub(), "s");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    /** The stream is history alone for a while, as its container is found after the start. */
    private void nextGateway() {
        gateway.reopen();
        gateway.hub().configured().start();
        fed = FedStream.start(gateway.hub(), "s");
    }

    private List<String> texts() {
        return Records.textsOf(fed.stream());
    }

    private Run onlyRun() {
        assertThat(fed.stream().life().runs().list()).hasSize(1);
        return fed.stream().life().runs().list().getFirst();
    }

    @Test
    void aRunGoesOnWithoutARecordAndEndsAsOne() {
        fed.event(STARTED).stdout("a\n");
        nextGateway();
        assertThat(onlyRun().last()).isEqualTo(1);
        fed.event(new SourceEvent.Continued());
        assertThat(fed.stream().life().state()).isEqualTo(StreamState.RUNNING);
        assertThat(onlyRun().last()).isNull();
        fed.stdout("b\n").event(EXITED);
        assertThat(texts())
                .containsExactly(STARTED_RECORD, "stdout F a", "stdout F b", EXITED_RECORD);
        assertThat(onlyRun().code()).isEqualTo(3);
        assertThat(onlyRun().last()).isEqualTo(3);
    }

    @Test
    void anExitThatIsOnRecordIsNotToldAgain() {
        fed.event(STARTED).event(EXITED);
        Run before = onlyRun();
        nextGateway();
        fed.event(new SourceEvent.Continued()).event(EXITED);
        assertThat(texts()).containsExactly(STARTED_RECORD, EXITED_RECORD);
        assertThat(onlyRun()).isEqualTo(before);
        assertThat(fed.stream().feed().isEnded()).isTrue();
    }

    @Test
    void whatComesAfterAFailureIsOfNoRun() {
        fed.event(STARTED).event(new SourceEvent.Failed("it is away"));
        Run before = onlyRun();
        nextGateway();
        fed.event(new SourceEvent.Continued()).event(EXITED);
        assertThat(texts()).last().isEqualTo("system F {\"state\":\"exited\",\"code\":3}");
        assertThat(onlyRun()).isEqualTo(before);
    }

    @Test
    void aSourceThatHasNothingNewIsOverWithoutARecord() {
        fed.event(STARTED).event(EXITED);
        nextGateway();
        assertThat(fed.stream().feed().isEnded()).isFalse();
        fed.event(new SourceEvent.Quiet());
        assertThat(fed.stream().feed().isEnded()).isTrue();
        assertThat(fed.stream().life().state()).isEqualTo(StreamState.ENDED);
        assertThat(texts()).containsExactly(STARTED_RECORD, EXITED_RECORD);
    }

    @Test
    void runsAndTheirRecordsHaveTheTimesThatTheProducerTells() {
        fed.event(STARTED, NOON).event(EXITED, NOON + 1_000_000_000);
        assertThat(Records.of(fed.stream()).stream().map(Line::time))
                .containsExactly(NOON, NOON + 1_000_000_000);
        Instant noon = Instant.EPOCH.plusNanos(NOON);
        assertThat(onlyRun().started()).isEqualTo(noon);
        assertThat(onlyRun().ended()).isEqualTo(noon.plusSeconds(1));
    }

    @Test
    void aProcessThatHadEndedBeforeItWasFoundHasNoPid() {
        fed.event(new SourceEvent.Started(0, List.of("web")));
        assertThat(onlyRun().pid()).isNull();
    }
}
