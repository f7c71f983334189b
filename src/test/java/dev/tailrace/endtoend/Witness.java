package dev.tailrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client as a browser is one: it follows a stream, comes back with the last id whenever its
 * connection ends, and remembers all that it has seen. It fails if a line comes twice, or one is
 * left out.
 */
final class Witness implements AutoCloseable {
    private static final long RETRY_NANOS = 5_000_000;

    private final int port;
    private final String path;
    private final Random random;
    private final long longest;
    private final ConcurrentHashMap<Long, String> seen = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable failure;
    private volatile boolean stop;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile long lastNumber = -1;
    private String lastId = "";
    private long next;

    /** Each connection is cut after up to {@code longest} bytes. */
    Witness(int port, String stream, Random random, long longest) {
        this.port = port;
        this.path = "/streams/" + stream + "/log?from=first";
        this.random = random;
        this.longest = longest;
        Thread.ofPlatform().daemon().name("witness").start(this::watch);
    }

    private void watch() {
        try {
            while (!stop) {
                connect();
            }
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private void connect() {
        long bytes = random.nextLong(1, longest);
        String[] headers =
                lastId.isEmpty()
                        ? new String[] {"Accept: text/event-stream"}
                        : new String[] {"Accept: text/event-stream", "Last-Event-ID: " + lastId};
        try (Connection connection = Connection.openFor(bytes, port, path, headers)) {
            assertThat(connection.status()).isEqualTo(200);
            SseEvent.read(connection.body(), lastId, this::take);
        } catch (ConnectException e) {
            LockSupport.parkNanos(RETRY_NANOS); // nobody is there for the moment
            return;
        } catch (IOException e) {
            // Cut, by itself or by the gateway's death: it comes back.
        }
        cuts.incrementAndGet();
    }

    private void take(SseEvent event) {
        lastId = event.lastId();
        switch (event.name()) {
            case "hello" ->
                    assertThat(event.data())
                            .contains(
                                    seen.isEmpty() && event.lastId().isEmpty()
                                            ? "\"resumed\":\"start\""
                                            : "\"resumed\":\"exact\"");
            case "message" -> {
                if (event.isLine()) {
                    Entry entry = Entry.of(event.data());
                    assertThat(entry.seq()).as("the next line's number").isEqualTo(next);
                    next++;
                    lastNumber = FifoWriter.number(entry.text());
                    seen.put(entry.seq(), entry.time() + " " + entry.text());
                }
            }
            case "end" -> {}
            default -> throw new AssertionError("an event that nothing calls for: " + event);
        }
    }

    /** How often its connection has ended. */
    int cuts() {
        return cuts.get();
    }

    /** How many lines it has seen. */
    int count() {
        return seen.size();
    }

    /** Whether it has seen nothing wrong so far. */
    void assertContent() {
        if (failure != null) {
            throw new AssertionError(
                    "after " + cuts() + " cuts and " + count() + " lines", failure);
        }
    }

    /** The number of the line that it has seen last. */
    long lastNumber() {
        return lastNumber;
    }

    /** All that it has seen is what the gateway has in its history now. */
    void assertAgrees(Gateway gateway, String stream) {
        assertContent();
        long[] compared = {0};
        gateway.forEachEntry(
                stream,
                entry -> {
                    assertThat(seen.get(entry.seq())).isEqualTo(entry.time() + " " + entry.text());
                    compared[0]++;
                });
        assertThat(compared[0]).isEqualTo(count());
    }

    @Override
    public void close() {
        stop = true;
    }
}
