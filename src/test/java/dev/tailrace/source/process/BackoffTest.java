package dev.tailrace.source.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private long now;
    private final Backoff backoff = new Backoff(Backoff.FIRST, () -> now);

    @Test
    void itDoublesFromOneSecondToThirty() {
        List<Long> waits = IntStream.range(0, 8).mapToObj(_ -> afterARunOf(0)).toList();
        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void itBeginsAgainAfterARunOfAMinute() {
        afterARunOf(0);
        afterARunOf(59);
        assertThat(afterARunOf(59)).isEqualTo(4);
        assertThat(afterARunOf(60)).isEqualTo(1);
        assertThat(afterARunOf(0)).isEqualTo(2);
    }

    /** However long ago it was that one could. */
    @Test
    void aCommandThatCannotBeStartedHasNotStayedUp() {
        afterARunOf(0);
        now += Duration.ofHours(1).toNanos();
        assertThat(backoff.ended().toSeconds()).isEqualTo(2);
    }

    private long afterARunOf(long seconds) {
        backoff.started();
        now += Duration.ofSeconds(seconds).toNanos();
        return backoff.ended().toSeconds();
    }
}
