package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.user.LaunchException;
import org.junit.jupiter.api.Test;

/** With which limit on open files a gateway starts; what one does there: DescriptorsIT. */
class DescriptorLimitTest {
    @Test
    void theLeastLimitIsEnough() {
        assertThatCode(() -> DescriptorLimit.require(176)).doesNotThrowAnyException();
    }

    @Test
    void withLessTheReasonNamesTheLimitAndWhatIsNeeded() {
        assertThatThrownBy(() -> DescriptorLimit.require(175))
                .isInstanceOf(LaunchException.class)
                .hasMessage(
                        "the limit on open files is 175 (ulimit -Hn): the gateway needs at least"
                                + " 176, one more for each further connection and up to three more"
                                + " for each stream.");
    }
}
