package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * What readers have had encoded of one block, kept for others that ask for the same, as long as
 * there are any. Any thread. Two readers that ask at once may both encode; one result stays.
 */
final class Encodings implements Batch.Sharing {
    /**
     * What an entry takes beside its bytes and what its filter holds: most that a filter lets
     * through is nothing at all.
     */
    static final int ENTRY_BYTES = 200;

    /** What the states before and after take, where an encoder follows lines. */
    private static final int STATES_BYTES = 220;

    private record Key(Encoder encoder, int from, int to) {}

    private final ConcurrentHashMap<Key, Encoded> made = new ConcurrentHashMap<>(4);
    private final LongConsumer counted;
    private final Predicate<Batch.Filter> wanted;
    private volatile boolean closed;

    /**
     * @param counted told how many bytes are held, or less than 0 for those that go
     * @param wanted whether there are readers that want to see that
     */
    Encodings(LongConsumer counted, Predicate<Batch.Filter> wanted) {
        this.counted = counted;
        this.wanted = wanted;
    }

    @Override
    public Encoded get(Batch batch, Encoder encoder, int from, int to) {
        Key key = new Key(encoder, from, to);
        Encoded known = made.get(key);
        if (known != null) {
            return known;
        }
        Encoded encoded = encoder.encode(batch);
        if (isWanted(key) && made.putIfAbsent(key, encoded) == null) {
            counted.accept(weight(key, encoded));
            if (!isWanted(key)) {
                forget(key.encoder.filter()); // the last reader has left meanwhile
            }
        }
        return encoded;
    }

    private boolean isWanted(Key key) {
        return !closed && wanted.test(key.encoder.filter());
    }

    /**
     * What an entry keeps from being collected. Each is charged with the whole of its filter, since
     * that may be the copy of a reader that is gone, of which there are others.
     */
    private static long weight(Key key, Encoded encoded) {
        return (long) ENTRY_BYTES
                + key.encoder().filter().heldBytes()
                + encoded.bytes().length
                + (encoded.after() == null ? 0 : STATES_BYTES);
    }

    /** Forgets what nobody wants to see any more. */
    void forget(Batch.Filter filter) {
        made.forEach((key, encoded) -> {
            if (key.encoder().filter().equals(filter) && made.remove(key, encoded)) {
                counted.accept(-weight(key, encoded));
            }
        });
    }

    /** Forgets them all and gives their bytes back. */
    void clear() {
        made.forEach((key, encoded) -> {
            if (made.remove(key, encoded)) {
                counted.accept(-weight(key, encoded));
            }
        });
    }

    /** As {@link #clear()}, and keeps nothing from now on: the block is no more. */
    void close() {
        closed = true;
        clear();
    }
}
