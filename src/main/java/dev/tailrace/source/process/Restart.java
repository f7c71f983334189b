package dev.tailrace.source.process;

import dev.tailrace.model.ExitStatus;
import org.jspecify.annotations.Nullable;

/** When a command that has ended is started again. */
public enum Restart {
    NEVER,
    /** If its exit code was not 0, or a signal ended it, or how it ended is not known. */
    ON_FAILURE,
    /** However it ended. */
    ALWAYS;

    /** Whether it is after an end with {@code status}; null where that is not known. */
    boolean isDueAfter(@Nullable ExitStatus status) {
        return switch (this) {
            case NEVER -> false;
            case ON_FAILURE -> status == null || status.shellCode() != 0;
            case ALWAYS -> true;
        };
    }
}
