package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a connection has been of no use for too long. */
class ConnectionUseTest {
    private static final ConnectionUse.Limits LIMITS =
            new ConnectionUse.Limits(Duration.ofSeconds(10), Duration.ofSeconds(180));

    private final ConnectionUse use = new ConnectionUse();
    private final Requests requests = new Requests();

    private static final class Requests implements ConnectionUse.Requests {
        private boolean answered;
        private boolean whole;
        private long steps;

        Requests are(boolean nowAnswered, boolean nowWhole) {
            answered = nowAnswered;
            whole = nowWhole;
            steps++;
            return this;
        }

        @Override
        public boolean areAnswered() {
            return answered;
        }

        @Override
        public boolean areWhole() {
            return whole;
        }

        @Override
        public long steps() {
            return steps;
        }
    }

    private ConnectionUse.@Nullable Overdue at(long second) {
        return at(second, false);
    }

    private ConnectionUse.@Nullable Overdue at(long second, boolean sends) {
        return use.overdue(sends, TimeUnit.SECONDS.toNanos(second), LIMITS);
    }

    @Test
    void aFirstRequestHasItsTime() {
        assertThat(at(0)).isNull();
        assertThat(at(9)).isNull();
        assertThat(at(10)).isEqualTo(ConnectionUse.Overdue.REQUEST_TIMEOUT);
    }

    @Test
    void anAnswerMayTakeAsLongAsItLikes() {
        use.by(requests.are(true, true));
        assertThat(at(10)).isNull();
        assertThat(at(1_000_000)).isNull();
    }

    @Test
    void soMayItsClientToReadIt() {
        use.by(requests.are(false, true));
        assertThat(at(10, true)).isNull();
        assertThat(at(1_000_000, true)).isNull();
        assertThat(at(1_000_179)).isNull();
        assertThat(at(1_000_180)).isEqualTo(ConnectionUse.Overdue.IDLE);
    }

    @Test
    void aConnectionStaysOpenForTheNextRequest() {
        use.by(requests.are(true, true));
        assertThat(at(10)).isNull();
        requests.are(false, true);
        assertThat(at(11)).isNull();
        assertThat(at(190)).isNull();
        assertThat(at(191)).isEqualTo(ConnectionUse.Overdue.IDLE);
    }

    /** However seldom it is looked at. */
    @Test
    void aConnectionThatIsUsedInBetweenIsNotIdle() {
        use.by(requests.are(false, true));
        assertThat(at(179)).isNull();
        requests.are(true, true).are(false, true);
        assertThat(at(300)).isNull();
        assertThat(at(479)).isNull();
        assertThat(at(480)).isEqualTo(ConnectionUse.Overdue.IDLE);
    }

    @Test
    void theNextRequestHasItsTimeFromItsFirstByteOn() {
        use.by(requests.are(false, true));
        assertThat(at(0)).isNull();
        assertThat(at(170)).isNull();
        requests.are(false, false);
        assertThat(at(171)).isNull();
        assertThat(at(180)).isNull();
        assertThat(at(181)).isEqualTo(ConnectionUse.Overdue.REQUEST_TIMEOUT);
    }
}
