package dev.tailrace.source;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollerTest {
    @TempDir Path folder;
    @AutoClose final TestLoop test = new TestLoop();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final SourceTasks tasks = new SourceTasks(test.loop(), "test", failures::add);

    @Test
    void aReadyDescriptorIsToldOnceUntilItIsArmedAgain() {
        Descriptor pipe = open("pipe");
        Poller.Watch watch = watch(pipe, "pipe");
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
        Poller.Watch watch = watch(pipe, "pipe");
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
        Poller.Watch old = watch(first, "first");
        CountDownLatch underWay = new CountDownLatch(1);
        FutureTask<Descriptor> replacement =
                new FutureTask<>(() -> {
                    underWay.await();
                    int number = first.fd();
                    old.cancel();
                    first.close();
                    Descriptor second = open("second");
                    assertThat(second.fd()).isEqualTo(number);
                    watch(second, "second");
                    return second;
                });
        tasks.execute(replacement);
        write("first");
        await().until(() -> test.waitingTasks() == 1);
        underWay.countDown();
        Descriptor second = result(replacement);
        settle();
        assertThat(told).doesNotContain("first", "second");

        write("second");
        await().until(() -> told.contains("second"));
        assertThat(told).doesNotContain("first");
        second.close();
    }

    @Test
    void whatAHandlerThrowsIsItsOwnSourcesFailureOnly() {
        Descriptor broken = open("broken");
        Runnable handler =
                () -> {
                    throw new IllegalStateException("no luck");
                };
        assertThat(test.poller().watch(broken.fd(), tasks, handler)).isPresent();
        write("broken");
        await().until(() -> !failures.isEmpty());
        assertThat(failures)
                .containsExactly("test failed: java.lang.IllegalStateException: no luck");
        settle();
        broken.close();
    }

    /** Not of the poller either: the loop of one source is shut down, others go on. */
    @Test
    void aLoopThatIsShutDownDoesNotStopTheOthers() {
        TestLoop gone = new TestLoop();
        gone.close();
        Descriptor pipe = open("pipe");
        SourceTasks rejected = new SourceTasks(gone.loop(), "gone", failures::add);
        assertThat(test.poller().watch(pipe.fd(), rejected, () -> told.add("pipe"))).isPresent();
        write("pipe");
        settle();
        assertThat(told).doesNotContain("pipe");
        pipe.close();
    }

    @Test
    void aRegularFileIsAlwaysReadyAndNotWatched() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Descriptor descriptor = new Descriptor(Libc.open(file, Libc.O_RDONLY | Libc.O_CLOEXEC));
        Optional<Poller.Watch> watch =
                test.poller().watch(descriptor.fd(), tasks, () -> told.add("file"));
        assertThat(watch).isEmpty();
        descriptor.close();
    }

    @Test
    void closingStopsTheThreadAndGivesEverythingBack() {
        int before = OpenFiles.naming("[event").size();
        long threads = pollerThreads();
        Poller poller = new Poller();
        assertThat(pollerThreads()).isEqualTo(threads + 1);
        assertThat(OpenFiles.naming("[event")).hasSize(before + 2);
        poller.close();
        poller.close();
        assertThat(pollerThreads()).isEqualTo(threads);
        assertThat(OpenFiles.naming("[event")).hasSize(before);
    }

    private static long pollerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tailrace-poller"))
                .count();
    }

    private Descriptor open(String name) {
        Fifo.createIfMissing(folder.resolve(name));
        return Fifo.openHeld(folder.resolve(name));
    }

    private Poller.Watch watch(Descriptor pipe, String name) {
        return test.poller().watch(pipe.fd(), tasks, () -> told.add(name)).orElseThrow();
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
        Poller.Watch watch = watch(pipe, "settled");
        write("settle");
        await().until(() -> told.contains("settled"));
        tasks.execute(watch::cancel);
        tasks.execute(pipe::close);
    }
}
