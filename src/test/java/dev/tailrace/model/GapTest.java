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
    void peopleReadOfOneRecordAndOfSeveral() {
        assertThat(new Gap(3, 3, GapReason.CORRUPT).shown()).isEqualTo("record 3");
        assertThat(new Gap(3, 1200, GapReason.CORRUPT).shown())
                .isEqualTo("1198 records, 3 to 1200");
        assertThat(Gap.shown(1, 3, 5)).isEqualTo("1 record, 3 to 5");
    }

    @Test
    void aGapWithoutALineIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Gap(4, 3, GapReason.RETENTION))
                .withMessageContaining("from 4 to 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new Gap(-1, 3, GapReason.RETENTION));
    }
}
