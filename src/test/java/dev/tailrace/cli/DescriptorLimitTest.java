package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many connections a limit on open files leaves; what a gateway does there: DescriptorsIT. */
class DescriptorLimitTest {
    @ParameterizedTest
    @CsvSource({"256, 32", "1024, 704", "20000, 17308", "1048576, 917312"})
    void connectionsGetWhatTheGatewayAndItsStreamsLeave(long limit, long connections) {
        assertThat(DescriptorLimit.connections(limit)).isEqualTo(connections);
    }

    @Test
    void withTheLeastLimitThereAreSomeConnections() {
        assertThat(DescriptorLimit.least()).isEqualTo(237);
        assertThat(DescriptorLimit.connections(236)).isLessThan(16);
        assertThat(DescriptorLimit.connections(237)).isEqualTo(16);
    }

    @Test
    void withLessTheReasonNamesTheLimitAndWhatIsNeeded() {
        assertThat(DescriptorLimit.sentence(100))
                .isEqualTo(
                        "the limit on open files is 100 (ulimit -Hn): the gateway needs at least"
                                + " 237, one more for each further connection and up to three more"
                                + " for each stream.");
    }
}
