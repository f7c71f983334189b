package dev.tailrace.face.push;

import dev.tailrace.face.Refused;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.Refusal.Facts;
import dev.tailrace.model.Refusal.Reason;
import java.time.Duration;

/** What a request may take, and what a request is told that takes more. Any thread. */
final class PushLimits {
    private final PushConfig config;
    private final int maxBodyBytes;

    PushLimits(PushConfig config) {
        config.check();
        this.config = config;
        this.maxBodyBytes = Math.toIntExact(config.maxBodyBytes().bytes());
    }

    int maxBodyBytes() {
        return maxBodyBytes;
    }

    Duration bodyTimeout() {
        return config.bodyTimeout();
    }

    Refused tooLarge() {
        return atLimit(
                Reason.MAX_BODY_BYTES,
                "The body is larger than "
                        + maxBodyBytes
                        + " bytes (tailrace.push.max-body-bytes): send the lines in several"
                        + " requests. Nothing of it is stored.",
                "tailrace.push.max-body-bytes",
                maxBodyBytes);
    }

    /** Refuses more lines than a request may bring. */
    void check(PushedLines lines) {
        if (lines.records() > config.maxLines()) {
            throw atLimit(
                    Reason.MAX_LINES,
                    "The body has "
                            + lines.records()
                            + " lines, more than "
                            + config.maxLines()
                            + " (tailrace.push.max-lines): send them in several requests. Nothing"
                            + " of it is stored.",
                    "tailrace.push.max-lines",
                    config.maxLines());
        }
    }

    Refused tooMuchUnderWay() {
        long max = config.maxBytesUnderWay().bytes();
        return atLimit(
                Reason.MAX_BYTES,
                "The requests under way hold as many bytes as they may"
                        + " (tailrace.push.max-bytes-under-way is "
                        + max
                        + "). Nothing of this one is stored.",
                "tailrace.push.max-bytes-under-way",
                max);
    }

    Refused tooManyUnderWay() {
        int max = config.maxRequestsUnderWay();
        return atLimit(
                Reason.MAX_REQUESTS,
                "As many requests as may be are under way"
                        + " (tailrace.push.max-requests-under-way is "
                        + max
                        + "). Nothing of this one is stored.",
                "tailrace.push.max-requests-under-way",
                max);
    }

    Refused tooSlow() {
        long millis = config.bodyTimeout().toMillis();
        return atLimit(
                Reason.BODY_TIMEOUT,
                "The body has not come within "
                        + millis / 1000.0
                        + " s (tailrace.push.body-timeout). Nothing of it is stored.",
                "tailrace.push.body-timeout",
                millis);
    }

    private static Refused atLimit(Reason reason, String sentence, String limit, long value) {
        return new Refused(reason, sentence, Facts.ofLimit(limit, value));
    }

    static Refused cut() {
        return new Refused(Reason.CUT, "The connection was closed before the body had come.");
    }
}
