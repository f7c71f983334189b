package dev.tailrace.hub.push;

import dev.tailrace.model.Epoch;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;

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

    /** They are not stored. */
    record Refused(Refusal refusal) implements PushOutcome {
        Refused(Reason reason, String sentence) {
            this(new Refusal(reason, sentence));
        }
    }
}
