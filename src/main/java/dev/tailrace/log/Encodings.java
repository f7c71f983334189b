package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * What readers have had encoded of one block, kept for others that ask for the same. Any thread.
 * Two readers that ask at once may both encode; one result stays.
 */
final class Encodings implements Batch.Sharing {
    private record Key(Encoder encoder, int from, int to) {}

    private final ConcurrentHashMap<Key, Encoded> made = new ConcurrentHashMap<>(4);
    private final LongConsumer counted;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean closed;

    /**
     * @param counted told how many bytes are kept, or less than 0 for those that go
     */
    Encodings(LongConsumer counted) {
        this.counted = counted;
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
            counted.accept(encoded.bytes().length);
            if (closed) {
                clear();
            }
        }
        return encoded;
    }

    /** Forgets them all and gives their bytes back. */
    void clear() {
        made.clear();
        counted.accept(-bytes.getAndSet(0));
    }

    /** As {@link #clear()}, and keeps nothing from now on: the block is no more. */
    void close() {
        closed = true;
        clear();
    }
}
