package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of one stream and of two at once that are cut off and come back all the time, in every
 * format, while lines come, segments are rotated and compressed, and gateways are stopped or
 * killed: nothing is lost, nothing comes twice. {@code -Dtest.reconnects=10000} has them come back
 * more often, {@code -Dtest.seed=N} as they did before.
 */
class ReconnectsIT {
    private static final int RECONNECTS = Integer.getInteger("test.reconnects", 60);
    private static final long SEED = Long.getLong("test.seed", System.nanoTime());
    private static final String WHICH = "-Dtest.seed=" + SEED;

    /** 5000 lines a second: 25 each 5 ms. */
    private static final int LINES_AT_ONCE = 25;

    private static final long PAUSE_NANOS = 5_000_000;

    /** The other stream's 2000 a second come in bursts: 300 each 150 ms. */
    private static final int LINES_IN_A_BURST = 300;

    private static final long PAUSE_BETWEEN_BURSTS_NANOS = 150_000_000;

    /** So many lines, without their headers, are a segment of a second or less. */
    private static final String SEGMENT_BYTES = "256K";

    /** A tenth of a second: who comes back later begins in the files. */
    private static final String TAIL_BYTES = "64K";

    private static final int FEWEST_BETWEEN_RESTARTS = 20;
    private static final int MOST_BETWEEN_RESTARTS = 100;
    private static final int MOST_MILLIS_MORE = 100;

    private final Random random = new Random(SEED);
    private final int port = Ports.reserve();
    private final List<ReturningClient> clients = new ArrayList<>();
    private int restarts;
    @TempDir Path folder;

    @AfterEach
    void close() {
        clients.forEach(ReturningClient::close);
    }

    @Test
    void nothingIsLostAndNothingComesTwice() throws IOException {
        Gateway gateway = serve();
        try (FifoWriter steady = new FifoWriter(fifo("a"), LINES_AT_ONCE, PAUSE_NANOS);
                FifoWriter bursts =
                        new FifoWriter(fifo("b"), LINES_IN_A_BURST, PAUSE_BETWEEN_BURSTS_NANOS)) {
            startClients(gateway.stream("a").get("epoch").asText());
            while (returns() < RECONNECTS) {
                awaitReturns(
                        returns() + random.nextInt(FEWEST_BETWEEN_RESTARTS, MOST_BETWEEN_RESTARTS));
                endSomehow(gateway);
                gateway = serve();
                restarts++;
            }
            steady.finish();
            bursts.finish();
            awaitAll(Map.of("a", steady.written(), "b", bursts.written()));
            assertHistoryIsWhatTheyHad(gateway);
            awaitCompressed();
            say();
            gateway.stop();
        } finally {
            gateway.close();
        }
    }

    /** Segments are compressed only while a processor has nothing else to do. */
    private void awaitCompressed() {
        await().alias(WHICH)
                .until(() ->
                        Stream.of("a", "b").allMatch(stream -> segments(stream, ".log.gz") > 0));
    }

    private Path fifo(String stream) {
        return folder.resolve("fifo-" + stream);
    }

    private Gateway serve() {
        return Tailrace.in(folder)
                .with("TAILRACE_LOG_SEGMENT_BYTES", SEGMENT_BYTES)
                .with("TAILRACE_LOG_TAIL_BYTES", TAIL_BYTES)
                .with("TAILRACE_LOG_RETAIN_BYTES", "100G")
                .with("TAILRACE_LOG_RETAIN_TOTAL_BYTES", "100G")
                .serveOn(port, "--fifo", "a=" + fifo("a"), "--fifo", "b=" + fifo("b"));
    }

    private void startClients(String epoch) {
        String path = "/streams/a/log?from=first";
        clients.add(new SseClient(port, path, Map.of("a", new LineCheck("sse")), another()));
        clients.add(
                new SseClient(
                        port,
                        path + "&batch=true",
                        Map.of("a", new LineCheck("sse in batches")),
                        another()));
        clients.add(new NdjsonClient(port, "a", epoch, new LineCheck("ndjson"), another()));
        clients.add(new TextClient(port, "a", new LineCheck("text"), another()));
        String both = "/log?stream=a&stream=b";
        clients.add(
                new SseClient(port, both + "&from=first", checksOfBoth("merged sse"), another()));
        clients.add(new MergedNdjsonClient(port, both, checksOfBoth("merged ndjson"), another()));
        clients.forEach(ReturningClient::start);
    }

    private static Map<String, LineCheck> checksOfBoth(String which) {
        return Map.of("a", new LineCheck(which + ", a"), "b", new LineCheck(which + ", b"));
    }

    private Random another() {
        return new Random(random.nextLong());
    }

    private int returns() {
        return clients.stream().mapToInt(ReturningClient::returns).sum();
    }

    private void awaitReturns(int returns) {
        await().alias(WHICH)
                .until(() -> {
                    clients.forEach(ReturningClient::assertSound);
                    return returns() >= returns;
                });
    }

    private void endSomehow(Gateway gateway) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS_MORE)));
        if (random.nextBoolean()) {
            gateway.kill();
        } else {
            gateway.stop();
        }
    }

    private void awaitAll(Map<String, Long> written) {
        clients.forEach(ReturningClient::finish);
        await().alias(WHICH)
                .untilAsserted(() -> {
                    clients.forEach(ReturningClient::assertSound);
                    clients.forEach(client ->
                            client.checks()
                                    .forEach((stream, check) ->
                                            assertThat(check.lines())
                                                    .as("%s", check)
                                                    .isEqualTo(written.get(stream))));
                });
    }

    private void assertHistoryIsWhatTheyHad(Gateway gateway) {
        Map<String, Long> sums = Map.of("a", sum(gateway, "a"), "b", sum(gateway, "b"));
        LineCheck text = new LineCheck("history as text");
        gateway.forEachLine(
                "/streams/a/log?timestamps=true",
                line -> {
                    int space = line.indexOf(' ');
                    text.takeLine(line.substring(0, space), line.substring(space + 1));
                });
        for (ReturningClient client : clients) {
            Map<String, Long> same = client instanceof TextClient ? Map.of("a", text.sum()) : sums;
            client.checks()
                    .forEach((stream, check) ->
                            assertThat(check.sum())
                                    .as("%s, %s", check, WHICH)
                                    .isEqualTo(same.get(stream)));
        }
    }

    private static long sum(Gateway gateway, String stream) {
        LineCheck history = new LineCheck("history of " + stream);
        gateway.forEachEntry(stream, history::take);
        return history.sum();
    }

    private void say() {
        System.out.printf("%d restarts; %s%n", restarts, WHICH);
        clients.forEach(client ->
                System.out.printf(
                        "%d reconnects: %s%n", client.returns(), client.checks().values()));
        for (String stream : List.of("a", "b")) {
            System.out.printf(
                    "%d compressed segments of %s%n", segments(stream, ".log.gz"), stream);
        }
    }

    private long segments(String name, String suffix) {
        Path stream = Tailrace.in(folder).data().resolve("streams").resolve(name);
        try (Stream<Path> files = Files.list(stream)) {
            return files.filter(file -> file.toString().endsWith(suffix)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
