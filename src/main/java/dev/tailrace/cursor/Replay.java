package dev.tailrace.cursor;

import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One cursor's pages from files, one at a time: read on the replay threads when it is its turn,
 * handed to the cursor on its owner. All calls are the owner's, but for {@link #granted}.
 */
final class Replay {
    /** Opening a file again costs some ten microseconds: a client may well pause for less. */
    private static final long FILES_IDLE_MILLIS = 1000;

    /**
     * A page has up to 256 KiB, and is there in a millisecond: beside that, opening the file again
     * for the next turn is little, and a thousand that wait have each had a turn within seconds.
     */
    static final int PAGES_A_TURN = 8;

    /** What one read found. */
    sealed interface Page {
        /**
         * The records or what is known of them.
         *
         * @param held the oldest seq in memory before the files were read: what they lack of what
         *     lies before it was not written when it was new
         */
        record Found(SegmentReader.Result result, long held) implements Page {}

        /** The files cannot be read. */
        record Failed(Exception failure) implements Page {}
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
    private @Nullable Page page;
    private Turn turn = Turn.NONE;
    private int pages;
    private long wanted;
    private boolean reading;
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

    /** Whether a page is being read, or waits for its turn to be. */
    boolean isReading() {
        return reading;
    }

    /** Reads the page at {@code seq}, when it is its turn; not while another is being read. */
    void read(long seq) {
        reading = true;
        wanted = seq;
        if (pages >= PAGES_A_TURN && replayers.waiting() > 0) {
            rest();
        }
        if (turn == Turn.HELD) {
            readPage();
            return;
        }
        turn = Turn.WAITING;
        if (replayers.take(this)) {
            begin();
        }
    }

    /** Its turn has come; false if its owner is gone. Any thread. */
    boolean granted() {
        try {
            owner.execute(() -> {
                if (closed) {
                    turn = Turn.NONE;
                    replayers.giveBack();
                } else {
                    begin();
                }
            });
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    private void begin() {
        turn = Turn.HELD;
        pages = 0;
        readPage();
    }

    private void readPage() {
        pages++;
        long seq = wanted;
        replayers.execute(() -> {
            Page read = page(seq);
            owner.execute(() -> {
                reading = false;
                page = read;
                if (closed) {
                    rest();
                }
                wake.run();
            });
        });
    }

    /** The page that has been read and not been taken; null if there is none. */
    @Nullable Page takePage() {
        Page taken = page;
        page = null;
        return taken;
    }

    private Page page(long seq) {
        try {
            long held = log.tail().first();
            return new Page.Found(reader.read(seq), held);
        } catch (IOException | RuntimeException e) {
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
                            if (!closed && !reading && idle.getAsBoolean()) {
                                rest();
                            }
                        },
                        FILES_IDLE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** Lets the files and the turn go, at the latest when the page that is being read has come. */
    void close() {
        closed = true;
        if (turn == Turn.WAITING && replayers.leave(this)) {
            turn = Turn.NONE;
            reading = false;
        } else if (!reading) {
            rest();
        }
    }

    private void rest() {
        if (turn != Turn.HELD) {
            return;
        }
        turn = Turn.NONE;
        pages = 0;
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            replayers.giveBack();
        }
    }
}
