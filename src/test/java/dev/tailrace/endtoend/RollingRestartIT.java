package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is stopped and started again under its clients, which behave as browsers do, while
 * a program writes. {@code -Dtest.clients=1000} has it as the project promises it.
 */
class RollingRestartIT {
    private static final System.Logger LOG = System.getLogger(RollingRestartIT.class.getName());

    private static final int CLIENTS = Integer.getInteger("test.clients", 200);
    private static final int RESTARTS = 3;

    private static final int LINES_AT_ONCE = 3;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @TempDir Path folder;

    private final List<EventSource> clients = new ArrayList<>();

    @Test
    void everyClientComesBackAndGetsEachLineOnce() throws Exception {
        Path fifo = folder.resolve("fifo");
        int port = Ports.reserve();
        Gateway gateway = serve(port, fifo);
        try (FifoWriter writer = new FifoWriter(fifo, LINES_AT_ONCE, PAUSE_NANOS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new EventSource(port, "/streams/a/log?from=first"));
            }
            awaitAll(1);
            for (int i = 0; i < RESTARTS; i++) {
                long begin = System.nanoTime();
                gateway.stop();
                long stopped = System.nanoTime();
                gateway = serve(port, fifo);
                awaitAll(writer.written() + 1);
                say(begin, stopped);
            }
            writer.finish();
            awaitAll(writer.written());
            assertThat(clients).allMatch(client -> client.lines() == writer.written());
            assertThat(clients).allMatch(client -> client.connections() > RESTARTS);
            assertOne(gateway, writer.written());
        } finally {
            clients.forEach(EventSource::close);
            gateway.close();
        }
    }

    private void awaitAll(long lines) {
        await().alias(lines + " lines")
                .until(() -> {
                    assertThat(clients.stream().map(EventSource::wrong).filter(Objects::nonNull))
                            .isEmpty();
                    return clients.stream().allMatch(client -> client.lines() >= lines);
                });
    }

    /** That the clients agree is nothing, were the log wrong. */
    private static void assertOne(Gateway gateway, long written) {
        assertThat(gateway.stream("a").get("next").asLong()).isGreaterThanOrEqualTo(written);
    }

    private void say(long begin, long stopped) {
        IntSummaryStatistics refusals =
                clients.stream().mapToInt(EventSource::refusals).summaryStatistics();
        LOG.log(
                System.Logger.Level.INFO,
                "{0} clients: stopped in {1} ms, all back {2} ms later; refused so far: {3}",
                CLIENTS,
                TimeUnit.NANOSECONDS.toMillis(stopped - begin),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stopped),
                refusals.getSum());
    }

    private Gateway serve(int port, Path fifo) throws IOException {
        return Tailrace.in(folder).serveOn(port, "--fifo", "a=" + fifo);
    }
}
