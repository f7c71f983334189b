package dev.tailrace.log;

import static dev.tailrace.Waiting.LIMIT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.Feed;
import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.Replayers;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred cursors at random places, while the log is written, rolled, synced, compressed and
 * retained: each gets every record, or a gap that says exactly which are gone.
 */
class ReadersAgainstTheLogTest {
    private static final int CURSORS = 100;

    /** So few that cursors wait for each other, leave the queue, and are granted one as they go. */
    private static final int TURNS = 3;

    private static final int LINES = 150_000;
    private static final int COMMIT = 100;

    private static final LogSettings SETTINGS =
            new LogSettings(
                    128 * 1024,
                    Duration.ofDays(365),
                    32 * 1024,
                    16 * 1024,
                    Long.MAX_VALUE,
                    Duration.ofDays(365),
                    12,
                    true,
                    OnDiskFull.CONTINUE);

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger gaps = new AtomicInteger();
    private final Semaphore ended = new Semaphore(0);

    @Test
    void everyCursorGetsEachRecordOrItsGap(@TempDir Path path) throws Exception {
        LogOpening opening = LogFixture.opening(new SettableClock(LogFixture.START));
        StreamLog log = opening.open(new DiskFolder(path), Labels.NONE, SETTINGS);
        Feed feed = new Feed(log);
        AtomicBoolean done = new AtomicBoolean();
        try (ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
                ExecutorService replayers = Executors.newFixedThreadPool(2);
                ExecutorService keepers = Executors.newFixedThreadPool(2)) {
            List<Future<?>> keeping = new ArrayList<>();
            keeping.add(keepers.submit(() -> syncAndRetain(log, done)));
            keeping.add(keepers.submit(() -> compress(log, done)));
            Replayers turns = new Replayers(replayers, TURNS, CURSORS);
            for (int i = 0; i < CURSORS; i++) {
                Reader reader = new Reader(i, feed, owner, turns);
                owner.execute(reader::join);
            }
            write(log, feed);
            owner.execute(feed::end);
            assertThat(ended.tryAcquire(CURSORS, LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("all end")
                    .isTrue();
            done.set(true);
            for (Future<?> each : keeping) {
                each.get();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(log.first()).isPositive();
        assertThat(gaps).hasPositiveValue();
        log.close();
        long oldest =
                new DiskFolder(path)
                        .names().stream()
                                .flatMap(name -> Segment.Name.parse(name).stream())
                                .mapToLong(Segment.Name::base)
                                .min()
                                .orElseThrow();
        assertThat(oldest).as("nothing comes back").isGreaterThanOrEqualTo(log.first());
    }

    @Test
    void aReaderOfAFileThatIsRemovedReadsItToItsEnd() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        LogOpening opening = LogFixture.opening(new SettableClock(LogFixture.START));
        try (StreamLog log = opening.open(disk.folder("web"), Labels.NONE, SETTINGS);
                SegmentReader reader = log.reader()) {
            append(log, 0, 50_000);
            long read = next(reader.read(0));
            log.keeper().retain();
            long first = log.first();
            ReadResult result = reader.read(read);
            while (result instanceof ReadResult.Records) {
                read = next(result);
                result = reader.read(read);
            }
            assertThat(first).isGreaterThan(read);
            assertThat(result)
                    .isEqualTo(
                            new ReadResult.Missing(new Gap(read, first - 1, GapReason.RETENTION)));
            assertThat(next(reader.read(first))).isGreaterThan(first);
        }
    }

    private static long next(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.Records.class);
        return ((ReadResult.Records) result).batch().next();
    }

    private static void append(StreamLog log, int from, int to) {
        log.writer().readNow();
        for (int i = from; i < to; i++) {
            byte[] content = content(i);
            log.writer().append(Origin.STDOUT, false, content, 0, content.length);
        }
        log.writer().commit();
    }

    private static void write(StreamLog log, Feed feed) {
        for (int i = 0; i < LINES; i += COMMIT) {
            append(log, i, i + COMMIT);
            feed.published();
        }
    }

    private static byte[] content(long seq) {
        return (seq + " " + "abcdefghij".repeat((int) (seq % 12))).getBytes(US_ASCII);
    }

    private static Void syncAndRetain(StreamLog log, AtomicBoolean done) throws IOException {
        while (!done.get()) {
            log.keeper().sync();
            log.keeper().retain();
        }
        return null;
    }

    private static Void compress(StreamLog log, AtomicBoolean done) throws IOException {
        while (!done.get()) {
            if (!log.keeper().compressOne()) {
                Thread.onSpinWait();
            }
        }
        return null;
    }

    /** One cursor after another, each of which leaves after a while and joins again elsewhere. */
    private final class Reader implements MultiSubscriber<Delivery> {
        private final Random random;
        private final Feed feed;
        private final ScheduledExecutorService owner;
        private final Replayers replayers;
        private @Nullable Cursor cursor;
        private long next;
        private int left;

        Reader(int seed, Feed feed, ScheduledExecutorService owner, Replayers replayers) {
            this.random = new Random(seed);
            this.feed = feed;
            this.owner = owner;
            this.replayers = replayers;
        }

        void join() {
            next = random.nextLong(feed.log().next() + 1);
            left = 1 + random.nextInt(200);
            Cursor joined = new Cursor(feed, next, Overflow.WAIT, owner, replayers);
            cursor = joined;
            joined.subscribe().withSubscriber(this);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onItem(Delivery delivery) {
            switch (delivery) {
                case Delivery.Records(Batch batch) -> take(batch);
                case Delivery.Lost(Gap gap) -> lose(gap);
            }
            Cursor from = cursor;
            left--;
            if (from != null && left > 0) {
                // Not at once: other cursors have their turn, and this one falls behind.
                owner.execute(() -> from.request(1));
            } else if (from != null) {
                from.cancel();
                owner.execute(this::join);
            }
        }

        private void take(Batch batch) {
            check(batch.first() == next, "wanted " + next + " and got " + batch.first());
            for (int i = 0; i < batch.count(); i++) {
                String expected = new String(content(next + i), US_ASCII);
                check(LogFixture.content(batch, i).equals(expected), "another is " + (next + i));
            }
            next = batch.next();
        }

        private void lose(Gap gap) {
            check(gap.from() == next, "wanted " + next + " and got " + gap);
            check(gap.reason() == GapReason.RETENTION, gap.toString());
            check(gap.to() < feed.log().first(), "kept is " + feed.log().first() + ": " + gap);
            gaps.incrementAndGet();
            next = gap.to() + 1;
        }

        private void check(boolean holds, String otherwise) {
            if (!holds) {
                wrong.add(otherwise);
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            wrong.add(failure.toString());
            ended.release();
        }

        @Override
        public void onCompletion() {
            Cursor from = cursor;
            check(from != null && from.ending() == Ending.ENDED, "ended otherwise");
            check(next == LINES, "ends at " + next);
            ended.release();
        }
    }
}
