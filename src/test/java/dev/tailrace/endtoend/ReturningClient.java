package dev.tailrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client whose connections are cut at random bytes, and which comes back for what it lacks: at
 * once or after a while, to the same gateway or the next one. On a thread of its own; whatever is
 * wrong with what it gets ends it.
 *
 * <pre>
 *   ReturningClient --each record or line--> LineCheck, one a stream
 *    |- SseClient            comes back with the last id
 *    |- NdjsonClient         with the position of its last record
 *    |- MergedNdjsonClient   with the last position that it was told
 *    `- TextClient           with the time of its last line, which it must get again
 * </pre>
 */
abstract class ReturningClient implements AutoCloseable {
    private static final long RETRY_NANOS = 5_000_000;

    /**
     * 2^7 to 2^22 bytes: from the middle of the head to some ten thousand events, of which a client
     * needs some to keep up with the writer.
     */
    private static final int LEAST_BITS = 7;

    private static final int MOST_BITS = 22;

    /** One in so many stays away for long enough to be behind the tail by some segments. */
    private static final int STAYS_AWAY = 40;

    private static final int LONGEST_AWAY_MILLIS = 3000;
    private static final int USUALLY_AWAY_MILLIS = 20;

    private final int port;
    private final Random random;
    private final AtomicInteger returns = new AtomicInteger();
    private volatile @Nullable Throwable failure;
    private volatile boolean finishing;
    private volatile boolean stop;

    ReturningClient(int port, Random random) {
        this.port = port;
        this.random = random;
    }

    /** What it asks for now, as a path with a query. */
    abstract String path();

    /** What it sends beside that. */
    abstract String[] headers();

    /** Takes what comes until it ends, by whatever cause. */
    abstract void read(InputStream body) throws IOException;

    /** What it has had of each of its streams, by the stream's name. */
    abstract Map<String, LineCheck> checks();

    final ReturningClient start() {
        Thread.ofPlatform().daemon().name(getClass().getSimpleName()).start(this::comeAndGo);
        return this;
    }

    private void comeAndGo() {
        try {
            while (!stop) {
                connect();
            }
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private void connect() {
        long bytes = finishing ? Long.MAX_VALUE : 1L << random.nextInt(LEAST_BITS, MOST_BITS);
        if (bytes != Long.MAX_VALUE) {
            bytes += random.nextLong(bytes);
        }
        try (Connection connection = Connection.openFor(bytes, port, path(), headers())) {
            int status = connection.status();
            if (status == 503) {
                LockSupport.parkNanos(RETRY_NANOS); // it stops, and takes nobody new
                return;
            }
            assertThat(status).isEqualTo(200);
            returns.incrementAndGet();
            read(connection.body());
        } catch (ConnectException e) {
            LockSupport.parkNanos(RETRY_NANOS); // nobody is there for the moment
            return;
        } catch (IOException e) {
            // Cut, by itself or with the gateway: it comes back.
        }
        stayAway();
    }

    private void stayAway() {
        int most = random.nextInt(STAYS_AWAY) == 0 ? LONGEST_AWAY_MILLIS : USUALLY_AWAY_MILLIS;
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(most)));
    }

    /** How often it has been answered. */
    final int returns() {
        return returns.get();
    }

    /** From now on it cuts no connection. */
    final void finish() {
        finishing = true;
    }

    /** Nothing has been wrong with what it got so far. */
    final void assertSound() {
        Throwable cause = failure;
        if (cause != null) {
            throw new AssertionError(checks().values() + " after " + returns() + " returns", cause);
        }
    }

    @Override
    public final void close() {
        stop = true;
    }
}
