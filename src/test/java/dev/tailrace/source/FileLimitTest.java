package dev.tailrace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a command gets of the limit; that a gateway's command does: endtoend.DescriptorsIT. */
class FileLimitTest {
    private static final String STARTED_WITH = "launcher.open-files";

    private final long raised = FileLimit.get();

    @AfterEach
    void forget() {
        System.clearProperty(STARTED_WITH);
        assertThat(FileLimit.get()).isEqualTo(raised);
    }

    private static long inACommand() {
        return FileLimit.whileAsStarted(() -> (int) FileLimit.get());
    }

    @Test
    void aCommandHasTheLimitThatTheGatewayWasStartedWith() {
        System.setProperty(STARTED_WITH, Long.toString(raised - 1));
        assertThat(inACommand()).isEqualTo(raised - 1);
    }

    @Test
    void theLimitIsRaisedAgainWhateverHappens() {
        System.setProperty(STARTED_WITH, Long.toString(raised - 1));
        assertThatThrownBy(() ->
                        FileLimit.whileAsStarted(() -> {
                            throw new IllegalStateException("not started");
                        }))
                .hasMessage("not started");
    }

    @Test
    void aLimitThatTheGatewayHasReachedIsNotGoneBackTo() {
        System.setProperty(STARTED_WITH, "3");
        assertThat(inACommand()).isEqualTo(raised);
    }

    @Test
    void withoutALauncherTheLimitStays() {
        assertThat(inACommand()).isEqualTo(raised);
    }

    @Test
    void whatIsLeftIsLessThanTheLimit() {
        assertThat(FileLimit.free()).isBetween(1L, raised);
    }
}
