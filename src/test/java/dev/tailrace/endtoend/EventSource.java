package dev.tailrace.endtoend;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client of server-sent events as a browser is one (WHATWG HTML, 9.2.3): it comes back after
 * {@code retry} when the connection ends or cannot be had, with the last id it saw, and stops for
 * good at any other status than 200. It checks that the lines of a {@link FifoWriter} come each
 * once and in order.
 */
final class EventSource implements AutoCloseable {
    /** As browsers have it, until the gateway says otherwise. */
    private static final int RETRY_MILLIS = 3000;

    private final int port;
    private final String path;
    private final Thread thread;
    private final StringBuilder line = new StringBuilder();
    private String lastId = "";
    private int retryMillis = RETRY_MILLIS;
    private volatile long expected;
    private volatile @Nullable String wrong;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    EventSource(int port, String path) {
        this.port = port;
        this.path = path;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        try {
            while (wrong == null) {
                connect();
                Thread.sleep(retryMillis); // as a browser does: the reconnection time itself
            }
        } catch (InterruptedException _) {
            // Closed.
        } catch (RuntimeException e) {
            wrong = e.toString();
        }
    }

    private void connect() throws InterruptedException {
        try (Connection connection = open()) {
            if (connection.status() != 200) {
                wrong = "it stops for good at status " + connection.status();
                return;
            }
            long before = expected;
            boolean[] greeted = {false};
            SseEvent.read(
                    connection.body(),
                    lastId,
                    event -> {
                        greeted[0] |= event.name().equals("hello");
                        take(event);
                    },
                    retry -> retryMillis = retry);
            if (!greeted[0] && expected == before) {
                refusals.incrementAndGet();
            }
        } catch (IOException _) {
            // The gateway is not there, or has gone: it comes back.
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private Connection open() throws IOException {
        String[] headers =
                lastId.isEmpty()
                        ? new String[] {"Accept: text/event-stream"}
                        : new String[] {"Accept: text/event-stream", "Last-Event-ID: " + lastId};
        Connection connection = Connection.open(port, path, headers);
        connections.incrementAndGet();
        return connection;
    }

    private void take(SseEvent event) {
        lastId = event.lastId();
        if (event.name().equals("gap")) {
            say("a gap: " + event.data());
        }
        if (!event.isLine()) {
            return;
        }
        Entry entry = Entry.of(event.data());
        line.append(entry.text());
        if (!entry.partial()) {
            long number = FifoWriter.number(line.toString());
            if (number != expected) {
                say("line " + expected + " should come, and it is: " + line);
            }
            expected = number + 1;
            line.setLength(0);
        }
    }

    private void say(String what) {
        if (wrong == null) {
            wrong = what;
        }
    }

    /** How many lines have come. */
    long lines() {
        return expected;
    }

    /** What it must not see, and has seen first; null as long as all is well. */
    @Nullable String wrong() {
        return wrong;
    }

    /** How often a gateway has answered it. */
    int connections() {
        return connections.get();
    }

    /** How often it was told to come back later. */
    int refusals() {
        return refusals.get();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
