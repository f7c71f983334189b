package dev.tailrace.face;

import dev.tailrace.cursor.Span;
import dev.tailrace.cursor.Start;
import dev.tailrace.hub.stream.SubscriptionRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which part of one stream's log is asked for.
 *
 * @param run the one run to read, or {@link SubscriptionRequest#ANY_RUN}
 * @param seq the numbers of the records to read, if they are told
 * @param order in which order, if that is told
 */
record LogPart(int run, @Nullable ParameterValue seq, @Nullable ParameterValue order) {
    static final LogPart ALL = new LogPart(SubscriptionRequest.ANY_RUN, null, null);

    /** Whether there is more to come to such a part. */
    boolean isOpen() {
        return seq == null && !isBackwards();
    }

    /** Whether the newest record comes first. */
    boolean isBackwards() {
        return order != null && order.isDescending();
    }

    /**
     * Where a reader of the newest first begins, and where it ends.
     *
     * @param follow whether what comes is asked for
     * @param inEvents whether the format is one for following
     * @throws Refused if something else is asked for that cannot go together
     */
    Start.Backwards backwards(LogParameters beside, boolean follow, boolean inEvents, Instant now) {
        ParameterValue desc = Objects.requireNonNull(order);
        if (inEvents) {
            throw desc.bad("asc in text/event-stream, desc in text/plain and application/x-ndjson");
        }
        List<String> others = new ArrayList<>();
        if (beside.tail != null) {
            others.add("tail");
        }
        if (seq != null) {
            others.add("seq");
        }
        if (follow) {
            others.add("follow=true");
        }
        if (!others.isEmpty()) {
            throw desc.bad(
                    "desc without tail, seq and follow=true, but there is "
                            + String.join(" and ", others));
        }
        return new Start.Backwards(
                beside.before(), beside.lines.since(now), beside.lines.until(now));
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
