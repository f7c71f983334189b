package dev.tailrace.source.process;

import static dev.tailrace.Waiting.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.TestLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ChildTest {
    private static final Path NOWHERE = Path.of("/dev/null");
    private static final int SIGKILL = 9;

    @AutoClose final TestLoop test = new TestLoop();

    private final CompletableFuture<Void> exited = new CompletableFuture<>();
    private final SourceTasks tasks =
            new SourceTasks(
                    test.loop(),
                    "test",
                    reason -> exited.completeExceptionally(new AssertionError(reason)));

    @Test
    void anExitIsTold() throws Exception {
        Child child = child("exit 7");
        tasks.execute(() -> child.whenExited(tasks, () -> exited.complete(null)));
        outcome(exited);
        assertThat(child.reap()).isEqualTo(new ExitStatus(7, 0));
    }

    @Test
    void withoutPidfdsAThreadWaits() throws Exception {
        Child child = child("exit 8");
        child.awaitOnThread(tasks, () -> exited.complete(null));
        outcome(exited);
        assertThat(child.reap()).isEqualTo(new ExitStatus(8, 0));
        assertThat(child.reap()).isEqualTo(new ExitStatus(8, 0));
    }

    @Test
    void onlyWhatHasExitedCanBeReaped() throws Exception {
        Child child = child("exec sleep 60");
        assertThatThrownBy(child::reap)
                .isInstanceOf(SourceException.class)
                .hasMessage("process " + child.pid() + " has no exit status: it runs");
        assertThat(child.signal(SIGKILL)).isTrue();
        child.awaitOnThread(tasks, () -> exited.complete(null));
        outcome(exited);
        assertThat(child.reap()).isEqualTo(new ExitStatus(0, SIGKILL));
        assertThat(child.signal(SIGKILL)).isFalse();
    }

    @Test
    void aProcessThatIsNotOursHasNoExitStatus() {
        assertThatThrownBy(new Child(1, true)::reap)
                .hasMessage("process 1 has no exit status: No child processes");
    }

    @Test
    void theWordOfWaitHoldsCodeOrSignal() {
        assertThat(Child.decode(0xff00)).isEqualTo(new ExitStatus(255, 0));
        assertThat(Child.decode(0x0100)).isEqualTo(new ExitStatus(1, 0));
        assertThat(Child.decode(11 | 0x80)).isEqualTo(new ExitStatus(0, 11)); // with a core dump
    }

    private static Child child(String script) {
        Descriptor nowhere = Spawn.openForCommand(NOWHERE);
        List<Descriptor> outputs = List.of(nowhere, nowhere);
        Child child = new Child(Spawn.start(TestSpec.of("sh", "-c", script), outputs), true);
        nowhere.close();
        return child;
    }
}
