package dev.tailrace.cursor;

import dev.tailrace.log.ReadResult;
import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One cursor's pages from files: read on the replay threads when it is its turn, handed to the
 * cursor on its owner. All calls are the owner's, but for {@link #granted()}.
 *
 * <pre>
 *   read(seq) --turn--> reading --> page --the cursor takes it, piece by piece--> read(next)
 *                                    `--from the second in a row on--> reading ahead, one page
 * </pre>
 *
 * Reading ahead is what lets a fast client have two cores. What a client leaves lying is dropped
 * when others wait for the turn, or after a while.
 */
final class Replay {
    private static final System.Logger LOG = System.getLogger(Replay.class.getName());

    /** Opening a file again costs some ten microseconds: a client may well pause for less. */
    private static final long FILES_IDLE_MILLIS = 1000;

    /**
     * A page has up to 256 KiB, and is there in a millisecond: beside that, opening the file again
     * for the next turn is little, and a thousand that wait have each had a turn within seconds.
     */
    static final int PAGES_A_TURN = 8;

    private static final long NOWHERE = -1;

    sealed interface Page {
        /**
         * The records or what is known of them.
         *
         * @param held the oldest seq in memory before the files were read: what they lack of what
         *     lies before it is lost
         */
        record Found(ReadResult result, long held) implements Page {}

        /** The files cannot be read. */
        record Failed(Throwable failure) implements Page {}
    }

    /** A page and the seq that was asked for. */
    private record Read(long at, Page page) {
        @Nullable Batch records() {
            return page instanceof Page.Found(ReadResult.Records(Batch batch), _) ? batch : null;
        }
    }

    private enum Turn {
        NONE,
        WAITING,
        HELD
    }

    private final StreamLog log;
    private final ScheduledExecutorService owner;
    private final Replayers replayers;
    private final Runnable wake;
    private final SegmentReader reader;
    private final BooleanSupplier granted = this::granted;
    private @Nullable Read page;
    private @Nullable Read ahead;
    private Turn turn = Turn.NONE;
    private int pages;

    /** What the cursor waits for, as long as it does. */
    private long wanted;

    private boolean waiting;

    /** Where the page that was read last ends: a cursor that asks for that reads on. */
    private long end = NOWHERE;

    /** A replay thread has the reader; what is to be done with that waits until it is back. */
    private boolean busy;

    private boolean toRest;
    private boolean idleCheck;
    private boolean closed;

    /**
     * @param wake called when a page has been read
     */
    Replay(StreamLog log, ScheduledExecutorService owner, Replayers replayers, Runnable wake) {
        this.log = log;
        this.owner = owner;
        this.replayers = replayers;
        this.wake = wake;
        this.reader = log.reader();
    }

    /** Whether the page that was asked for is being read, or waits for its turn to be. */
    boolean isReading() {
        return waiting;
    }

    /** Reads the page at {@code seq}, when it is its turn; not while another is being read. */
    void read(long seq) {
        wanted = seq;
        waiting = true;
        if (busy) {
            return;
        }
        Read kept = ahead;
        ahead = null;
        if (kept != null && kept.at() == seq) {
            hand(kept);
        } else {
            begin();
        }
    }

    private void begin() {
        if (isTurnOver()) {
            rest();
        }
        if (turn == Turn.HELD) {
            readPage(wanted);
            return;
        }
        turn = Turn.WAITING;
        if (replayers.take(granted)) {
            beginTurn();
        }
    }

    private boolean isTurnOver() {
        return pages >= PAGES_A_TURN && replayers.waiting() > 0;
    }

    /** Its turn has come; false if its owner is gone. Any thread. */
    private boolean granted() {
        try {
            owner.execute(() -> {
                if (closed) {
                    turn = Turn.NONE;
                    replayers.giveBack();
                } else {
                    beginTurn();
                }
            });
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    private void beginTurn() {
        turn = Turn.HELD;
        pages = 0;
        readPage(wanted);
    }

    private void readPage(long seq) {
        busy = true;
        pages++;
        replayers.execute(() -> {
            Read read = new Read(seq, page(seq));
            owner.execute(() -> done(read));
        });
    }

    private void done(Read read) {
        busy = false;
        if (closed || toRest) {
            rest();
        } else if (!waiting) {
            ahead = read;
        } else if (read.at() == wanted) {
            hand(read);
        }
        if (waiting && !closed) {
            begin();
        }
        wake.run();
    }

    /** Hands the cursor what it waits for; if it reads on, the next page is read meanwhile. */
    private void hand(Read read) {
        waiting = false;
        page = read;
        Batch records = read.records();
        boolean readsOn = read.at() == end;
        end = records == null ? NOWHERE : records.next();
        if (readsOn && end != NOWHERE && !log.recent().holds(end) && !isTurnOver()) {
            readPage(end);
        }
    }

    /** The page that has {@code seq}, if one has been read; what it has no record of, once. */
    @Nullable Page pageAt(long seq) {
        Read now = page;
        Batch records = now == null ? null : now.records();
        if (records == null || seq < records.first() || seq >= records.next()) {
            page = null;
        }
        return now != null && (page != null || records == null) ? now.page() : null;
    }

    /** There is nothing for the cursor in the page: it is as if it had not been read. */
    void dropPage() {
        page = null;
    }

    private Page page(long seq) {
        try {
            long held = log.recent().first();
            return new Page.Found(reader.read(seq), held);
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, the cursor waits for an answer.
            return new Page.Failed(e);
        }
    }

    /**
     * A reader that wants nothing now lets its turn go if others wait for one, else after a while:
     * its files may be deleted meanwhile, and the disk would have to keep them.
     */
    void restIfStill(BooleanSupplier idle) {
        if (replayers.waiting() > 0) {
            rest();
            return;
        }
        if (idleCheck) {
            return;
        }
        idleCheck = true;
        var _ =
                owner.schedule(
                        () -> {
                            idleCheck = false;
                            if (!closed && !waiting && idle.getAsBoolean()) {
                                rest();
                            }
                        },
                        FILES_IDLE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** Lets the files and the turn go, at the latest when the page that is being read has come. */
    void close() {
        closed = true;
        if (turn == Turn.WAITING && replayers.leave(granted)) {
            turn = Turn.NONE;
        }
        waiting = false;
        rest();
    }

    private void rest() {
        page = null;
        ahead = null;
        toRest = busy;
        if (busy || turn != Turn.HELD) {
            return;
        }
        turn = Turn.NONE;
        pages = 0;
        end = NOWHERE;
        try {
            reader.close();
        } catch (IOException e) {
            // Nothing was written to it: there is nothing that could be lost.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A file that was read does not close: {0}",
                    Reasons.of(e));
        } finally {
            replayers.giveBack();
        }
    }
}
