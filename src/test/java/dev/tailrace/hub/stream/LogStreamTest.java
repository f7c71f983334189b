package dev.tailrace.hub.stream;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Start;
import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.Records;
import dev.tailrace.hub.ingest.Run;
import dev.tailrace.model.Ending;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Labels;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.Opening;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStreamTest {

    private final HubFixture gateway;
    private final LogStream stream;

    LogStreamTest(@TempDir Path data) {
        gateway = new HubFixture(data);
        stream = gateway.hub().streams().open(new StreamName("s"), Labels.NONE);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aStreamWithoutASourceIsHistoryAlone() {
        assertThat(stream.life().state()).isEqualTo(StreamState.ENDED);
        assertThat(stream.feed().isEnded()).isTrue();
        assertThat(stream.life().kind()).isEqualTo("none");
    }

    @Test
    void aStreamRunsFromItsSourcesStartToItsEnd() {
        FedStream fed = FedStream.start(stream);
        assertThat(stream.life().state()).isEqualTo(StreamState.RUNNING);
        assertThat(stream.feed().isEnded()).isFalse();
        assertThat(stream.life().kind()).isEqualTo("test");
        fed.end();
        assertThat(stream.life().state()).isEqualTo(StreamState.ENDED);
        assertThat(stream.feed().isEnded()).isTrue();
    }

    @Test
    void aSourceThatIsOverBeforeItsStartReturnsLeavesTheStreamEnded() {
        stream.life()
                .start(
                        new Source() {
                            @Override
                            public String kind() {
                                return "short";
                            }

                            @Override
                            public SourceItems open(Opening of) {
                                SourceTasks tasks =
                                        new SourceTasks(stream.life().loop(), "short", _ -> {});
                                SourceItems items = new SourceItems(tasks, () -> {}, () -> {});
                                tasks.execute(() -> {
                                    items.emit(new SourceItem.Event(new SourceEvent.Ended()));
                                    items.complete();
                                });
                                return items;
                            }

                            @Override
                            public CompletionStage<Void> stop() {
                                return CompletableFuture.completedFuture(null);
                            }
                        });
        await().until(() -> stream.life().state() == StreamState.ENDED);
        assertThat(stream.feed().isEnded()).isTrue();
    }

    @Test
    void aSourceThatCannotBeSetUpLeavesTheStreamAsItWas() {
        assertThatThrownBy(() -> stream.life().start(new BrokenSource()))
                .hasMessage("no such thing");
        assertThat(stream.life().state()).isEqualTo(StreamState.ENDED);
        assertThat(stream.feed().isEnded()).isTrue();
        assertThat(stream.life().kind()).isEqualTo("none");
    }

    @Test
    void theGatewaysOwnRecordsAreOneJsonObjectEach() throws IOException {
        FedStream.start(stream)
                .event(new SourceEvent.Started(4711, List.of("sh", "-c", "echo \"a\nb\" \\")))
                .stdout("a\n")
                .event(new SourceEvent.Exited(new ExitStatus(0, 9)));
        FedStream.start(stream)
                .event(new SourceEvent.Started(4712, List.of("x".repeat(5000))))
                .event(new SourceEvent.Failed("it is \"broken\"\nfor good"));
        List<String> records = Records.systemOf(stream);
        assertThat(records).noneMatch(record -> record.contains("\n"));
        assertThat(records)
                .containsExactly(
                        "{\"state\":\"started\",\"run\":1,\"pid\":4711,"
                                + "\"command\":[\"sh\"],\"arguments\":2}",
                        "{\"state\":\"exited\",\"run\":1,\"code\":137,\"signal\":9}",
                        "{\"state\":\"started\",\"run\":2,\"pid\":4712}",
                        "{\"state\":\"failed\",\"run\":2,"
                                + "\"reason\":\"it is \\\"broken\\\"\\nfor good\"}");
    }

    @Test
    void aRunGoesFromItsFirstRecordToItsLast() {
        FedStream fed =
                FedStream.start(stream)
                        .event(new SourceEvent.Started(1, List.of("true")))
                        .stdout("a\nb\n");
        assertThat(stream.life().runs().list()).hasSize(1);
        assertThat(stream.life().runs().list().getFirst().ended()).isNull();
        fed.event(new SourceEvent.Exited(new ExitStatus(3, 0)));
        FedStream.start(stream).event(new SourceEvent.Started(2, List.of("true")));
        Run first = stream.life().runs().list().getFirst();
        assertThat(first.first()).isZero();
        assertThat(first.last()).isEqualTo(3);
        assertThat(first.code()).isEqualTo(3);
        assertThat(first.signal()).isNull();
        Run second = stream.life().runs().list().getLast();
        assertThat(second.run()).isEqualTo(2);
        assertThat(second.first()).isEqualTo(4);
        assertThat(second.last()).isNull();
    }

    private Subscription subscribe(ScheduledExecutorService owner, OptionalLong until) {
        SubscriptionRequest request =
                new SubscriptionRequest(
                        new Start.Now(), RecordFilter.LINES, true, until, Overflow.WAIT);
        return stream.readers().subscribe(request, owner).toCompletableFuture().join();
    }

    @Test
    void readersAreCountedUntilTheyAreGone() {
        ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
        Subscription one = subscribe(owner, OptionalLong.empty());
        Subscription two = subscribe(owner, OptionalLong.empty());
        assertThat(stream.readers().count()).isEqualTo(2);
        one.close(Ending.GONE);
        one.close(Ending.ENDED);
        assertThat(stream.readers().count()).isEqualTo(1);
        two.close(Ending.GONE);
        assertThat(stream.readers().count()).isZero();
        owner.shutdown();
    }

    @Test
    void whoIsGoneLeavesNoTimerForTheEndThatItHadAskedFor() {
        ScheduledThreadPoolExecutor owner = new ScheduledThreadPoolExecutor(1);
        owner.setRemoveOnCancelPolicy(true);
        Subscription reader = subscribe(owner, OptionalLong.of(Long.MAX_VALUE));
        assertThat(owner.getQueue()).hasSize(1);
        reader.close(Ending.GONE);
        assertThat(owner.getQueue()).isEmpty();
        owner.shutdown();
    }

    @Test
    void readersAreToldOneAfterTheOtherThatTheGatewayStops() {
        ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 300; i++) {
            Subscription reader = subscribe(owner, OptionalLong.empty());
            reader.onDrain(() -> {
                told.add(System.nanoTime());
                reader.close(Ending.DRAIN);
            });
        }
        FedStream.start(stream);
        gateway.hub().drain();
        assertThat(told).hasSize(300);
        assertThat(gateway.hub().isDraining()).isTrue();
        assertThat(gateway.hub().isReady()).isFalse();
        // 2 ms each; that the first and the last third hold none has no chance of 10 to the -52.
        assertThat((told.getLast() - told.getFirst()) / 1e9).isGreaterThan(0.2);
        owner.shutdown();
    }

    @Test
    void aStreamThatEndsAsTheGatewayStopsDoesNotEndItsReadersAllAtOnce() {
        FedStream fed = FedStream.start(stream);
        var _ = stream.life().leave();
        fed.stdout("last\n").end();
        assertThat(stream.life().state()).isEqualTo(StreamState.ENDED);
        assertThat(stream.feed().isEnded()).isFalse();
    }

    @Test
    void whoIsClosedIsSoOnceAndSaysWhy() {
        ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
        Subscription opened = subscribe(owner, OptionalLong.empty());
        List<Ending> told = new ArrayList<>();
        Subscription reader =
                new Subscription(
                        stream.name(),
                        stream.feed(),
                        opened.cursor(),
                        opened.resumption(),
                        opened.open(),
                        owner,
                        () -> false,
                        (_, why) -> told.add(why));
        reader.close(Ending.GONE);
        reader.close(Ending.ENDED);
        assertThat(told).containsExactly(Ending.GONE);
        owner.shutdown();
    }

    @Test
    void aGatewayThatStopsTellsEachReaderOnItsOwnThread() {
        ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
        Subscription reader = subscribe(owner, OptionalLong.empty());
        CompletableFuture<Thread> told = new CompletableFuture<>();
        reader.onDrain(() -> {
            told.complete(Thread.currentThread());
            reader.close(Ending.DRAIN);
        });
        FedStream fed = FedStream.start(stream);
        gateway.hub().drain();
        assertThat(fed.isStopped()).isTrue();
        Thread ownThread = CompletableFuture.supplyAsync(Thread::currentThread, owner).join();
        assertThat(told.join()).isEqualTo(ownThread);
        owner.shutdown();
    }
}
