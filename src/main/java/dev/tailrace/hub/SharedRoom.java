package dev.tailrace.hub;

import java.util.ArrayList;
import java.util.List;

/**
 * What all streams together may take on disk, divided fairly: the stream that holds most over its
 * share gives first, and one that keeps to its share gives nothing, however much others bring.
 *
 * <pre>
 *   share of a stream = retain-total-bytes * its weight / the weights of all
 *
 *   retain-total-bytes = 10, three streams of the same weight
 *     quiet   ==        2                 stays, whatever the age of its lines
 *     web     ====      4   0.7 over      gives once noisy has come down to it
 *     noisy   ========  8   4.7 over      gives
 * </pre>
 *
 * As the shares add up to the bound, somebody is over its share while the bound is exceeded; only
 * its newest segment nobody gives. Confined to the keeper.
 *
 * @param bytes what all may take
 */
record SharedRoom(long bytes) {
    /** One stream, as far as this is concerned. */
    interface Holder {
        /** What it takes on disk. */
        long bytes();

        /** How large its share is beside those of others. */
        double weight();

        /** Whether it has a segment that can be removed. */
        boolean canGive();

        /** Removes its oldest segment, and answers how many bytes that has freed. */
        long give();
    }

    /** Takes from those that are over their shares until all fit, or nobody can give. */
    void keep(List<? extends Holder> all) {
        long held = all.stream().mapToLong(Holder::bytes).sum();
        if (held <= bytes) {
            return;
        }
        double weights = all.stream().mapToDouble(Holder::weight).sum();
        List<Holder> giving = new ArrayList<>(all);
        while (held > bytes) {
            Holder most = null;
            double excess = 0;
            for (Holder each : giving) {
                double over = each.bytes() - bytes * (each.weight() / weights);
                if (over > excess && each.canGive()) {
                    most = each;
                    excess = over;
                }
            }
            if (most == null) {
                return;
            }
            long freed = most.give();
            held -= freed;
            if (freed <= 0) {
                giving.remove(most); // its disk has failed, which is tried again later
            }
        }
    }
}
