package dev.tailrace.face;

import dev.tailrace.cursor.Span;
import dev.tailrace.hub.stream.SubscriptionRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of one stream's log is asked for.
 *
 * @param run the one run to read, or {@link SubscriptionRequest#ANY_RUN}
 * @param seq the numbers of the records to read, if they are told
 */
record LogPart(int run, @Nullable ParameterValue seq) {
    static final LogPart ALL = new LogPart(SubscriptionRequest.ANY_RUN, null);

    /** Whether there is more to come to such a part. */
    boolean isOpen() {
        return seq == null;
    }

    /**
     * The records with the numbers that are told, or all.
     *
     * @param follow whether what comes is asked for
     * @throws Refused if they are none, or something else says as well where to begin or to end
     */
    Span seqs(LogParameters beside, boolean follow) {
        if (seq == null) {
            return Span.ALL;
        }
        List<String> others = new ArrayList<>();
        beside.starts().forEach(start -> others.add(start.name()));
        if (run != SubscriptionRequest.ANY_RUN) {
            others.add("run");
        }
        if (follow) {
            others.add("follow=true");
        }
        if (!others.isEmpty()) {
            throw seq.bad(
                    "a range without from, tail, since, run and follow=true, but there is "
                            + String.join(" and ", others));
        }
        return seq.seqs();
    }
}
