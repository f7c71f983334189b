package dev.tailrace.model;

import java.util.List;

/** What happens to a source beside its bytes. */
public sealed interface SourceEvent {
    /** A command has been started as process {@code pid}. */
    record Started(long pid, List<String> command) implements SourceEvent {}

    /** The command is over and all it wrote has been handed on. */
    record Exited(ExitStatus status) implements SourceEvent {}

    /** The source has come to its end and will bring nothing more. */
    record Ended() implements SourceEvent {}

    /**
     * Bytes of {@code what} cannot be read any more; less than 0 if nobody knows how many. The
     * source goes on after them.
     */
    record Lost(LossReason reason, String what, long bytes) implements SourceEvent {}

    /** The source cannot go on; {@code reason} is a sentence for people. */
    record Failed(String reason) implements SourceEvent {}
}
