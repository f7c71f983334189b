package dev.tailrace.source.docker;

import io.smallrye.mutiny.subscription.Cancellable;

/**
 * What is done of the execution of a container that is read: one thing at a time.
 *
 * <pre>
 *   BEGINNING --> READING --the body is over----> LOOKING --it runs on, or has just ended--> READING
 *                   |                              ^  |
 *                   |                              |  | the engine is away
 *                   `--the connection is lost---> WAITING   for 1 s to 30 s, or until it is back
 *
 *   READING ----------its end has been read-----> ENDING --its exit code is known--> IDLE
 *   LOOKING ----------another run has begun-----> ENDING
 *   READING ----------its log cannot be read----> MUTE --its end is told--> IDLE
 *                                                  `-----the engine is back--> LOOKING
 *   READING, LOOKING --it is gone--> REMAINING --what is held is handed on--> ENDING
 * </pre>
 */
sealed interface ReadingState {
    Cancellable NOTHING = () -> {};

    /** Ends what is done, if that is under way. */
    Cancellable doing();

    /** It is asked what has become of the container before it, whose log was not at its end. */
    record Beginning(Cancellable doing) implements ReadingState {}

    /** The log is asked for, or read. */
    record Reading(LogRead doing) implements ReadingState {}

    /** It is asked how the container is. */
    record Looking(Cancellable doing) implements ReadingState {}

    /** The engine is away. */
    record Waiting(Cancellable doing) implements ReadingState {}

    /** Its log is gone, and the end of what is held of its output is waited for. */
    record Remaining(Cancellable doing) implements ReadingState {}

    /** All of it has been handed on, and its exit code is waited for. */
    record Ending(Cancellable doing) implements ReadingState {}

    /** Nothing of its output can be had, and its end is waited for. */
    record Mute() implements ReadingState {
        @Override
        public Cancellable doing() {
            return NOTHING;
        }
    }

    /** Nothing is done, not yet or no more. */
    record Idle() implements ReadingState {
        @Override
        public Cancellable doing() {
            return NOTHING;
        }
    }
}
