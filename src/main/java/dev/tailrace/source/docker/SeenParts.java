package dev.tailrace.source.docker;

import dev.tailrace.source.docker.Place.Mark;

/**
 * Of one output of a container, what of it this source has been through, and what of the next body
 * is to be left out for that: an engine can be asked for what is from a stamp on, and not for a
 * byte. Confined to one thread.
 *
 * <pre>
 *   reopen --> BEFORE --the mark's stamp--> COUNTING --its parts are all past--> AFTER
 *                `------a later stamp------------------------------------------^
 *
 *   BEFORE, COUNTING   parts that were handed on whole: left out
 *   AFTER              taken, but for the first bytes that were handed on without their part's end
 * </pre>
 *
 * Parts are counted from the first that carries the newest stamp, and not only those that carry it:
 * where the engine's clock has been set back, later ones have earlier stamps.
 */
final class SeenParts {
    private enum State {
        BEFORE,
        COUNTING,
        AFTER
    }

    private State state = State.AFTER;
    private Mark mark;

    /** Of the mark's parts, how many this body has not brought yet. */
    private long partsLeft;

    /** How many of the first bytes after the mark have been handed on. */
    private long bytesLeft;

    /** The bytes of the part that is not complete. */
    private long unfinished;

    private long handedOn;
    private boolean leftOut;
    private long stamp;
    private boolean expected;

    /**
     * @param mark where it was
     */
    SeenParts(Mark mark) {
        this.mark = mark;
    }

    /** After all parts that were complete. */
    Mark mark() {
        return mark;
    }

    /** How many bytes have been handed on since it was begun here. */
    long handedOn() {
        return handedOn;
    }

    /** Whether all that has been handed on was in parts that were complete. */
    boolean isExact() {
        return bytesLeft == 0 && unfinished == 0;
    }

    /**
     * A body begins anew, with what the engine has from {@code since} on.
     *
     * @param since in ns since 1970
     */
    void reopen(long since) {
        bytesLeft += unfinished;
        unfinished = 0;
        partsLeft = mark.parts();
        expected = !mark.isNone() && mark.stamp() >= since;
        state = mark.isNone() ? State.AFTER : State.BEFORE;
    }

    /**
     * A part begins.
     *
     * @return whether all is well: otherwise the engine has removed lines before this part, and
     *     with them the last that were handed on, so that nothing is left out any more
     */
    boolean begin(long stamp) {
        this.stamp = stamp;
        unfinished = 0;
        boolean missing = false;
        if (state == State.BEFORE && stamp >= mark.stamp()) {
            state = stamp == mark.stamp() ? State.COUNTING : State.AFTER;
            if (state == State.AFTER && expected) {
                missing = true;
                bytesLeft = 0;
            }
        }
        if (state == State.COUNTING && (partsLeft == 0 || stamp > mark.stamp())) {
            state = State.AFTER;
        }
        leftOut = state != State.AFTER;
        return !missing;
    }

    /** Bytes of the part: how many of the first of them are to be left out. */
    int content(int length) {
        if (leftOut) {
            return length;
        }
        int known = (int) Math.min(bytesLeft, length);
        bytesLeft -= known;
        unfinished += length;
        handedOn += length - known;
        return known;
    }

    /** The part is complete. */
    void end() {
        if (leftOut) {
            if (state == State.COUNTING) {
                partsLeft--;
            }
            return;
        }
        unfinished = 0;
        mark =
                mark.isNone() || stamp > mark.stamp()
                        ? new Mark(stamp, 1)
                        : new Mark(mark.stamp(), mark.parts() + 1);
    }

    /** What comes now begins with so many bytes that have been handed on. */
    void goOn(long bytes) {
        state = State.AFTER;
        bytesLeft = bytes;
        unfinished = 0;
    }

    /** Nothing more comes of the part that is not complete. */
    void finish() {
        if (unfinished > 0) {
            end();
        }
        bytesLeft = 0;
    }
}
