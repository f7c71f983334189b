package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a signal does depends on what has been started; that it does so at any moment: StopIT. */
class StopSignalsTest {
    private static final int INT = 2;
    private static final int TERM = 15;

    private final List<Integer> diedOf = new ArrayList<>();
    private final List<Integer> handled = new ArrayList<>();
    private final List<Runnable> afterGrace = new ArrayList<>();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();
    private final StopSignals signals = new StopSignals(diedOf::add, afterGrace::add);

    @Test
    void beforeAnythingIsStartedTheProcessDiesOfTheSignal() {
        signals.come(TERM);
        assertThat(diedOf).containsExactly(TERM);
    }

    @Test
    void whileSourcesStartTheFirstSignalWaitsForTheHandlersOwner() {
        signals.hold(stopped::incrementAndGet, abandoned::incrementAndGet);
        signals.come(INT);
        signals.come(TERM);
        assertThat(stopped).hasPositiveValue();
        assertThat(signals.handle(handled::add)).hasValue(INT);
        assertThat(handled).isEmpty();
        assertThat(diedOf).isEmpty();
    }

    @Test
    void aStartThatHangsIsGivenUpAfterItsGraceAndTheProcessDiesOfTheSignal() {
        signals.hold(stopped::incrementAndGet, abandoned::incrementAndGet);
        signals.come(TERM);
        assertThat(diedOf).isEmpty();
        assertThat(abandoned).hasValue(0);
        afterGrace.forEach(Runnable::run);
        assertThat(abandoned).hasValue(1);
        assertThat(diedOf).containsExactly(TERM);
    }

    @Test
    void aStartThatEndsInTimeIsNotGivenUp() {
        signals.hold(stopped::incrementAndGet, abandoned::incrementAndGet);
        signals.come(TERM);
        assertThat(signals.handle(handled::add)).hasValue(TERM);
        afterGrace.forEach(Runnable::run);
        assertThat(abandoned).hasValue(0);
        assertThat(diedOf).isEmpty();
    }

    @Test
    void onceThereIsAHandlerItGetsEachSignal() {
        signals.hold(stopped::incrementAndGet, abandoned::incrementAndGet);
        assertThat(signals.handle(handled::add)).isEmpty();
        signals.come(TERM);
        signals.come(INT);
        assertThat(handled).containsExactly(TERM, INT);
        assertThat(diedOf).isEmpty();
    }

    @Test
    void aSecondGatewayOfTheSameProcessTakesNothingFromTheHandler() {
        var _ = signals.handle(handled::add);
        signals.hold(stopped::incrementAndGet, abandoned::incrementAndGet);
        signals.come(TERM);
        assertThat(handled).containsExactly(TERM);
    }
}
