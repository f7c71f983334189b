package dev.tailrace.hub.stream;

import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Span;
import dev.tailrace.cursor.Start;
import java.util.OptionalLong;

/**
 * What a reader asks a stream for.
 *
 * @param follow whether to go on with what comes, or end with what there is
 * @param until the time to end before, ns since 1970
 * @param run the one run of the source to read; {@link #ANY_RUN} for all there is
 * @param seqs the only records to read; {@link Span#ALL} for all there is. Not with a run
 */
public record SubscriptionRequest(
        Start start,
        RecordFilter filter,
        boolean follow,
        OptionalLong until,
        Overflow overflow,
        int run,
        Span seqs) {
    /** Not one run alone. */
    public static final int ANY_RUN = 0;

    /** For all there is. */
    public SubscriptionRequest(
            Start start,
            RecordFilter filter,
            boolean follow,
            OptionalLong until,
            Overflow overflow) {
        this(start, filter, follow, until, overflow, ANY_RUN, Span.ALL);
    }

    /** The same, from another start. */
    public SubscriptionRequest from(Start other) {
        return new SubscriptionRequest(other, filter, follow, until, overflow, run, seqs);
    }
}
