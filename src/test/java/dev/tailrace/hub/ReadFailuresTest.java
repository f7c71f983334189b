package dev.tailrace.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.FileLimit;
import io.smallrye.config.WithDefault;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How it is said that no more files can be opened. */
class ReadFailuresTest {
    private static final long LIMIT = 256;

    private final AtomicLong free = new AtomicLong(LIMIT / 2);
    private final ReadFailures failures = new ReadFailures(LIMIT, free::get);

    private boolean isShortWith(long left) {
        free.set(left);
        return failures.look() != ReadFailures.Left.ENOUGH;
    }

    @Test
    void fewAreLeftWhenNoMoreStreamsAreOpened() {
        assertThat(isShortWith(113)).isFalse();
        assertThat(isShortWith(112)).isTrue();
        assertThat(isShortWith(0)).isTrue();
    }

    @Test
    void thereAreEnoughOnceSomewhatMoreAreLeft() {
        assertThat(isShortWith(112)).isTrue();
        assertThat(isShortWith(127)).isTrue();
        assertThat(isShortWith(128)).isFalse();
        assertThat(isShortWith(113)).isFalse();
    }

    @Test
    void whatCouldNotBeOpenedIsForgottenOnceThereAreEnough() {
        failures.outOfFiles();
        free.set(0);
        assertThat(failures.look()).isEqualTo(ReadFailures.Left.NONE);
        free.set(127);
        assertThat(failures.look()).isEqualTo(ReadFailures.Left.NONE);
        free.set(128);
        assertThat(failures.look()).isEqualTo(ReadFailures.Left.ENOUGH);
    }

    /** Each has two files open, the segment and its index; half as many again are for all else. */
    @Test
    void whatConnectionsLeaveIsEnoughForAllWhoReadHistoryAtOnce() throws NoSuchMethodException {
        WithDefault atOnce =
                HubConfig.Http.class.getMethod("maxReplays").getAnnotation(WithDefault.class);
        assertThat(FileLimit.LEFT_BY_CONNECTIONS)
                .isGreaterThanOrEqualTo(3 * Integer.parseInt(atOnce.value()));
    }
}
