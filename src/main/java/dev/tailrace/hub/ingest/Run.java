package dev.tailrace.hub.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tailrace.model.ExitStatus;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a stream's source. What is not known yet, or was never seen because the gateway
 * died before it, is null.
 *
 * @param first the seq of its first record
 * @param last the seq of its last record
 * @param pid the command's process
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Run(
        int run,
        Instant started,
        @Nullable Instant ended,
        @Nullable Integer code,
        @Nullable Integer signal,
        long first,
        @Nullable Long last,
        @Nullable Long pid) {
    /**
     * @throws RuntimeException if it can be no run, whatever is read as one
     */
    public Run {
        Objects.requireNonNull(started);
        if (run < 1 || run == Integer.MAX_VALUE || first < 0) {
            throw new IllegalArgumentException("no run can have been so");
        }
    }

    /** The same run, not over. */
    Run going() {
        return new Run(run, started, null, null, null, first, null, pid);
    }

    /** The same run, over with its record {@code at}; how and when is not known. */
    Run endedAt(long at) {
        return new Run(run, started, null, null, null, first, at, pid);
    }

    /** The same run, over. */
    Run ended(Instant now, @Nullable ExitStatus status, long at) {
        Integer code = status == null ? null : Integer.valueOf(status.shellCode());
        Integer signal =
                status == null || status.signal() == 0 ? null : Integer.valueOf(status.signal());
        return new Run(run, started, now, code, signal, first, at, pid);
    }
}
