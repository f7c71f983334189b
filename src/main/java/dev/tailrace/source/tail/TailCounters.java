package dev.tailrace.source.tail;

import dev.tailrace.source.tail.file.HeldFiles;
import java.util.concurrent.atomic.LongAdder;

/** What following files has come to, over all of them. Any thread. */
public final class TailCounters {
    final LongAdder waiting = new LongAdder();
    final LongAdder behind = new LongAdder();
    final LongAdder rotations = new LongAdder();
    final LongAdder truncations = new LongAdder();
    final LongAdder malformed = new LongAdder();
    private final HeldFiles held;

    TailCounters(HeldFiles held) {
        this.held = held;
    }

    /** How many files are held open now. */
    public long open() {
        return held.count();
    }

    /** How many of them are rotated, and wait to be read. */
    public long waiting() {
        return waiting.sum();
    }

    /** How many bytes are in followed files and not read, as of a few seconds ago. */
    public long behind() {
        return behind.sum();
    }

    /** How often it went on with the next file. */
    public long rotations() {
        return rotations.sum();
    }

    /** How often a file was found cut off. */
    public long truncations() {
        return truncations.sum();
    }

    /** How many lines were not of their file's format, and taken as they are. */
    public long malformedLines() {
        return malformed.sum();
    }
}
