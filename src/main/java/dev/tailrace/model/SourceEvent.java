package dev.tailrace.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What happens to a source beside its bytes. */
public sealed interface SourceEvent {
    /** A command has been started as process {@code pid}, 0 if that is not known. */
    record Started(long pid, List<String> command) implements SourceEvent {}

    /** A gateway before this one has started process {@code pid}, 0 if that is not known. */
    record Reattached(long pid) implements SourceEvent {}

    /** A gateway before this one has said that the run began; this one reads on. */
    record Continued() implements SourceEvent {}

    /**
     * The command is over and all it wrote has been handed on.
     *
     * @param backoff after how long it is started again; empty if it is not
     */
    record Exited(ExitStatus status, Optional<Duration> backoff) implements SourceEvent {
        /** For good. */
        public Exited(ExitStatus status) {
            this(status, Optional.empty());
        }
    }

    /** The source has come to its end and will bring nothing more. */
    record Ended() implements SourceEvent {}

    /** There is nothing that has not been brought and said before, by a gateway before this one. */
    record Quiet() implements SourceEvent {}

    /**
     * Bytes of {@code what} cannot be read any more; less than 0 if nobody knows how many. The
     * source goes on after them.
     */
    record Lost(LossReason reason, String what, long bytes) implements SourceEvent {}

    /**
     * The source cannot go on; {@code reason} is a sentence for people.
     *
     * @param backoff after how long it is tried again; empty if it is not
     */
    record Failed(String reason, Optional<Duration> backoff) implements SourceEvent {
        /** For good. */
        public Failed(String reason) {
            this(reason, Optional.empty());
        }
    }
}
