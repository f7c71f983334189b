package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class GapTest {
    @Test
    void bothEndsAreMissing() {
        assertThat(new Gap(3, 3, GapReason.CORRUPT).lines()).isEqualTo(1);
        assertThat(new Gap(3, 12, GapReason.RETENTION).lines()).isEqualTo(10);
    }

    @Test
    void aGapWithoutALineIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Gap(4, 3, GapReason.RETENTION))
                .withMessageContaining("from 4 to 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new Gap(-1, 3, GapReason.RETENTION));
    }
}
