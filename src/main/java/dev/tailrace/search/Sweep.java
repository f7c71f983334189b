package dev.tailrace.search;

import java.io.IOException;

/** One way of a search: what is left of it lies from {@link #low} to before {@link #high}. */
final class Sweep {
    private final boolean backwards;
    private long low;
    private long high;

    Sweep(boolean backwards, long low, long high) {
        this.backwards = backwards;
        this.low = low;
        this.high = Math.max(low, high);
    }

    boolean isBackwards() {
        return backwards;
    }

    boolean isOver() {
        return low >= high;
    }

    /** Where it is: before this record it goes on backwards, with it forwards. */
    long at() {
        return backwards ? high : low;
    }

    Piece next(PieceReader reader) throws IOException {
        return backwards ? reader.backward(high - 1, low) : reader.forward(low, high);
    }

    /** The record {@code seq} is done, and all that came before it on the way. */
    void passed(long seq) {
        if (backwards) {
            high = seq;
        } else {
            low = seq + 1;
        }
    }

    /** All of the piece is done. */
    void passed(Piece piece) {
        passed(backwards ? piece.from() : piece.next() - 1);
    }
}
