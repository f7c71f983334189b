package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;

/** Is told of what cannot be read any more. */
@FunctionalInterface
interface Losses {
    /** So many bytes of {@code file} are lost; less than 0 if nobody knows how many. */
    void lost(LossReason reason, String file, long bytes);
}
