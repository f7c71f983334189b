package dev.tailrace.source.tail;

import java.util.concurrent.atomic.LongAdder;

/** What following files has come to, over all of them. Any thread. */
public final class TailCounters {
    private final LongAdder open = new LongAdder();
    private final LongAdder waiting = new LongAdder();
    private final LongAdder behind = new LongAdder();
    private final LongAdder rotations = new LongAdder();
    private final LongAdder truncations = new LongAdder();
    private final LongAdder malformed = new LongAdder();

    /** How many files are held open now. */
    public long open() {
        return open.sum();
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

    void opened(int files) {
        open.add(files);
    }

    void waits(int files) {
        waiting.add(files);
    }

    void behindBy(long bytes) {
        behind.add(bytes);
    }

    void rotated() {
        rotations.increment();
    }

    void truncated() {
        truncations.increment();
    }

    void malformed(int lines) {
        malformed.add(lines);
    }
}
