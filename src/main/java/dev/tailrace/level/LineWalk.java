package dev.tailrace.level;

import dev.tailrace.level.LineState.OfOrigin;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;

/**
 * Goes over records in the order of their log and says of each which level it has and where its
 * line begins. The records are to follow each other without a hole: after one, a new walk begins
 * with {@link LineState#NOTHING}. One thread at a time.
 */
public final class LineWalk {
    /** {@link #line()} of a record that begins its line. */
    public static final long BEGINS = LineState.NO_SEQ;

    /**
     * How far, in records, a line and an event reach: to the next record of the line, and from the
     * first record to each other one. What is further away is as if it were another's. The longest
     * stack traces of Java have 1024 frames, and their causes as many; a line of that many records
     * has 32 MiB.
     */
    public static final int REACH_RECORDS = 2048;

    /**
     * How many records before a place tell all that is open there: those that are within reach, and
     * for each of them those that tell whether that begins a line.
     */
    public static final int LOOK_BACK_RECORDS = 2 * REACH_RECORDS;

    private final Of stdout;
    private final Of stderr;
    private Level level = Level.NONE;
    private long line = BEGINS;

    /**
     * @param before what is open before the first record
     */
    public LineWalk(LineState before) {
        stdout = new Of(before.stdout());
        stderr = new Of(before.stderr());
    }

    /** Goes on to a record of {@code batch}, the next one of the log. */
    public void to(Batch batch, int record) {
        switch (batch.origin(record)) {
            case STDOUT -> stdout.to(batch, record);
            case STDERR -> stderr.to(batch, record);
            case SYSTEM -> {
                level = Level.NONE;
                line = BEGINS;
            }
        }
    }

    /** The level of the record that it is at. */
    public Level level() {
        return level;
    }

    /**
     * The seq of the first record of the line; {@link #BEGINS} if that is this record, or out of
     * reach.
     */
    public long line() {
        return line;
    }

    /**
     * Whether what is open of {@code origin} depends on no record before those of the walk: it has
     * come to the beginning of an event.
     */
    public boolean isSureOf(Origin origin) {
        return switch (origin) {
            case STDOUT -> stdout.sure;
            case STDERR -> stderr.sure;
            case SYSTEM -> true;
        };
    }

    /** What is open after the record that it is at. */
    public LineState state() {
        return new LineState(stdout.state(), stderr.state());
    }

    /** The records of one origin. */
    private final class Of {
        private Level open;
        private long event;
        private long begun;
        private long last;
        private boolean seen;
        private boolean sure;

        Of(OfOrigin before) {
            open = before.level();
            event = before.event();
            begun = before.line();
            last = before.last();
        }

        void to(Batch batch, int record) {
            long seq = batch.first() + record;
            boolean goesOn = begun != BEGINS && seq - last <= REACH_RECORDS;
            if (!goesOn) {
                begun = seq;
                begin(batch, record);
            }
            line = goesOn && seq - begun <= REACH_RECORDS ? begun : BEGINS;
            level = seq - event <= REACH_RECORDS ? open : Level.NONE;
            last = seq;
            seen = true;
            begun = batch.partial(record) ? begun : BEGINS;
        }

        private void begin(Batch batch, int record) {
            byte[] bytes = batch.bytes();
            int from = batch.contentStart(record);
            int to = batch.contentEnd(record);
            Level own = LineLevel.of(bytes, from, to);
            if (own != Level.NONE || !LineLevel.continuesEvent(bytes, from, to)) {
                open = own;
                event = begun;
                sure |= seen;
            }
        }

        OfOrigin state() {
            return new OfOrigin(
                    open,
                    open == Level.NONE ? LineState.NO_SEQ : event,
                    begun,
                    begun == BEGINS ? LineState.NO_SEQ : last);
        }
    }
}
