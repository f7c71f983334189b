package dev.tailrace.cursor;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer and readers on threads of their own: nobody is left asleep beside new records. */
class WakeUpTest {
    private final ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService replayers = Executors.newCachedThreadPool();
    private final CursorFixture stream;

    WakeUpTest(@TempDir Path path) {
        stream = new CursorFixture(path, TestLogs.settings(1 << 20, 64 * 1024, 16 * 1024));
    }

    @AfterEach
    void stop() throws Exception {
        owner.shutdown();
        replayers.shutdown();
        assertThat(owner.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(replayers.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        stream.close();
    }

    @Test
    void twoHundredThousandRecordsOneByOneAllArrive() {
        int records = 200_000;
        List<Counter> readers = List.of(read(), read(), read());
        for (int i = 0; i < records; i++) {
            stream.appendTo(i + 1L);
        }
        // Before the end is told: that would wake up whoever sleeps.
        for (Counter reader : readers) {
            await().untilAsserted(() -> assertThat(reader).hasToString("200000, 0 out of order"));
        }
        stream.feed.end();
        for (Counter reader : readers) {
            await().until(() -> reader.ending == Ending.ENDED);
            assertThat(reader.outOfOrder).isZero();
        }
    }

    @Test
    void aRecordThatComesJustAsTheReaderGoesToSleepWakesIt() {
        long seed = 4711;
        Random random = new Random(seed);
        Counter reader = read();
        // The writer takes some microseconds to publish: so the reader dawdles, for about as many.
        reader.dawdles = 400;
        for (int i = 0; i < 4000; i++) {
            long next = i + 1L;
            stream.appendTo(next);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (reader.next < next) {
                assertThat(System.nanoTime())
                        .as("seed %d, record %d", seed, i)
                        .isLessThan(deadline);
                Thread.onSpinWait();
            }
            reader.dawdles = random.nextInt(400);
        }
        assertThat(reader.outOfOrder).isZero();
    }

    @Test
    void anEndThatComesJustAsReadersGoToSleepIsSeen() throws IOException {
        List<Counter> readers = new ArrayList<>();
        for (int i = 0; i < Depth.rounds(100); i++) {
            stream.feed.reopen();
            Counter reader = read();
            stream.appendTo(stream.log.next() + 1);
            stream.feed.end();
            await().pollInterval(Duration.ofMillis(1))
                    .pollDelay(Duration.ZERO)
                    .until(() -> reader.ending == Ending.ENDED);
            readers.add(reader);
        }
        assertThat(readers).allMatch(reader -> reader.outOfOrder == 0);
    }

    private Counter read() {
        Cursor cursor =
                new Cursor(
                        stream.feed,
                        stream.log.next(),
                        Overflow.WAIT,
                        owner,
                        new Replayers(replayers, 1, 1));
        Counter counter = new Counter(cursor);
        owner.execute(() -> cursor.subscribe(counter));
        return counter;
    }

    /** Counts what comes in order. */
    private static final class Counter implements MultiSubscriber<Delivery> {
        private final Cursor cursor;
        private volatile long next;
        private volatile int outOfOrder;
        private volatile int dawdles;
        private volatile String failures = "";
        private volatile Ending ending = Ending.ERROR;

        Counter(Cursor cursor) {
            this.cursor = cursor;
            this.next = cursor.next();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // written by the owner alone
        public void onItem(Delivery delivery) {
            if (delivery instanceof Delivery.Records(Batch batch) && batch.first() == next) {
                next = batch.next();
            } else {
                outOfOrder++;
            }
            for (int spin = dawdles; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            cursor.request(1);
        }

        @Override
        public String toString() {
            return next + ", " + outOfOrder + " out of order" + failures;
        }

        @Override
        public void onCompletion() {
            ending = cursor.ending() == null ? Ending.ERROR : cursor.ending();
        }

        @Override
        public void onFailure(Throwable failure) {
            failures = failures + ", " + failure;
        }
    }
}
