package dev.tailrace.face.ws;

import dev.tailrace.face.LogQuery;
import dev.tailrace.hub.readers.Selector;
import org.jspecify.annotations.Nullable;

/** What a client asks for, checked. */
sealed interface Op {
    /** What a subscription is to: one stream, or those that a selector picks. */
    sealed interface Target {
        record One(String stream) implements Target {}

        record Selected(Selector selector) implements Target {}
    }

    /**
     * Subscribe.
     *
     * @param credit how many lines it may be sent, {@link Budget#UNLIMITED} if it did not say
     */
    record Subscribe(String id, Target target, LogQuery query, long credit) implements Op {
        /** What its patterns hold; its streams share them. */
        int heldBytes() {
            int ofTarget = target instanceof Target.Selected(Selector by) ? by.heldBytes() : 0;
            return ofTarget + query.request().filter().heldBytes();
        }
    }

    record Unsubscribe(String id) implements Op {}

    /** Send nothing for a while. */
    record Pause(String id) implements Op {}

    /** Go on after a pause. */
    record Resume(String id) implements Op {}

    /** It may be sent so many lines more. */
    record Credit(String id, int lines) implements Op {}

    /** Go on with this token instead: the same access, for another time. */
    record Auth(String token) implements Op {
        /** Without the token. */
        @Override
        public String toString() {
            return "Auth";
        }
    }

    /** Say that you are there. */
    record Ping(@Nullable String id) implements Op {}
}
