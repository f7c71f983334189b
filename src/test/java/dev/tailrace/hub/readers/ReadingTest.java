package dev.tailrace.hub.readers;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.access.Access;
import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.Merge;
import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.cursor.Start;
import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Position;
import dev.tailrace.model.Positions;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one client reads, of one stream or of several: how that begins, goes on and ends. */
class ReadingTest {
    private static final int MOST_STREAMS = 10;

    private final Path data;
    private final HubFixture gateway;
    private final ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();

    ReadingTest(@TempDir Path data) {
        this.data = data;
        gateway = new HubFixture(data);
    }

    @AfterEach
    void close() {
        owner.shutdown();
        gateway.close();
    }

    /** What is read, as {@code web text}, and why that is over. */
    private static final class Lines implements MultiSubscriber<Merge.Part> {
        private final List<String> got = new ArrayList<>();
        private final CompletableFuture<Ending> over = new CompletableFuture<>();
        private final Merge merge;

        Lines(Merge merge) {
            this.merge = merge;
        }

        @Override
        public void onSubscribe(Flow.Subscription itself) {
            itself.request(Long.MAX_VALUE);
        }

        @Override
        public void onItem(Merge.Part part) {
            if (part.delivery() instanceof Delivery.Records(var batch)) {
                for (int i = 0; i < batch.count(); i++) {
                    int start = batch.contentStart(i);
                    int length = batch.contentEnd(i) - start;
                    got.add(part.stream() + " " + new String(batch.bytes(), start, length, UTF_8));
                }
            }
        }

        @Override
        public void onCompletion() {
            over.complete(merge.ending());
        }

        @Override
        public void onFailure(Throwable failure) {
            over.completeExceptionally(failure);
        }
    }

    private static SubscriptionRequest request(Start start, boolean follow) {
        return new SubscriptionRequest(
                start, RecordFilter.LINES, follow, OptionalLong.empty(), Overflow.WAIT);
    }

    private static StreamChoice of(FedStream... streams) {
        List<LogStream> named = new ArrayList<>();
        for (FedStream each : streams) {
            named.add(each.stream());
        }
        return new StreamChoice.Named(named);
    }

    private static StreamChoice matching(String selector) {
        return new StreamChoice.Selected(Selector.parse(selector));
    }

    private <T> T onOwner(Supplier<T> task) {
        return outcome(CompletableFuture.supplyAsync(task, owner));
    }

    private Reading read(
            StreamChoice streams, @Nullable Positions after, SubscriptionRequest each) {
        ReadRequest wish = new ReadRequest(streams, after, each, MOST_STREAMS);
        return outcome(
                onOwner(() ->
                        Reading.open(
                                gateway.hub().streamsOf(Access.EVERYONE),
                                wish,
                                owner,
                                () -> true)));
    }

    private Lines begin(Reading reading) {
        Lines lines = new Lines(reading.merge());
        onOwner(() -> {
            reading.merge().subscribe(lines);
            return lines;
        });
        return lines;
    }

    private FedStream fed(String name) {
        return FedStream.start(gateway.hub(), name);
    }

    @Test
    void aLiveReaderGetsTheLastLinesOfAllItsStreamsWhenTheGatewayStops() {
        FedStream web = fed("web").stdout("a\n");
        FedStream api = fed("api").stdout("b\n");
        Reading reading = read(of(web, api), null, request(new Start.First(), true));
        Lines lines = begin(reading);
        boolean gets =
                onOwner(() -> {
                    // The owner is busy: nothing of these has been handed out yet.
                    web.stdout("last of web\n");
                    api.stdout("last of api\n");
                    return reading.endLive(Ending.DRAIN);
                });
        assertThat(gets).isTrue();
        assertThat(outcome(lines.over)).isEqualTo(Ending.DRAIN);
        assertThat(lines.got)
                .containsExactlyInAnyOrder("web a", "api b", "web last of web", "api last of api");
        reading.close(Ending.DRAIN);
    }

    @Test
    void aReaderThatHasNoStreamYetEndsAsTheGatewayStops() {
        Reading reading = read(matching("{app=\"none\"}"), null, request(new Start.First(), true));
        Lines lines = begin(reading);
        assertThat(onOwner(() -> reading.endLive(Ending.DRAIN))).isTrue();
        assertThat(outcome(lines.over)).isEqualTo(Ending.DRAIN);
        reading.close(Ending.DRAIN);
    }

    @Test
    void aStreamThatAppearsAsTheGatewayStopsDoesNotJoin() {
        Reading reading = read(matching("{}"), null, request(new Start.First(), true));
        Lines lines = begin(reading);
        onOwner(() -> reading.endLive(Ending.DRAIN));
        fed("late").stdout("not for this reader\n");
        assertThat(outcome(lines.over)).isEqualTo(Ending.DRAIN);
        assertThat(onOwner(reading::members)).isEmpty();
        reading.close(Ending.DRAIN);
    }

    @Test
    void aStreamThatIsMadeAgainJoinsAfterTheLastLineOfTheRemovedOne() throws IOException {
        FedStream web = fed("web").stdout("a\n");
        Reading reading = read(matching("{}"), null, request(new Start.First(), true));
        web.stdout("b\n");
        Files.move(gateway.hub().data().stream(web.stream().name()), data.resolve("elsewhere"));
        await().until(() -> gateway.hub().streams().find(web.stream().name()).isEmpty());
        FedStream again = fed("web").stdout("c\n");
        Lines lines = begin(reading);
        await().until(() -> onOwner(() -> lines.got.size()) == 3);
        assertThat(lines.got).containsExactly("web a", "web b", "web c");
        assertThat(onOwner(reading::members))
                .singleElement()
                .returns(again.stream().epoch(), Subscription::epoch)
                .returns(Resumption.RESET, Subscription::resumption);
        Positions here = onOwner(reading::positions);
        assertThat(here.next(web.stream().name(), again.stream().epoch())).isPresent();
        assertThat(here.next(web.stream().name(), web.stream().epoch())).isEmpty();
        reading.close(Ending.GONE);
    }

    @Test
    void aReaderWhoseOnlyStreamWasRemovedEndsAsTheGatewayStops() throws IOException {
        FedStream web = fed("web").stdout("a\n");
        Reading reading = read(matching("{}"), null, request(new Start.First(), true));
        CompletableFuture<Void> told = new CompletableFuture<>();
        onOwner(() -> {
            reading.onDrain(() -> told.complete(null));
            return told;
        });
        begin(reading);
        Files.move(gateway.hub().data().stream(web.stream().name()), data.resolve("elsewhere"));
        await().until(() -> onOwner(reading::members).isEmpty());
        var drained = gateway.hub().streams().watchers().drain();
        outcome(told);
        reading.close(Ending.DRAIN);
        outcome(drained);
    }

    @Test
    void aReaderOfSeveralStreamsIsDoneWhenItHasAllOfThemAndAllHaveEnded() {
        FedStream web = fed("web").stdout("a\n").end();
        FedStream api = fed("api").stdout("b\n");
        Positions all = new Positions();
        all.add(web.stream().name(), web.stream().epoch(), web.stream().next());
        all.add(api.stream().name(), api.stream().epoch(), api.stream().next());
        assertThat(isDone(of(web, api), all)).isFalse();
        api.end();
        Positions now = new Positions();
        now.add(web.stream().name(), web.stream().epoch(), web.stream().next());
        now.add(api.stream().name(), api.stream().epoch(), api.stream().next());
        assertThat(isDone(of(web, api), now)).isTrue();
        assertThat(isDone(matching("{}"), now)).isFalse();
        assertThat(isDone(of(web, api), null)).isFalse();
    }

    private boolean isDone(StreamChoice streams, @Nullable Positions after) {
        Reading reading = read(streams, after, request(new Start.First(), true));
        boolean done = onOwner(reading::isDone);
        reading.close(Ending.GONE);
        return done;
    }

    @Test
    void aReaderOfOneStreamIsDoneWhenItHasAllOfIt() {
        FedStream web = fed("web").stdout("a\n").end();
        long last = web.stream().next() - 1;
        Start after = new Start.After(new Position(web.stream().epoch(), last));
        Reading reading = read(of(web), null, request(after, true));
        assertThat(onOwner(reading::isDone)).isTrue();
        assertThat(reading.resumption()).isEqualTo(Resumption.EXACT);
        reading.close(Ending.GONE);
    }
}
