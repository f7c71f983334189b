package dev.tailrace.cursor;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;

/** What a cursor hands out, in the order of the log, without overlap. */
public sealed interface Delivery {
    /** The next records. */
    record Records(Batch batch) implements Delivery {}

    /** The next records cannot be had any more. */
    record Lost(Gap gap) implements Delivery {}
}
