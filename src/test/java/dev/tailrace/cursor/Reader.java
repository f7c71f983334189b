package dev.tailrace.cursor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** What one cursor hands out, as short texts; checks that nothing is twice, missing or unasked. */
class Reader implements MultiSubscriber<Delivery> {
    final Cursor cursor;

    /** {@code 7 text} for a record, {@code 8-9 overflow} for a gap. */
    final List<String> got = new ArrayList<>();

    final String which;
    long expected;
    long asked;
    int fallbacks;
    private boolean wasLive;
    boolean completed;
    @Nullable Throwable failure;

    /** Subscribes; {@code which} says in messages which reader it is. */
    Reader(Cursor cursor, String which) {
        this.cursor = cursor;
        this.which = which;
        this.expected = cursor.next();
        cursor.subscribe(this);
    }

    Reader request(long deliveries) {
        asked = asked + deliveries < 0 ? Long.MAX_VALUE : asked + deliveries;
        cursor.request(deliveries);
        return this;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        assertThat(subscription).isSameAs(cursor);
    }

    @Override
    public void onItem(Delivery delivery) {
        assertThat(completed).as(which + " is over").isFalse();
        fallbacks += wasLive && cursor.isReplaying() ? 1 : 0;
        wasLive = !cursor.isReplaying();
        assertThat(--asked).as(which + " was not asked for more").isNotNegative();
        switch (delivery) {
            case Delivery.Records(Batch batch) -> {
                assertThat(batch.first()).as(which).isEqualTo(expected);
                assertThat(batch.count()).as(which).isPositive();
                for (int i = 0; i < batch.count(); i++) {
                    got.add(batch.first() + i + " " + text(batch, i));
                }
                expected = batch.next();
            }
            case Delivery.Lost(Gap gap) -> {
                assertThat(gap.from()).as(which).isEqualTo(expected);
                got.add(gap.from() + "-" + gap.to() + " " + gap.reason().text());
                expected = gap.to() + 1;
            }
        }
        assertThat(cursor.next()).as(which).isEqualTo(expected);
    }

    private static String text(Batch batch, int record) {
        int start = batch.contentStart(record);
        return new String(batch.bytes(), start, batch.contentEnd(record) - start, UTF_8);
    }

    @Override
    public void onCompletion() {
        assertThat(completed).as(which + " is over twice").isFalse();
        completed = true;
    }

    @Override
    public void onFailure(Throwable why) {
        failure = why;
    }
}
