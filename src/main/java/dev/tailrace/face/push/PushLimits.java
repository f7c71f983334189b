package dev.tailrace.face.push;

import java.time.Duration;

/** What a request may take, and what it is told that takes more. Any thread. */
final class PushLimits {
    /** What is under way is over in less. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration SOON_AT_LAST = Duration.ofSeconds(3);

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

    Fault tooLarge() {
        return new Fault(
                        Fault.Reason.MAX_BODY_BYTES,
                        "The body is larger than "
                                + maxBodyBytes
                                + " bytes (tailrace.push.max-body-bytes): send the lines in several"
                                + " requests. Nothing of it is stored.")
                .limit("tailrace.push.max-body-bytes", maxBodyBytes);
    }

    Fault tooMuchUnderWay() {
        long max = config.maxBytesUnderWay().bytes();
        return new Fault(
                        Fault.Reason.MAX_BYTES,
                        "The requests under way hold as many bytes as they may"
                                + " (tailrace.push.max-bytes-under-way is "
                                + max
                                + "). Nothing of this one is stored.")
                .limit("tailrace.push.max-bytes-under-way", max)
                .retryIn(SOON, SOON_AT_LAST);
    }

    Fault tooManyUnderWay() {
        int max = config.maxRequestsUnderWay();
        return new Fault(
                        Fault.Reason.MAX_REQUESTS,
                        "As many requests as may be are under way"
                                + " (tailrace.push.max-requests-under-way is "
                                + max
                                + "). Nothing of this one is stored.")
                .limit("tailrace.push.max-requests-under-way", max)
                .retryIn(SOON, SOON_AT_LAST);
    }

    Fault tooSlow() {
        return new Fault(
                        Fault.Reason.BODY_TIMEOUT,
                        "The body has not come within "
                                + config.bodyTimeout().toMillis() / 1000.0
                                + " s (tailrace.push.body-timeout). Nothing of it is stored.")
                .limit("tailrace.push.body-timeout", config.bodyTimeout().toMillis());
    }

    static Fault cut() {
        return new Fault(Fault.Reason.CUT, "The connection was closed before the body had come.");
    }
}
