package dev.tailrace.face;

import dev.tailrace.cursor.Cursor;
import dev.tailrace.hub.Hub;
import io.netty.channel.Channel;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all readers together hold: what was written for them and their sockets have not taken yet.
 * It decides how much a reader is given at a time. Any thread.
 *
 * <pre>
 *   a reader has room --piece--> cursor --> wire --> socket --takes all of it--> holds nothing
 *        ^                                             `------takes less-------> full: it is held
 *        |                                                                           |
 *        `--------- empty: it has taken the rest, or the client is gone -------------'
 * </pre>
 *
 * A client that does not read holds what it was given last. The more is held, the less is given at
 * a time: a few slow clients have large pieces, hundreds small ones. Once as much is held as may
 * be, a reader is given something only if its socket has room for it: thousands that read nothing
 * wait with nothing held, and a client that reads goes on beside them.
 */
@Singleton
@Startup // so that its meters are there before a client reads
public final class Unsent {
    /**
     * What is given at least, or one record. One that reads gets a hundred megabytes a second so.
     */
    static final int SMALLEST_PIECE = 1024;

    /** The part of what is left that one reader is given: its turns become small by and by. */
    private static final int PART = 64;

    private final long max;
    private final Function<Channel, @Nullable ConnectionRoom> rooms;
    private final AtomicLong held = new AtomicLong();

    @Inject
    Unsent(FaceConfig config, Hub hub, FaceMeters meters) {
        this(
                config.maxUnsentBytes().bytes(),
                channel -> ConnectionRoom.of(channel, hub.sinkThread()),
                meters);
    }

    Unsent(long max, Function<Channel, @Nullable ConnectionRoom> rooms, FaceMeters meters) {
        this.max = max;
        this.rooms = rooms;
        meters.unsent(held::get, max);
    }

    /** A power of two, so that readers of the same lines share what was encoded. */
    int piece() {
        long part = (max - held.get()) / PART;
        return part >= Cursor.PIECE_BYTES
                ? Cursor.PIECE_BYTES
                : (int) Math.max(SMALLEST_PIECE, Long.highestOneBit(part));
    }

    /**
     * Whether so much is held that a reader is given {@code piece}: then it is to hold no second
     * one, as a queue that has room for it would have it.
     */
    public static boolean isShort(int piece) {
        return piece == SMALLEST_PIECE;
    }

    /** The part of a new reader, or connection, that writes to {@code channel}. */
    public Account account(Channel channel) {
        return new Account(channel);
    }

    /** What one holds. Confined to its event loop. */
    public final class Account {
        private final Channel channel;
        private long written;
        private long own;

        private Account(Channel channel) {
            this.channel = channel;
        }

        /** So many bytes were written. */
        public void wrote(int bytes) {
            written += bytes;
        }

        /** The socket takes no more for now: what was written since it last did is held. */
        public void full() {
            own += written;
            held.addAndGet(written);
            written = 0;
        }

        /**
         * Whether so many bytes more may be held, as what is kept ready to be written next: as long
         * as nobody's pieces are made smaller. They are held then.
         */
        boolean mayHold(long bytes) {
            boolean may = piece() == Cursor.PIECE_BYTES;
            if (may) {
                own += bytes;
                held.addAndGet(bytes);
            }
            return may;
        }

        /** The socket has taken everything, or is closed. */
        public void empty() {
            written = 0;
            if (own > 0) {
                held.addAndGet(-own);
                own = 0;
            }
        }

        /**
         * Whether a piece may be written: its socket has room for it, or it may be held. If not,
         * {@code then} is run when it may.
         */
        public boolean mayWrite(Runnable then) {
            if (!isShort(piece())) {
                return true;
            }
            ConnectionRoom room = rooms.apply(channel);
            return room == null || room.isThere(then);
        }

        /** How many bytes are to be written next, about; see {@link #isShort}. */
        public int piece() {
            return Unsent.this.piece();
        }
    }
}
