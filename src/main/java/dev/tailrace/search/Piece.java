package dev.tailrace.search;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import java.util.List;

/** A part of a log, from the record {@code from} to before {@code next}, as it was found. */
sealed interface Piece {
    long from();

    long next();

    /**
     * Records that are there.
     *
     * @param candidates those of them that may match, in order; the others do not
     * @param bytes how many were looked through
     */
    record Records(long from, long next, List<Batch> candidates, long bytes) implements Piece {}

    /** Records that cannot be had. */
    record Missing(Gap gap) implements Piece {
        @Override
        public long from() {
            return gap.from();
        }

        @Override
        public long next() {
            return gap.to() + 1;
        }
    }
}
