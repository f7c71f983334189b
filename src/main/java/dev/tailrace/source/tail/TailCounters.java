package dev.tailrace.source.tail;

import static java.util.Objects.requireNonNull;

import dev.tailrace.source.tail.file.HeldFiles;
import dev.tailrace.source.tail.file.RefusedFiles;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What following files has come to, over all of them. Any thread. */
public final class TailCounters {
    final LongAdder waiting = new LongAdder();
    final LongAdder behind = new LongAdder();
    final LongAdder rotations = new LongAdder();
    final LongAdder truncations = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final RefusedFiles refused = new RefusedFiles();
    private final Map<LookBound, LongAdder> cutLooks = new EnumMap<>(LookBound.class);
    private final HeldFiles held;

    TailCounters(HeldFiles held) {
        this.held = held;
        for (LookBound each : LookBound.values()) {
            cutLooks.put(each, new LongAdder());
        }
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

    /** The files that are left out. */
    public RefusedFiles refused() {
        return refused;
    }

    /** How many looks through folders have met that bound. */
    public long cutLooks(LookBound bound) {
        return requireNonNull(cutLooks.get(bound)).sum();
    }

    /** A look through folders has met {@code bound}. */
    void cut(LookBound bound) {
        requireNonNull(cutLooks.get(bound)).increment();
    }

    /** How many lines were not of their file's format, and taken as they are. */
    public long malformedLines() {
        return malformed.sum();
    }
}
