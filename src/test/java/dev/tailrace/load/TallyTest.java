package dev.tailrace.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();
    private long next;

    /** As a subscriber counts them. */
    private void deliver(long... numbers) {
        for (long number : numbers) {
            tally.delivered(number, next);
            next = Math.max(next, number + 1);
        }
    }

    private void assertTally(long deliveries, long missing, long repeated, long outOfOrder) {
        assertThat(tally.deliveries()).isEqualTo(deliveries);
        assertThat(tally.missing()).isEqualTo(missing);
        assertThat(tally.repeated()).isEqualTo(repeated);
        assertThat(tally.outOfOrder()).isEqualTo(outOfOrder);
        assertThat(tally.isClean()).isEqualTo(missing + repeated + outOfOrder == 0);
    }

    @Test
    void linesInOrderAreClean() {
        deliver(0, 1, 2, 3);
        assertTally(4, 0, 0, 0);
    }

    @Test
    void eachLineThatIsPassedOverIsMissing() {
        deliver(0, 1, 5, 6, 8);
        assertTally(5, 4, 0, 0);
    }

    @Test
    void aFirstLineThatIsNotTheFirstIsMissedToo() {
        deliver(3);
        assertTally(1, 3, 0, 0);
    }

    @Test
    void theSameLineAgainIsRepeated() {
        deliver(0, 1, 1, 1, 2);
        assertTally(5, 0, 2, 0);
    }

    @Test
    void anEarlierLineIsOutOfOrder() {
        deliver(0, 1, 2, 0, 3);
        assertTally(5, 0, 0, 1);
    }

    @Test
    void whatNeverCameIsMissing() {
        deliver(0, 1);
        tally.lost(7);
        assertTally(2, 7, 0, 0);
    }

    @Test
    void theLastReadIsRemembered() {
        tally.readAt(5);
        tally.readAt(9);
        assertThat(tally.lastDelivery()).isEqualTo(9);
    }

    @Test
    void latenciesAreSharesOfWhatWasMeasured() {
        assertThat(tally.latencyMillis(0.5)).isZero();
        for (int i = 1000; i >= 0; i--) {
            tally.took(i * 1_000_000L);
        }
        assertThat(tally.latencyMillis(0)).isZero();
        assertThat(tally.latencyMillis(0.5)).isEqualTo(500);
        assertThat(tally.latencyMillis(0.99)).isEqualTo(990);
        assertThat(tally.latencyMillis(1)).isEqualTo(1000);
        tally.took(2_000_000_000L);
        assertThat(tally.latencyMillis(1)).isEqualTo(2000);
    }

    @Test
    void moreLatenciesThanAreFirstMadeRoomForAreKept() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            tally.took(1_000_000 + random.nextInt(1_000_000));
        }
        tally.took(0);
        tally.took(5_000_000);
        assertThat(tally.latencyMillis(0)).isZero();
        assertThat(tally.latencyMillis(0.5)).isBetween(1.45, 1.55);
        assertThat(tally.latencyMillis(1)).isEqualTo(5);
    }
}
