package dev.tailrace.source;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static dev.tailrace.Waiting.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    @TempDir Path folder;
    @AutoClose final TestLoop test = new TestLoop();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final SourceTasks tasks = new SourceTasks(test.loop(), "test", failures::add);

    @Test
    void aReadyDescriptorIsToldOnceUntilItIsArmedAgain() {
        Descriptor pipe = open("pipe");
        Watch watch = watch(pipe, "pipe");
        write("pipe");
        await().until(() -> told.contains("pipe"));
        write("pipe");
        settle();
        assertThat(told).containsOnlyOnce("pipe");

        tasks.execute(watch::arm);
        await().until(() -> told.stream().filter("pipe"::equals).count() == 2);
        pipe.close();
    }

    @Test
    void whatIsCancelledIsToldNoMore() throws Exception {
        Descriptor pipe = open("pipe");
        Watch watch = watch(pipe, "pipe");
        onLoop(watch::cancel);
        write("pipe");
        settle();
        assertThat(told).doesNotContain("pipe");
        pipe.close();
    }

    /** The number of a closed descriptor is given to the next one that is opened. */
    @Test
    void anEventUnderWayDoesNotReachTheNextDescriptorOfTheSameNumber() throws Exception {
        Descriptor first = open("first");
        Descriptor other = open("other");
        List<Descriptor> replacement = new CopyOnWriteArrayList<>();
        List<Watch> old = new ArrayList<>();
        // Both are ready at once: the one that is told first closes the other, and takes its
        // number.
        old.add(watchToReplace(other, first, old, replacement));
        old.add(watchToReplace(first, other, old, replacement));
        Runnable release = test.hold();
        write("first");
        write("other");
        release.run();
        await().until(() -> !replacement.isEmpty());
        settle();
        assertThat(told).containsOnlyOnce("one of two").doesNotContain("second");

        write("second");
        await().until(() -> told.contains("second"));
        assertThat(told).containsOnlyOnce("one of two");
        onLoop(() -> old.forEach(Watch::cancel));
        replacement.getFirst().close();
    }

    private Watch watchToReplace(
            Descriptor pipe, Descriptor closes, List<Watch> old, List<Descriptor> replacement) {
        Runnable replace =
                () -> {
                    told.add("one of two");
                    int number = closes.fd();
                    old.forEach(Watch::cancel);
                    closes.close();
                    Descriptor second = open("second");
                    assertThat(second.fd()).isEqualTo(number);
                    watch(second, "second");
                    replacement.add(second);
                };
        return Watch.of(pipe.fd(), tasks, replace).orElseThrow();
    }

    @Test
    void whatAHandlerThrowsIsItsOwnSourcesFailureOnly() {
        Descriptor broken = open("broken");
        Runnable handler =
                () -> {
                    throw new IllegalStateException("no luck");
                };
        assertThat(Watch.of(broken.fd(), tasks, handler)).isPresent();
        write("broken");
        await().until(() -> !failures.isEmpty());
        assertThat(failures)
                .containsExactly("test failed: java.lang.IllegalStateException: no luck");
        settle();
        broken.close();
    }

    @Test
    void aRegularFileIsAlwaysReadyAndNotWatched() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Descriptor descriptor = new Descriptor(Libc.open(file, Libc.O_RDONLY | Libc.O_CLOEXEC));
        Optional<Watch> watch = Watch.of(descriptor.fd(), tasks, () -> told.add("file"));
        assertThat(watch).isEmpty();
        descriptor.close();
    }

    @Test
    void aLoopThatIsClosedGivesEverythingBackAndItsDescriptorsAreNotWatched() {
        int before = OpenFiles.naming("[event").size();
        TestLoop gone = new TestLoop();
        SourceTasks itsTasks = new SourceTasks(gone.loop(), "gone", failures::add);
        itsTasks.execute(() -> told.add("run"));
        await().until(() -> told.contains("run"));
        assertThat(OpenFiles.naming("[event")).hasSize(before + 2);
        gone.close();
        await().until(() -> OpenFiles.naming("[event").size() == before);
        Descriptor pipe = open("pipe");
        assertThatThrownBy(() -> Watch.of(pipe.fd(), itsTasks, () -> {}))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("gone cannot be watched");
        pipe.close();
    }

    @Test
    void aTaskFromAnotherThreadWakesALoopThatWaits() throws Exception {
        for (int i = 0; i < 2000; i++) {
            FutureTask<Void> task = new FutureTask<>(() -> {}, null);
            tasks.execute(task);
            result(task);
        }
    }

    @Test
    void aTimerIsNotEarlyAndNotForgotten() {
        long begin = System.nanoTime();
        CompletableFuture<Long> fired = new CompletableFuture<>();
        tasks.after(Duration.ofMillis(20), () -> fired.complete(System.nanoTime() - begin));
        assertThat(outcome(fired)).isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
    }

    @Test
    void whatIsReadyIsToldBesideALoopThatIsNeverWithoutTasks() {
        Descriptor pipe = open("busy");
        watch(pipe, "busy");
        Runnable again =
                new Runnable() {
                    @Override
                    public void run() {
                        if (!told.contains("busy")) {
                            tasks.execute(this);
                        }
                    }
                };
        tasks.execute(again);
        write("busy");
        await().until(() -> told.contains("busy"));
        pipe.close();
    }

    private Descriptor open(String name) {
        Fifo.createIfMissing(folder.resolve(name));
        return Fifo.openHeld(folder.resolve(name));
    }

    private Watch watch(Descriptor pipe, String name) {
        return Watch.of(pipe.fd(), tasks, () -> told.add(name)).orElseThrow();
    }

    private void write(String name) {
        try {
            Files.writeString(folder.resolve(name), "x", StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onLoop(Runnable task) throws Exception {
        FutureTask<Void> done = new FutureTask<>(task, null);
        tasks.execute(done);
        result(done);
    }

    /** Until an event that comes later has been told: whatever was under way has been, too. */
    private void settle() {
        Descriptor pipe = open("settle");
        Watch watch = watch(pipe, "settled");
        write("settle");
        await().until(() -> told.contains("settled"));
        tasks.execute(watch::cancel);
        tasks.execute(pipe::close);
    }
}
