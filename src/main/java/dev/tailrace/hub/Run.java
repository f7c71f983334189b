package dev.tailrace.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a stream's source. What is not known yet, or was never seen because the gateway
 * died before it, is null.
 *
 * @param first the seq of its first record
 * @param last the seq of its last record
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Run(
        int run,
        Instant started,
        @Nullable Instant ended,
        @Nullable Integer code,
        @Nullable Integer signal,
        long first,
        @Nullable Long last) {}
