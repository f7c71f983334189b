package dev.tailrace.cursor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several cursors as one: history by time, what comes later as it comes, nothing twice or lost. */
class MergeTest {
    private static final long SEED = Long.getLong("test.seed", 20);

    private final CursorFixture web;
    private final CursorFixture api;
    private final Merge merge = new Merge();

    /** One, so that the streams take turns with their files. */
    private final Replayers turns;

    MergeTest(@TempDir Path path) throws IOException {
        web = new CursorFixture(Files.createDirectory(path.resolve("web")), CursorFixture.TINY);
        api = new CursorFixture(Files.createDirectory(path.resolve("api")), CursorFixture.TINY);
        turns = new Replayers(web.replayers, 1, 100);
    }

    @AfterEach
    void closeLogs() throws IOException {
        web.close();
        api.close();
    }

    /** What a merge hands out, as {@code web 0 text}. */
    private static class MergeReader implements MultiSubscriber<Merge.Part> {
        final List<String> got = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        final Map<StreamName, Long> next = new HashMap<>();
        final Merge merge;
        boolean completed;
        @Nullable Throwable failure;

        MergeReader(Merge merge) {
            this.merge = merge;
            merge.subscribe(this);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            assertThat(subscription).isSameAs(merge);
        }

        @Override
        public void onItem(Merge.Part part) {
            switch (part.delivery()) {
                case Delivery.Records(Batch batch) -> records(part.stream(), batch);
                case Delivery.Lost(var gap) -> {
                    got.add(part.stream() + " lost " + gap.from() + "-" + gap.to());
                    next.put(part.stream(), gap.to() + 1);
                }
            }
        }

        private void records(StreamName stream, Batch batch) {
            Long expected = next.put(stream, batch.next());
            assertThat(expected == null ? batch.first() : expected).isEqualTo(batch.first());
            for (int i = 0; i < batch.count(); i++) {
                int start = batch.contentStart(i);
                String text = new String(batch.bytes(), start, batch.contentEnd(i) - start, UTF_8);
                got.add(stream + " " + (batch.first() + i) + " " + text);
                times.add(batch.time(i));
            }
        }

        @Override
        public void onCompletion() {
            completed = true;
        }

        @Override
        public void onFailure(Throwable why) {
            failure = why;
        }
    }

    private Cursor add(String name, CursorFixture log, long from) {
        Cursor cursor = new Cursor(log.feed, from, Overflow.WAIT, web.owner, turns);
        merge.add(new StreamName(name), cursor, log.log.next());
        return cursor;
    }

    /** Appends a line some time after the last one of either stream. */
    private void append(CursorFixture to, String text, int millisLater) {
        web.clock.move(Duration.ofMillis(millisLater));
        api.clock.move(Duration.ofMillis(millisLater));
        to.log.writer().readNow();
        to.append(Origin.STDOUT, false, text);
        to.log.writer().commit();
        to.feed.published();
    }

    @Test
    void historyIsMergedByTime() {
        append(web, "a", 1);
        append(api, "b", 1);
        append(web, "c", 1);
        append(web, "d", 1);
        append(api, "e", 1);
        append(web, "f", 1);
        add("web", web, 0);
        add("api", api, 0);
        merge.close(Ending.ENDED);
        MergeReader reader = new MergeReader(merge);
        merge.request(Long.MAX_VALUE);
        web.run();
        assertThat(reader.got)
                .containsExactly("web 0 a", "api 0 b", "web 1 c", "web 2 d", "api 1 e", "web 3 f");
    }

    @Test
    void historyIsMergedByTimeToItsEndIfThatIsAllThatWasAskedFor() {
        append(web, "a", 1);
        append(api, "b", 1);
        append(web, "c", 1);
        add("web", web, 0).endBefore(2, Ending.COMPLETE);
        add("api", api, 0).endBefore(1, Ending.COMPLETE);
        merge.close(Ending.ENDED);
        MergeReader reader = new MergeReader(merge);
        merge.request(Long.MAX_VALUE);
        web.run();
        assertThat(reader.got).containsExactly("web 0 a", "api 0 b", "web 1 c");
        assertThat(reader.completed).isTrue();
        assertThat(merge.ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void aQuietStreamHoldsUpNobodyOnceItsHistoryIsOver() {
        append(web, "old", 1);
        add("web", web, 0);
        add("api", api, 0);
        MergeReader reader = new MergeReader(merge);
        merge.request(Long.MAX_VALUE);
        web.run();
        append(web, "live", 1);
        web.run();
        assertThat(reader.got).containsExactly("web 0 old", "web 1 live");
    }

    @Test
    void nothingIsHandedOutUnasked() {
        append(web, "a", 1);
        append(api, "b", 2);
        add("web", web, 0);
        add("api", api, 0);
        MergeReader reader = new MergeReader(merge);
        web.run();
        assertThat(reader.got).isEmpty();
        merge.request(1);
        web.run();
        assertThat(reader.got).containsExactly("web 0 a");
    }

    @Test
    void aSingleStreamIsNotReadAheadOfDemand() {
        append(web, "a", 1);
        append(web, "b", 1);
        Cursor cursor = add("web", web, 0);
        MergeReader reader = new MergeReader(merge);
        runAll();
        assertThat(cursor.next()).isZero();
        merge.request(1, 1);
        runAll();
        assertThat(reader.got).containsExactly("web 0 a");
        assertThat(cursor.next()).isEqualTo(1);
        assertThat(merge.heldBytes()).isZero();
    }

    @Test
    void aStreamMayJoinLater() {
        append(web, "a", 1);
        add("web", web, 0);
        MergeReader reader = new MergeReader(merge);
        merge.request(Long.MAX_VALUE);
        web.run();
        append(api, "b", 1);
        add("api", api, 0);
        web.run();
        append(web, "c", 1);
        web.run();
        assertThat(reader.got).containsExactly("web 0 a", "api 0 b", "web 1 c");
    }

    @Test
    void itEndsWithTheLastOfItsStreamsAndNotBefore() {
        append(web, "a", 1);
        add("web", web, 0);
        add("api", api, 0);
        merge.close(Ending.ENDED);
        MergeReader reader = new MergeReader(merge);
        merge.request(Long.MAX_VALUE);
        web.feed.end();
        web.run();
        assertThat(reader.completed).isFalse();
        append(api, "b", 1);
        api.feed.end();
        web.run();
        assertThat(reader.got).containsExactly("web 0 a", "api 0 b");
        assertThat(reader.completed).isTrue();
        assertThat(merge.ending()).isEqualTo(Ending.ENDED);
    }

    @Test
    void aCursorThatOutlivesItsStreamGoesOnWithItsNextLife() {
        append(web, "a", 1);
        add("web", web, 0).outliveStream();
        MergeReader reader = new MergeReader(merge);
        merge.request(Long.MAX_VALUE);
        web.feed.end();
        web.run();
        web.feed.reopen();
        append(web, "b", 1);
        web.run();
        assertThat(reader.got).containsExactly("web 0 a", "web 1 b");
        assertThat(reader.completed).isFalse();
    }

    @Test
    void aReaderThatOverflowsInOneStreamAndWantedToBeClosedThenIsClosed() {
        add("api", api, 0);
        Cursor closing = new Cursor(web.feed, 0, Overflow.CLOSE, web.owner, turns);
        merge.add(new StreamName("web"), closing, 0);
        MergeReader reader = new MergeReader(merge);
        web.run();
        web.appendTo(2000);
        merge.request(Long.MAX_VALUE);
        web.run();
        assertThat(reader.completed).isTrue();
        assertThat(merge.ending()).isEqualTo(Ending.OVERFLOW);
    }

    @Test
    void whatCannotGoOnEndsAllOfIt() {
        append(web, "a", 1);
        Cursor cursor = add("web", web, 0);
        MergeReader reader = new MergeReader(merge);
        merge.fail(new IOException("too many streams"));
        merge.request(Long.MAX_VALUE);
        web.run();
        assertThat(reader.got).isEmpty();
        assertThat(reader.failure).hasMessage("too many streams");
        assertThat(merge.ending()).isEqualTo(Ending.ERROR);
        assertThat(cursor.ending()).isEqualTo(Ending.GONE);
    }

    @Test
    void whateverHappensEachStreamIsWholeAndHistoryInOrder() {
        Random random = new Random(SEED);
        CursorFixture[] both = {web, api};
        for (int i = 0; i < 300; i++) {
            append(both[random.nextInt(2)], "h" + i, 1 + random.nextInt(5));
        }
        long history = web.log.next() + api.log.next();
        add("web", web, 0);
        add("api", api, 0);
        MergeReader reader = new MergeReader(merge);
        for (int i = 0; i < 2000; i++) {
            switch (random.nextInt(6)) {
                case 0 -> append(both[random.nextInt(2)], "l" + i, 1 + random.nextInt(5));
                case 1 -> merge.request(1 + random.nextInt(3));
                case 2, 3 -> web.replayers.runOne();
                default -> web.owner.runOne();
            }
        }
        merge.request(Long.MAX_VALUE);
        web.run();
        String seed = "-Dtest.seed=" + SEED;
        assertThat(reader.next).as(seed).containsEntry(new StreamName("web"), web.log.next());
        assertThat(reader.next).as(seed).containsEntry(new StreamName("api"), api.log.next());
        assertThat(reader.got).as(seed).doesNotHaveDuplicates();
        assertThat(reader.got).as(seed).hasSize((int) (web.log.next() + api.log.next()));
        assertThat(reader.times.subList(0, (int) history)).as(seed).isSorted();
    }

    @Test
    void aReaderThatThrowsAsItAsksForMoreIsEndedForThat() {
        append(web, "a", 1);
        append(web, "b", 1);
        add("web", web, 0);
        MergeReader reader =
                new MergeReader(merge) {
                    @Override
                    public void onItem(Merge.Part part) {
                        throw new OutOfMemoryError("on purpose");
                    }
                };
        web.run();
        merge.request(1);
        assertThat(reader.failure).hasMessage("on purpose");
        assertThat(merge.ending()).isEqualTo(Ending.ERROR);
    }

    @Test
    void aReaderIsHandedAsMuchAtATimeAsItAsksFor() {
        for (int i = 0; i < 10; i++) {
            append(web, "a", 1);
        }
        add("web", web, 0);
        MergeReader reader = new MergeReader(merge);
        merge.request(1, 4 * 120);
        web.run();
        assertThat(reader.got).hasSizeBetween(1, 4);
    }

    @Test
    void aReaderThatRestsHoldsNothingAndGetsWhatItHeldWhenItGoesOn() throws IOException {
        for (int i = 0; i < 40; i++) {
            append(i % 3 == 0 ? web : api, "x".repeat(100), 1);
        }
        web.reopen();
        api.reopen();
        add("web", web, 0);
        add("api", api, 0);
        MergeReader reader = new MergeReader(merge);
        merge.close(Ending.ENDED);
        web.feed.end();
        api.feed.end();
        while (!reader.completed) {
            merge.request(1, 300);
            runAll();
            merge.rest();
            runAll();
            assertThat(merge.heldBytes()).isLessThanOrEqualTo(reader.completed ? 0 : ENDED_HEADS);
        }
        assertThat(reader.next).containsValues(14L, 26L);
        assertThat(reader.times).isSorted().hasSize(40);
    }

    /** What is over cannot come again: its last records are kept. */
    private static final long ENDED_HEADS = 16 * 1024;

    private void runAll() {
        for (int i = 0; i < 3; i++) {
            web.run();
            api.run();
        }
    }
}
