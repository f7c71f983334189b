package dev.tailrace.face.push;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The requests that are under way, and what they hold: both are bounded. Any thread. */
final class InFlight {
    private final int maxRequests;
    private final long maxBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    InFlight(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** One request's part; to be closed when it is answered, or gone. */
    final class Share implements AutoCloseable {
        private final AtomicLong mine = new AtomicLong();
        private final AtomicBoolean closed = new AtomicBoolean();

        private Share() {}

        /** Takes so many bytes more; false if there are not so many. */
        boolean reserve(long more) {
            if (bytes.addAndGet(more) > maxBytes) {
                bytes.addAndGet(-more);
                return false;
            }
            mine.addAndGet(more);
            return true;
        }

        /** Takes so many bytes more, also if there are not so many: others are then refused. */
        void take(long more) {
            bytes.addAndGet(more);
            mine.addAndGet(more);
        }

        void release(long some) {
            mine.addAndGet(-some);
            bytes.addAndGet(-some);
        }

        /** Gives all of them back. Closing twice is nothing. */
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                bytes.addAndGet(-mine.get());
                requests.decrementAndGet();
            }
        }
    }

    /** One request more; null if there are as many as may be. */
    @Nullable Share enter() {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            return null;
        }
        return new Share();
    }

    int requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }
}
