package dev.tailrace.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
    private static final long LIMIT = 256;

    private final AtomicLong free = new AtomicLong(LIMIT / 2);
    private final Descriptors descriptors = new Descriptors(LIMIT, free::get);

    private boolean isShortWith(long left) {
        free.set(left);
        return descriptors.look();
    }

    @Test
    void fewAreLeftWhenNoMoreStreamsAreOpened() {
        assertThat(isShortWith(97)).isFalse();
        assertThat(isShortWith(96)).isTrue();
        assertThat(isShortWith(0)).isTrue();
    }

    @Test
    void thereAreEnoughOnceSomewhatMoreAreLeft() {
        assertThat(isShortWith(96)).isTrue();
        assertThat(isShortWith(111)).isTrue();
        assertThat(isShortWith(112)).isFalse();
        assertThat(isShortWith(97)).isFalse();
    }
}
