package dev.tailrace.cursor;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Ending;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutiny's operators on a cursor, which is subscribed to on its owner and asked from anywhere. */
class CursorOperatorsTest {
    @TempDir Path folder;
    @AutoClose final ExecutorService others = Executors.newFixedThreadPool(2);
    @AutoClose private EndedLogs logs;

    @BeforeEach
    void open() {
        logs = new EndedLogs(folder, 1 << 18); // some of it is in memory
    }

    private static long first(Delivery delivery) {
        return delivery instanceof Delivery.Records(var batch) ? batch.first() : -1;
    }

    @Test
    void whoWantsTheFirstDeliveriesCancelsTheCursor() throws IOException {
        Cursor cursor = logs.cursor(10);
        List<Delivery> first =
                outcome(
                        cursor.runSubscriptionOn(logs.owner)
                                .select()
                                .first(3)
                                .collect()
                                .asList()
                                .subscribeAsCompletionStage());
        assertThat(first).extracting(CursorOperatorsTest::first).containsExactly(0L, 1L, 2L);
        await().until(() -> cursor.ending() == Ending.GONE);
        assertThat(cursor.next()).isEqualTo(3);
    }

    @Test
    void deliveriesAreTransformedAndEmittedOnAnotherThread() throws IOException {
        List<Long> all =
                outcome(
                        logs.cursor(300)
                                .runSubscriptionOn(logs.owner)
                                .emitOn(others)
                                .onItem()
                                .transform(CursorOperatorsTest::first)
                                .collect()
                                .asList()
                                .subscribeAsCompletionStage());
        assertThat(all).isEqualTo(LongStream.range(0, 300).boxed().toList());
    }

    @Test
    void noMoreIsHandedOutThanWasRequested() throws IOException {
        Cursor cursor = logs.cursor(10);
        AssertSubscriber<Delivery> subscriber = AssertSubscriber.create(0);
        logs.owner.execute(() -> cursor.subscribe(subscriber));
        await().until(() -> logs.owner.getQueue().isEmpty() && logs.owner.getActiveCount() == 0);
        subscriber.assertSubscribed().assertHasNotReceivedAnyItem();
        subscriber.request(1);
        await().until(() -> subscriber.getItems().size() == 1);
        subscriber.request(3);
        await().until(() -> subscriber.getItems().size() == 4);
        await().until(() -> logs.owner.getQueue().isEmpty() && logs.owner.getActiveCount() == 0);
        assertThat(subscriber.getItems()).hasSize(4);
        subscriber.assertNotTerminated();
        subscriber.request(Long.MAX_VALUE);
        await().until(subscriber::hasCompleted);
        assertThat(subscriber.getItems())
                .extracting(CursorOperatorsTest::first)
                .isEqualTo(LongStream.range(0, 10).boxed().toList());
    }
}
