package dev.tailrace.hub;

import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Start;
import java.util.OptionalLong;

/**
 * What a reader asks a stream for.
 *
 * @param follow whether to go on with what comes, or end with what there is
 * @param until the time to end before, ns since 1970
 */
public record SubscriptionRequest(
        Start start, RecordFilter filter, boolean follow, OptionalLong until, Overflow overflow) {}
