package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Encoder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What readers have had encoded of one block of the tail, kept for those who ask for the same. Any
 * thread. Two readers that ask at once may both encode; one result stays.
 */
final class Encodings implements Batch.Sharing {
    private record Key(Encoder encoder, int from, int to) {}

    private final ConcurrentHashMap<Key, Encoded> made = new ConcurrentHashMap<>(4);
    private final RecentRecords tail;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean closed;

    Encodings(RecentRecords tail) {
        this.tail = tail;
    }

    @Override
    public Encoded get(Batch batch, Encoder encoder, int from, int to) {
        Key key = new Key(encoder, from, to);
        Encoded known = made.get(key);
        if (known != null) {
            return known;
        }
        Encoded encoded = encoder.encode(batch);
        if (!closed && made.putIfAbsent(key, encoded) == null) {
            bytes.addAndGet(encoded.bytes().length);
            tail.encoded(encoded.bytes().length);
            if (closed) {
                clear();
            }
        }
        return encoded;
    }

    /** Forgets them all and gives their bytes back to the tail's bound. */
    void clear() {
        made.clear();
        tail.encoded(-bytes.getAndSet(0));
    }

    /** As {@link #clear()}, and keeps nothing from now on: the block has left the tail. */
    void close() {
        closed = true;
        clear();
    }
}
