package dev.tailrace.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.access.Access;
import dev.tailrace.hub.Removing.Outcome;
import dev.tailrace.hub.Removing.Wish;
import dev.tailrace.hub.push.PushOutcome;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.StreamRemoved;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Line;
import dev.tailrace.model.Origin;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.Resumed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which streams go, and which stay without what they have kept. */
class RemovingTest {
    private static final String[] KEYS = {
        "tailrace.push.create", "true",
        "tailrace.streams.audit.push", "true",
        "tailrace.log.segment-bytes", "1K",
        "tailrace.ingest.flush-after", "1h"
    };

    private static final Wish ALL = new Wish(OptionalLong.empty(), null);

    private final HubFixture gateway;
    private final Path streams;

    RemovingTest(@TempDir Path folder) {
        streams = folder.resolve("data/streams");
        gateway = new HubFixture(folder.resolve("data"), KEYS);
        gateway.hub().configured().start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private LogStream pushed(String name) {
        PushOutcome outcome =
                gateway.hub()
                        .pushes()
                        .push(
                                Access.EVERYONE,
                                new StreamName(name),
                                Labels.NONE,
                                PushedLines.ofText("a\nb\n".getBytes(UTF_8), 4),
                                null)
                        .toCompletableFuture()
                        .join();
        assertThat(outcome).isInstanceOf(PushOutcome.Written.class);
        return find(name).orElseThrow();
    }

    private Optional<LogStream> find(String name) {
        return gateway.hub().streams().find(new StreamName(name));
    }

    private Outcome remove(LogStream stream, Wish wish) {
        return gateway.hub().removing().remove(stream, wish).toCompletableFuture().join();
    }

    private static List<String> texts(LogStream stream) {
        return Records.of(stream).stream()
                .filter(line -> line.origin() != Origin.SYSTEM)
                .map(line -> new String(line.content(), UTF_8))
                .toList();
    }

    private static List<String> states(LogStream stream) {
        return Records.of(stream).stream()
                .filter(line -> line.origin() == Origin.SYSTEM)
                .map(line -> new String(line.content(), UTF_8))
                .toList();
    }

    @Test
    void whatARequestHasMadeGoesWithItsFolder() {
        LogStream stream = pushed("web");
        Outcome outcome = remove(stream, ALL);
        assertThat(outcome.whole()).isTrue();
        assertThat(outcome.removal().lines()).isEqualTo(2);
        assertThat(find("web")).isEmpty();
        assertThat(streams).isDirectoryNotContaining("glob:**web*");
        assertThat(pushed("web").epoch()).isNotEqualTo(stream.epoch());
    }

    @Test
    void aStreamThatHasEndedGoes() {
        FedStream stream = FedStream.start(gateway.hub(), "over").numbers(0, 3).end();
        assertThat(gateway.hub().removing().needsForce(stream.stream(), ALL)).isFalse();
        assertThat(remove(stream.stream(), ALL).whole()).isTrue();
        assertThat(find("over")).isEmpty();
    }

    @Test
    void ofAStreamThatHasASourceAllGoesThatItHasKept() {
        FedStream stream = FedStream.start(gateway.hub(), "s").numbers(0, 100);
        assertThat(gateway.hub().removing().needsForce(stream.stream(), ALL)).isTrue();
        Outcome outcome = remove(stream.stream(), new Wish(OptionalLong.empty(), "alice"));
        assertThat(outcome.whole()).isFalse();
        assertThat(outcome.removal().lines()).isEqualTo(100);
        stream.stdout("after\n");
        assertThat(texts(stream.stream())).containsExactly("after");
        assertThat(states(stream.stream()))
                .containsExactly(
                        "{\"state\":\"removed\",\"from\":0,\"to\":99,\"lines\":100,\"by\":\"alice\"}");
        gateway.reopen(KEYS);
        assertThat(texts(find("s").orElseThrow())).containsExactly("after");
        assertThat(find("s").orElseThrow().first()).isEqualTo(100);
    }

    @Test
    void aConfiguredStreamStaysThoughNothingBringsItsLines() {
        LogStream audit = pushed("audit");
        assertThat(gateway.hub().removing().needsForce(audit, ALL)).isTrue();
        assertThat(remove(audit, ALL).whole()).isFalse();
        assertThat(texts(audit)).isEmpty();
        pushed("audit");
        assertThat(texts(audit)).containsExactly("a", "b");
    }

    @Test
    void beforeATimeOnlyOldSegmentsGoOfAnyStream() {
        FedStream stream = FedStream.start(gateway.hub(), "s").numbers(0, 100);
        List<Line> all = Records.of(stream.stream());
        long time = all.getLast().time();
        Wish old = new Wish(OptionalLong.of(time), null);
        assertThat(gateway.hub().removing().needsForce(stream.stream(), old)).isFalse();
        Outcome wouldBe =
                gateway.hub()
                        .removing()
                        .wouldRemove(stream.stream(), old)
                        .toCompletableFuture()
                        .join();
        assertThat(texts(stream.stream())).hasSize(100);
        Outcome outcome = remove(stream.stream(), old);
        assertThat(outcome).isEqualTo(wouldBe);
        assertThat(outcome.removal().isNothing()).isFalse();
        assertThat(texts(stream.stream()))
                .hasSize(100 - Math.toIntExact(outcome.removal().lines()))
                .endsWith("99");
    }

    @Test
    void aSourceDoesNotBringAgainWhatWasRemovedUnfinishedLinesIncluded() {
        FedStream stream = FedStream.start(gateway.hub(), "s");
        stream.checkpoint("0").stdout("one\n").stderr("x\n").stdout("begun");
        remove(stream.stream(), ALL);
        stream.stdout(" and ended\n");
        assertThat(stream.resumed())
                .isEqualTo(new Resumed(Optional.of("0"), new ProducedBytes(20, 2)));
        gateway.reopen(KEYS);
        assertThat(FedStream.start(find("s").orElseThrow()).resumed())
                .isEqualTo(new Resumed(Optional.of("0"), new ProducedBytes(20, 2)));
    }

    @Test
    void oneThatIsRemovedAlreadyIsNone() {
        LogStream stream = pushed("web");
        remove(stream, ALL);
        assertThatThrownBy(() -> remove(stream, ALL)).hasCauseInstanceOf(StreamRemoved.class);
    }

    @Test
    void aRemovalThatWasCutShortIsFinishedByTheNextStart() throws Exception {
        pushed("web");
        gateway.reopenAfter(
                () -> Files.move(streams.resolve("web"), streams.resolve("web~removed")), KEYS);
        assertThat(find("web")).isEmpty();
        assertThat(streams.resolve("web~removed")).doesNotExist();
    }
}
