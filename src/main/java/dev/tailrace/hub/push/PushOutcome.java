package dev.tailrace.hub.push;

import dev.tailrace.model.Epoch;

/** What has become of pushed lines. */
public sealed interface PushOutcome {
    /**
     * They are in the stream's segments.
     *
     * @param first the seq of the first of their records; that of the next one if there is none
     * @param last the seq of the last of their records
     * @param lines how many lines there were
     * @param repeated whether an earlier request of the same key had brought them
     */
    record Written(Epoch epoch, long first, long last, long lines, boolean repeated)
            implements PushOutcome {}

    /** The request's key is one under which other lines were pushed; these are not stored. */
    record KeyReused() implements PushOutcome {}

    /** A request of the same key is on its way to the disk; what comes of it is not known yet. */
    record KeyBusy() implements PushOutcome {}

    /** They are not stored, for a reason that has to do with the stream or the gateway. */
    record Refused(PushRefusal why, String sentence) implements PushOutcome {}
}
