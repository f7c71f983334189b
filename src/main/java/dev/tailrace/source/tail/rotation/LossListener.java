package dev.tailrace.source.tail.rotation;

import dev.tailrace.model.LossReason;

/** Is told what cannot be read any more. */
@FunctionalInterface
public interface LossListener {
    /** So many bytes of {@code file} are lost; less than 0 if nobody knows how many. */
    void lost(LossReason reason, String file, long bytes);
}
