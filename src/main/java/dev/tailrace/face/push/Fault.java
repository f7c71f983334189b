package dev.tailrace.face.push;

import dev.tailrace.face.Problem;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Why a request's lines are not stored: none of them, unless the disk fails in the middle. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why; the text is that of the metric. */
    enum Reason {
        BAD_PARAMETER("bad-parameter", 400, "Bad Request"),
        BAD_LINE("bad-line", 400, "Bad Request"),
        BAD_CODING("bad-coding", 400, "Bad Request"),
        FOREIGN_ORIGIN("foreign-origin", 403, "Forbidden"),
        NOT_ALLOWED("not-allowed", 403, "Forbidden"),
        MAX_STREAMS("max-streams", 403, "Forbidden"),
        UNKNOWN_STREAM("unknown-stream", 404, "Not Found"),
        BODY_TIMEOUT("body-timeout", 408, "Request Timeout"),
        OTHER_SOURCE("other-source", 409, "Conflict"),
        KEY_BUSY("key-busy", 409, "Conflict"),
        MAX_BODY_BYTES("max-body-bytes", 413, "Content Too Large"),
        UNSUPPORTED("unsupported", 415, "Unsupported Media Type"),
        KEY_REUSED("key-reused", 422, "Unprocessable Content"),
        MAX_REQUESTS("max-requests-under-way", 429, "Too Many Requests"),
        MAX_BYTES("max-bytes-under-way", 429, "Too Many Requests"),
        DRAIN("drain", 503, "Service Unavailable"),
        DISK("disk", 503, "Service Unavailable"),
        /** The client went before its body had come: nobody is answered. */
        CUT("cut", 499, "Client Closed Request");

        private final String text;
        private final int status;
        private final String title;

        Reason(String text, int status, String title) {
            this.text = text;
            this.status = status;
            this.title = title;
        }

        /** As in metrics. */
        String text() {
            return text;
        }
    }

    private static final int SHOWN_CHARS = 200;

    private final Reason reason;
    private final String detail;
    private @Nullable String parameter;
    private @Nullable String value;
    private @Nullable String accepted;
    private @Nullable String stream;
    private @Nullable String limit;
    private @Nullable Duration retryAfter;

    /**
     * @param detail a sentence for people
     */
    Fault(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    /** What the client sent that is wrong, by name and value, and what is accepted. */
    Fault naming(String name, String wrong, String instead) {
        parameter = name;
        value = wrong.length() > SHOWN_CHARS ? wrong.substring(0, SHOWN_CHARS) + "..." : wrong;
        accepted = instead;
        return this;
    }

    /** The limit that is reached. */
    Fault limit(String key, long is) {
        limit = key;
        value = Long.toString(is);
        return this;
    }

    /** The stream that it is about. */
    Fault of(String name) {
        stream = name;
        return this;
    }

    /** When to come again: in between, so that not all come together. */
    Fault retryIn(Duration least, Duration most) {
        retryAfter =
                Duration.ofMillis(
                        ThreadLocalRandom.current().nextLong(least.toMillis(), most.toMillis()));
        return this;
    }

    Reason reason() {
        return reason;
    }

    /** The answer. */
    Problem problem() {
        return Problem.of(
                new Problem.Body(
                        "about:blank",
                        reason.title,
                        reason.status,
                        detail,
                        parameter,
                        value,
                        accepted,
                        stream,
                        limit),
                retryAfter);
    }
}
