package dev.tailrace.sink.fifo;

import java.time.Duration;

/**
 * Writes one origin's bytes to its FIFO, and keeps on record how far that has come: what lies in
 * the FIFO for nobody is given again. On the sinks' thread.
 */
final class Giving {
    /** After so much the others of the thread get their turn. */
    private static final int TURN_BYTES = 1 << 20;

    private final FifoEnd fifo;
    private final Progress progress;

    Giving(FifoEnd fifo, Progress progress) {
        this.fifo = fifo;
        this.progress = progress;
    }

    /** As {@link Progress#begin}. */
    void begin(long from, boolean asBefore) {
        progress.begin(from, asBefore);
        progress.record(0);
    }

    /** Records how far it has come. */
    void record() {
        progress.record(fifo.unclaimed());
    }

    /**
     * Writes as much as is taken, and is one turn, and records each write.
     *
     * @return whether more would be taken
     */
    boolean give(OriginBytes stretch) {
        boolean itsTurnIsOver = write(stretch);
        progress.reached(stretch);
        if (progress.isRecordDue()) {
            record();
        }
        return itsTurnIsOver;
    }

    private boolean write(OriginBytes stretch) {
        if (fifo.unread() == 0) {
            progress.allRead();
        }
        int given = 0;
        while (!stretch.isEmpty() && given < TURN_BYTES) {
            int count = fifo.write(stretch);
            if (count == 0) {
                return false;
            }
            stretch.gave(count, progress.trail(), fifo.capacity());
            progress.wrote(stretch);
            given += count;
        }
        return true;
    }

    /** The records before {@code next} cannot be had. */
    void lostBefore(long next) {
        progress.lostBefore(next);
        record();
    }

    /** Has {@code then} run once nothing has been taken for that time. */
    void whenStillFor(Duration time, Runnable then) {
        long writes = progress.writes();
        fifo.after(
                time,
                () -> {
                    if (progress.writes() == writes) {
                        then.run();
                    } else {
                        whenStillFor(time, then);
                    }
                });
    }

    /** There is another FIFO in its place: what lies in the old one is for the new one's reader. */
    void leave() {
        progress.back(fifo.unread());
        fifo.close();
    }

    /** Records where it ends: after what a reader has, or will have. */
    void end() {
        progress.back(fifo.unclaimed());
        progress.record(0);
    }

    /** Closes both, so that the FIFO's reader sees the end. */
    void close() {
        progress.close();
        fifo.close();
    }
}
