package dev.tailrace.source.fifo;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.MayBlock;
import dev.tailrace.model.Origin;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.TestLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MayBlock
class IdleFifosTest {
    private static final int FIFOS = 1000;

    /** Such as the virtual machine may start meanwhile. */
    private static final int OTHER_THREADS = 10;

    private static final Duration IDLE = Duration.ofSeconds(1);

    @TempDir Path folder;
    @AutoClose final TestLoop test = new TestLoop();
    @AutoClose final TestLoop watching = new TestLoop();
    @AutoClose final FifoWatch watch = new FifoWatch(watching.loop());

    private final Recorder sink = new Recorder();
    private final List<FifoSource> sources = new ArrayList<>();

    @Test
    void aThousandIdleFifosCostNeitherThreadsNorCpu() throws IOException {
        start(0);
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        for (int i = 1; i < FIFOS; i++) {
            start(i);
        }
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
                .isLessThan(threads + OTHER_THREADS);

        Duration started = cpu();
        for (int i = 0; i < FIFOS; i++) {
            Files.writeString(path(i), "x", StandardOpenOption.WRITE);
        }
        await().until(() -> sink.count(Origin.STDOUT) == FIFOS);
        Duration busy = cpu().minus(started);
        // What the bytes have left to do may be the first idle second's.
        await().until(() -> idle().compareTo(busy) < 0);
        sources.forEach(source -> source.stop().toCompletableFuture().join());
    }

    /** What a second costs in which nothing is written. */
    private static Duration idle() {
        Duration before = cpu();
        await().pollDelay(IDLE).until(() -> true);
        return cpu().minus(before);
    }

    private void start(int number) {
        FifoSource source = new FifoSource(path(number), test.loop(), watch);
        sink.follow(source);
        sources.add(source);
    }

    private Path path(int number) {
        return folder.resolve(number + ".fifo");
    }

    /** Of the loops' threads: the virtual machine has work of its own. */
    private static Duration cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos =
                Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                        .filter(Objects::nonNull)
                        .filter(thread -> thread.getThreadName().equals(TestLoop.THREAD))
                        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                        .sum();
        return Duration.ofNanos(nanos);
    }
}
