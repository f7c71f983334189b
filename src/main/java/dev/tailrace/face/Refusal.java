package dev.tailrace.face;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why no new subscription is taken now, and when to ask again.
 *
 * @param sentence for people
 * @param limit the key of the limit that is reached, if it is one
 * @param value what is configured there
 * @param retryAfter for this client; others are given other times, so that they do not come
 *     together
 */
public record Refusal(
        Reason reason, String sentence, @Nullable String limit, long value, Duration retryAfter)
        implements Admission.Answer {
    /** The text is the same on the wire, in the log and in metrics. */
    public enum Reason {
        /** The gateway stops. */
        DRAIN("drain"),
        /** There are as many subscriptions as may be. */
        SUBSCRIPTIONS("subscriptions"),
        /** Too many readers wait for their turn to read files. */
        REPLAYS("replays"),
        /** As many files are open as may be, and the subscription needs one. */
        FILES("files");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** As on the wire, in the log and in metrics. */
        public String text() {
            return text;
        }
    }
}
