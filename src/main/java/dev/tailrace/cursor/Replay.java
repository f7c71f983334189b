package dev.tailrace.cursor;

import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One cursor's pages from files, one at a time: read on the replay threads, handed to the cursor on
 * its owner. All calls are the owner's.
 */
final class Replay {
    /** Opening a file again costs some ten microseconds: a client may well pause for less. */
    private static final long FILES_IDLE_MILLIS = 1000;

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

    private final StreamLog log;
    private final ScheduledExecutorService owner;
    private final Executor replayers;
    private final SegmentReader reader;
    private @Nullable Page page;
    private boolean reading;
    private boolean idleCheck;
    private boolean closed;

    Replay(StreamLog log, ScheduledExecutorService owner, Executor replayers) {
        this.log = log;
        this.owner = owner;
        this.replayers = replayers;
        this.reader = log.reader();
    }

    /** Whether a page is being read. */
    boolean isReading() {
        return reading;
    }

    /** Reads the page at {@code seq}, then calls {@code wake}; not while another is being read. */
    void read(long seq, Runnable wake) {
        reading = true;
        replayers.execute(() -> {
            Page read = page(seq);
            owner.execute(() -> {
                reading = false;
                page = read;
                if (closed) {
                    closeFiles();
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
     * A reader that wants nothing for a while lets its files go: they may be deleted meanwhile, and
     * the disk would have to keep them.
     */
    void closeFilesIfStill(BooleanSupplier idle) {
        if (idleCheck) {
            return;
        }
        idleCheck = true;
        var _ =
                owner.schedule(
                        () -> {
                            idleCheck = false;
                            if (!closed && !reading && idle.getAsBoolean()) {
                                closeFiles();
                            }
                        },
                        FILES_IDLE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** Lets the files go, at the latest when the page that is being read has come. */
    void close() {
        closed = true;
        if (!reading) {
            closeFiles();
        }
    }

    private void closeFiles() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
