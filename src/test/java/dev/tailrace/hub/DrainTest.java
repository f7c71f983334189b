package dev.tailrace.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private static Drain begun(Duration within) {
        Drain drain = new Drain(within);
        drain.begin();
        return drain;
    }

    @Test
    void aSingleReaderIsToldAtOnce() {
        assertThat(begun(DRAIN).spread(1)).isLessThanOrEqualTo(Duration.ofMillis(2));
        assertThat(begun(DRAIN).spread(0)).isZero();
    }

    @Test
    void aThousandAreToldWithinTwoSeconds() {
        Drain drain = begun(DRAIN);
        Duration spread = drain.spread(1000);
        assertThat(spread).isEqualTo(Duration.ofSeconds(2));
        assertThat(drain.waitAfter(spread)).isEqualTo(Duration.ofSeconds(4));
        assertThat(drain.leftOfSpread()).isLessThanOrEqualTo(spread);
    }

    @Test
    void asManyAsMayBeAreToldInTimeToTakeTheirLastLines() {
        long begin = System.nanoTime();
        Drain drain = begun(DRAIN);
        Duration spread = drain.spread(20_000);
        Duration left = DRAIN.minusNanos(System.nanoTime() - begin);
        assertThat(spread).isBetween(threeQuartersOf(left), threeQuartersOf(DRAIN));
        assertThat(drain.waitAfter(spread)).isLessThanOrEqualTo(DRAIN);
    }

    private static Duration threeQuartersOf(Duration time) {
        return time.multipliedBy(3).dividedBy(4);
    }

    @Test
    void nothingIsWaitedForWhenTheTimeIsOver() {
        Drain drain = begun(Duration.ZERO);
        assertThat(drain.leftOf(Duration.ofSeconds(10))).isZero();
        assertThat(drain.spread(1000)).isZero();
        assertThat(drain.waitAfter(Duration.ZERO)).isZero();
    }

    @Test
    void thereIsNothingToWaitForBeforeItBegins() {
        assertThat(new Drain(DRAIN).hasBegun()).isFalse();
        assertThat(begun(DRAIN).hasBegun()).isTrue();
        assertThat(begun(DRAIN).leftOfSpread()).isZero();
    }
}
