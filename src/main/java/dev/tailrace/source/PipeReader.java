package dev.tailrace.source;

import dev.tailrace.model.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Reads one non-blocking pipe on its loop, through a {@link Spool} if the stream has one, each read
 * handed on at once. Only on the loop's thread.
 *
 * <pre>
 *   WATCHED --ready--> reads, as there is demand --none is left--> HALTED: the pipe fills up, and
 *     ^ `--empty, or the others' turn-'              |             holds the producer
 *     `---------------------- resume ----------------'
 * </pre>
 */
public final class PipeReader {
    /**
     * After as many reads in a row the others of the loop get their turn. At 64 KiB each it is one
     * full pipe of {@link Fifo#CAPACITY}.
     */
    static final int READS_A_TURN = 16;

    private final Descriptor pipe;
    private final Origin origin;
    private final SourceTasks tasks;
    private final SourceItems items;
    private final @Nullable Spool spool;
    private final Runnable ended;
    private @Nullable Watch watch;
    private boolean open = true;
    private boolean halted;

    /** What {@link #drain} may read yet, and what it does then. */
    private long rest;

    private @Nullable Runnable drained;

    /**
     * Takes {@code pipe} over.
     *
     * @param spool what it is read through, if anything; no terminal can be
     * @param ended told once that the last writer has gone and all it wrote has been handed on; the
     *     pipe is closed then
     */
    public PipeReader(
            Descriptor pipe,
            Origin origin,
            SourceTasks tasks,
            SourceItems items,
            @Nullable Spool spool,
            Runnable ended) {
        this.pipe = pipe;
        this.origin = origin;
        this.tasks = tasks;
        this.items = items;
        this.spool = spool;
        this.ended = ended;
    }

    /**
     * Begins to read. A pipe that nobody writes yet must be held, or it ends here.
     *
     * @throws SourceException if it cannot be watched
     */
    public void start() {
        if (open) {
            watch =
                    Watch.of(pipe.fd(), tasks, this::goOn)
                            .orElseThrow(() -> new IllegalStateException("not a pipe"));
        }
    }

    public Origin origin() {
        return origin;
    }

    /** Whether it is neither ended nor closed. */
    public boolean isOpen() {
        return open;
    }

    /**
     * Reads, as there is demand, until the pipe is empty or has ended, but hardly more than {@code
     * limit} bytes.
     *
     * @param then run after that; not if it is closed before
     */
    public void drain(long limit, Runnable then) {
        rest = limit;
        drained = then;
        drain();
    }

    private void drain() {
        while (open && rest > 0 && items.hasDemand()) {
            int count = read();
            rest = count > 0 ? rest - count : 0;
        }
        halted = open && rest > 0 && !items.isCancelled();
        Runnable then = drained;
        if (!halted && then != null) {
            drained = null;
            arm();
            then.run();
        }
    }

    /** There is demand again. */
    public void resume() {
        if (open && halted) {
            goOn();
        }
    }

    private void goOn() {
        if (drained == null) {
            takeTurn();
        } else {
            drain();
        }
    }

    /** Stops reading and closes the pipe; more than once is once. */
    public void close() {
        if (open) {
            open = false;
            if (watch != null) {
                watch.cancel();
            }
            pipe.close();
        }
    }

    private void takeTurn() {
        for (int i = 0; i < READS_A_TURN && open && items.hasDemand(); i++) {
            if (read() <= 0) {
                break;
            }
        }
        halted = open && !items.hasDemand();
        if (!halted) {
            arm();
        }
    }

    private void arm() {
        if (open && watch != null) {
            watch.arm();
        }
    }

    /**
     * Reads once and hands on. A terminal that nobody has open any more has no end but an error,
     * EIO.
     *
     * @return the number of bytes, 0 at the end, less if there is nothing now
     */
    private int read() {
        byte[] buffer = tasks.buffer();
        int count =
                spool == null
                        ? Libc.readNonBlocking(pipe.fd(), buffer)
                        : spool.read(pipe.fd(), buffer);
        if (count > 0) {
            items.emit(SourceItem.Chunk.read(origin, buffer, 0, count));
        } else if (count == 0 || count == -Errno.EIO) {
            close();
            ended.run();
        } else if (count != -Errno.EAGAIN) {
            throw new SourceException(tasks.name() + " cannot be read: " + Errno.text(-count));
        }
        return count;
    }
}
