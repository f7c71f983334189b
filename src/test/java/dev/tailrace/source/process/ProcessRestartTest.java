package dev.tailrace.source.process;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Waiting;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commands that are started again; the first wait is 10 ms here, and not a second. */
class ProcessRestartTest extends ProcessFixture {
    private static final Duration FIRST = Duration.ofMillis(10);

    @Test
    void aCommandThatFailsIsStartedUntilItDoesNot() throws IOException {
        ProcessSource source =
                restarting(Restart.ON_FAILURE, "echo x >>runs; echo hi; [ $(wc -l <runs) -ge 3 ]");
        assertThat(exit(source)).isEqualTo(new ExitStatus(0, 0));
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("hi\nhi\nhi\n");
        assertThat(sink.events())
                .filteredOn(event -> !(event instanceof SourceEvent.Started))
                .containsExactly(failed(FIRST), failed(FIRST.multipliedBy(2)), exited());
        assertThatNothingIsLeft();
    }

    @Test
    void aCommandThatIsKilledHasFailed() {
        ProcessSource source = restarting(Restart.ON_FAILURE, "kill -9 $$");
        await().until(() -> sink.events().size() >= 3);
        stop(source);
        assertThat(sink.events())
                .element(1)
                .isEqualTo(new SourceEvent.Exited(new ExitStatus(0, 9), Optional.of(FIRST)));
        assertThat(sink.calls()).startsWith("Started", "end stdout", "end stderr", "Exited");
    }

    @Test
    void aCommandThatIsToBeThereAlwaysIsStartedAfterASuccessToo() throws IOException {
        ProcessSource source = restarting(Restart.ALWAYS, "echo hi");
        await().until(() -> sink.text(Origin.STDOUT).startsWith("hi\nhi\nhi\n"));
        stop(source);
        assertThatNothingIsLeft();
    }

    @Test
    void aCommandThatIsNeverStartedAgainIsNot() {
        ProcessSource source = restarting(Restart.NEVER, "exit 1");
        assertThat(exit(source)).isEqualTo(new ExitStatus(1, 0));
        assertThat(sink.calls()).containsOnlyOnce("Started");
    }

    @Test
    void aStopWhileItWaitsIsTheEnd() throws IOException {
        ProcessSource source = restarting(Restart.ALWAYS, Duration.ofHours(1), "exit 4");
        await().until(() -> sink.calls().contains("Exited"));
        stop(source);
        assertThat(exit(source)).isEqualTo(new ExitStatus(4, 0));
        assertThat(sink.calls()).endsWith("Exited", "Ended");
        assertThatNothingIsLeft();
    }

    @Test
    void aStopWhileItRunsIsTheEnd() {
        ProcessSource source = restarting(Restart.ALWAYS, "echo hi; exec sleep 60");
        await().until(() -> !sink.text(Origin.STDOUT).isEmpty());
        stop(source);
        assertThat(sink.events())
                .last()
                .isEqualTo(new SourceEvent.Exited(new ExitStatus(0, 15), Optional.empty()));
    }

    @Test
    void aCommandThatWaitsCanBeStartedNow() {
        ProcessSource source = restarting(Restart.ALWAYS, Duration.ofHours(1), "echo hi");
        await().until(() -> sink.calls().contains("Exited"));
        assertThat(source.startNow().toCompletableFuture().join()).isTrue();
        await().until(() -> sink.text(Origin.STDOUT).equals("hi\nhi\n"));
        stop(source);
        assertThat(source.startNow().toCompletableFuture().join()).isFalse();
    }

    @Test
    void aCommandThatIsGoneForAWhileIsTriedAgain() throws IOException {
        Path folder = Files.createDirectory(this.folder.resolve("work"));
        ProcessSource source = source(Restart.ALWAYS, FIRST, in(folder, "rmdir ../work; echo hi"));
        sink.follow(source);
        await().until(() -> sink.calls().contains("Failed"));
        assertThat(sink.events())
                .element(2)
                .isEqualTo(
                        new SourceEvent.Failed(
                                "working folder " + folder + " does not exist",
                                Optional.of(FIRST.multipliedBy(2))));
        Files.createDirectory(folder);
        await().until(() -> sink.text(Origin.STDOUT).startsWith("hi\nhi\n"));
        stop(source);
    }

    @Test
    void oneThatCannotBeStartedAtFirstIsTriedAgainWhereItMayFail() throws IOException {
        Path folder = this.folder.resolve("later");
        ProcessSource source = mayFail(Restart.ALWAYS, in(folder, "echo hi"));
        sink.follow(source);
        await().until(() -> !sink.events().isEmpty());
        assertThat(sink.events().getFirst())
                .isEqualTo(
                        new SourceEvent.Failed(
                                "working folder " + folder + " does not exist",
                                Optional.of(FIRST)));
        Files.createDirectory(folder);
        await().until(() -> sink.text(Origin.STDOUT).startsWith("hi\n"));
        stop(source);
    }

    @Test
    void oneThatIsNeverStartedEndsWithAStopOrAtOnce() {
        Path missing = folder.resolve("missing");
        ProcessSource tried = mayFail(Restart.ON_FAILURE, in(missing, "true"));
        sink.follow(tried);
        await().until(() -> !sink.events().isEmpty());
        stop(tried);
        assertThat(sink.calls()).endsWith("Ended");
        ProcessSource once = mayFail(Restart.NEVER, in(missing, "true"));
        sink.follow(once);
        assertThat(once.exit()).failsWithin(Waiting.LIMIT);
        SourceEvent failed =
                new SourceEvent.Failed("working folder " + missing + " does not exist");
        await().untilAsserted(() -> assertThat(sink.events().getLast()).isEqualTo(failed));
    }

    private ProcessSource mayFail(Restart restart, ProcessSpec spec) {
        return new ProcessSource(
                spec,
                fifos(),
                test.loop(),
                new ProcessPolicy(GRACE, DRAIN_AFTER_EXIT, restart, false, true, true),
                new Backoff(FIRST, System::nanoTime));
    }

    private ProcessSource restarting(Restart restart, String script) {
        return restarting(restart, FIRST, script);
    }

    private ProcessSource restarting(Restart restart, Duration first, String script) {
        ProcessSource source = source(restart, first, in(folder, script));
        sink.follow(source);
        return source;
    }

    private static ProcessSpec in(Path folder, String script) {
        return new ProcessSpec(
                List.of("sh", "-c", script), Optional.of(folder), Map.of(), Optional.empty());
    }

    private ProcessSource source(Restart restart, Duration first, ProcessSpec spec) {
        return new ProcessSource(
                spec,
                fifos(),
                test.loop(),
                new ProcessPolicy(GRACE, DRAIN_AFTER_EXIT, restart, false, true, false),
                new Backoff(first, System::nanoTime));
    }

    private static SourceEvent failed(Duration backoff) {
        return new SourceEvent.Exited(new ExitStatus(1, 0), Optional.of(backoff));
    }

    private static SourceEvent exited() {
        return new SourceEvent.Exited(new ExitStatus(0, 0));
    }
}
