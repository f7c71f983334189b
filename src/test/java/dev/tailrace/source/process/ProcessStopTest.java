package dev.tailrace.source.process;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.FailingSink;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessStopTest extends ProcessFixture {
    private static final int SIGINT = 2;
    private static final String UNTIL_KILLED = "while :; do sleep 0.02; done";

    @Test
    void aStopAsksAndHandsOnTheLastWords() throws IOException {
        ProcessSource source = shell("trap 'echo bye; exit 5' TERM; echo ready; " + UNTIL_KILLED);
        awaitReady();
        stop(source);
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("ready\nbye\n");
        assertThat(sink.events()).last().isEqualTo(exited(5, 0));
        assertThatNothingIsLeft();
    }

    @Test
    void aCommandThatDoesNotListenIsKilledAfterTheGrace() throws IOException {
        String script = "trap '' TERM; echo ready; " + UNTIL_KILLED;
        ProcessSource source = shell(script, ProcessPolicy.once(SHORT_GRACE, DRAIN_AFTER_EXIT));
        awaitReady();
        long before = System.nanoTime();
        stop(source);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(SHORT_GRACE);
        assertThat(sink.events()).last().isEqualTo(exited(0, 9));
        assertThatNothingIsLeft();
    }

    @Test
    void aStopReachesTheWholeGroup() {
        ProcessSource source = shell("sleep 60 & echo $!; echo ready; wait");
        awaitReady();
        long sleep = Long.parseLong(sink.text(Origin.STDOUT).lines().findFirst().orElseThrow());
        stop(source);
        await().until(() -> ProcessHandle.of(sleep).filter(ProcessHandle::isAlive).isEmpty());
    }

    /** While what it left in the background holds the outputs, its group can still be stopped. */
    @Test
    void aStopDuringTheDrainReachesTheBackground() {
        ProcessSource source = shell("sleep 600 & echo ready", care(LIMIT));
        awaitReady();
        stop(source);
        assertThat(sink.events()).last().isEqualTo(exited(0, 0));
    }

    @Test
    void aSecondStopWaitsForTheSameEnd() {
        ProcessSource source = shell("sleep 60");
        source.stop();
        stop(source);
        assertThat(sink.calls()).containsOnlyOnce("Exited");
    }

    @Test
    void aStopAfterTheEndOrWithoutAStartIsNothing() {
        stop(source(TestSpec.of("true")));
        ProcessSource source = shell("true");
        exit(source);
        stop(source);
        assertThat(sink.calls()).containsExactly("Started", "end stdout", "end stderr", "Exited");
    }

    @Test
    void aSourceThatFailedStillStopsItsCommand() throws IOException {
        ProcessSource source =
                start(TestSpec.of("sh", "-c", "echo boom; sleep 60"), new FailingSink(sink));
        await().until(() -> sink.calls().contains("Failed"));
        stop(source);
        assertThat(exit(source)).isEqualTo(new ExitStatus(0, 15));
        assertThat(sink.calls()).endsWith("Failed");
        assertThatNothingIsLeft();
    }

    @Test
    void aSignalIsSentWhileThereIsACommand() {
        ProcessSource source = source(TestSpec.of("sh", "-c", "echo ready; " + UNTIL_KILLED));
        assertThat(source.signal(SIGINT)).isFalse();
        sink.follow(source);
        awaitReady();
        assertThat(source.signal(SIGINT)).isTrue();
        assertThat(exit(source)).isEqualTo(new ExitStatus(0, SIGINT));
        assertThat(source.signal(SIGINT)).isFalse();
    }

    private void awaitReady() {
        await().until(() -> sink.text(Origin.STDOUT).contains("ready\n"));
    }

    private static SourceEvent exited(int code, int signal) {
        return new SourceEvent.Exited(new ExitStatus(code, signal));
    }
}
