package dev.tailrace.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A no: why something is not done that a client has asked for. Whatever says no makes one of these,
 * and the faces print it: HTTP as a problem, WebSockets as an error or a close frame.
 *
 * @param sentence for people, with a capital and a full stop; of a close frame, which has room for
 *     123 bytes, a phrase
 * @param retryAfter when to ask again; null if that does not help
 */
public record Refusal(Reason reason, String sentence, Facts facts, @Nullable Duration retryAfter) {

    /** Why; the text is the same on the wire, in the log and in metrics. */
    public enum Reason {
        /** It is no request as HTTP has it. */
        BAD_REQUEST("bad-request"),
        /** The target is longer than quarkus.http.limits.max-initial-line-length. */
        LONG_TARGET("long-target"),
        /** The headers are longer than quarkus.http.limits.max-header-size. */
        LARGE_HEAD("large-head"),
        /** It is of a version of HTTP that is not spoken. */
        OTHER_VERSION("other-version"),
        /** A parameter or a field has a value that is not accepted, or is missing or unknown. */
        BAD_PARAMETER("bad-parameter"),
        /** A pushed line is not as it must be. */
        BAD_LINE("bad-line"),
        /** A body is not compressed as it says. */
        BAD_CODING("bad-coding"),
        /** It is no message of the WebSocket's protocol. */
        BAD_MESSAGE("bad-message"),
        /** It is no frame of a WebSocket (RFC 6455). */
        BAD_FRAME("bad-frame"),
        NOT_UTF_8("not-utf-8"),
        /** The client has not said who it is, or what it has shown does not hold. */
        UNAUTHENTICATED("unauthenticated"),
        FOREIGN_ORIGIN("foreign-origin"),
        /** The request is for a host that this gateway is not. */
        MISDIRECTED("misdirected"),
        /** The configuration does not let requests do that. */
        NOT_ALLOWED("not-allowed"),
        /** It would be one stream more than requests may make. */
        MAX_STREAMS("max-streams"),
        UNKNOWN_CALL("unknown-call"),
        /** There is no such stream, and a request may not make one. */
        UNKNOWN_STREAM("unknown-stream"),
        UNKNOWN_RUN("unknown-run"),
        UNKNOWN_SUBSCRIPTION("unknown-subscription"),
        /** The path is that of calls with other methods. */
        OTHER_METHOD("other-method"),
        /** No format that the client accepts is offered. */
        NOT_ACCEPTABLE("not-acceptable"),
        BODY_TIMEOUT("body-timeout"),
        /** The stream is not in a state for that. */
        CONFLICT("conflict"),
        /** The stream's lines come from somewhere else. */
        OTHER_SOURCE("other-source"),
        /** A request of the same key is on its way; what comes of that one is not known yet. */
        KEY_BUSY("key-busy"),
        DUPLICATE_ID("duplicate-id"),
        MAX_BODY_BYTES("max-body-bytes"),
        /** There are more lines in it than a request may bring. */
        MAX_LINES("max-lines"),
        MAX_MESSAGE_BYTES("max-message-bytes"),
        /** A type or a coding of bytes that cannot be read. */
        UNSUPPORTED("unsupported"),
        /** The key is that of a request with other lines. */
        KEY_REUSED("key-reused"),
        UPGRADE_REQUIRED("upgrade-required"),
        MAX_REQUESTS("max-requests-under-way"),
        MAX_BYTES("max-bytes-under-way"),
        /** As many browsers are logged in as may be. */
        MAX_SESSIONS("max-sessions"),
        /** As many tickets wait to be used as may be. */
        MAX_TICKETS("max-tickets"),
        /** The client's address makes as many requests as it may. */
        MAX_REQUESTS_PER_ADDRESS("max-requests-per-address"),
        /** The connection has as many subscriptions as it may have. */
        MAX_SUBSCRIPTIONS("max-subscriptions"),
        /** The client went before its body had come: nobody is answered. */
        CUT("cut"),
        /** It was tried, and did not work. */
        FAILED("failed"),
        /** The gateway stops. */
        DRAIN("drain"),
        /** The disk takes nothing now. */
        DISK("disk"),
        /** There are as many subscriptions as may be. */
        SUBSCRIPTIONS("subscriptions"),
        /** Too many readers wait for their turn to read files. */
        REPLAYS("replays"),
        /** As many files are open as may be, and the subscription needs one. */
        FILES("files"),
        /** As many searches are under way as may be. */
        SEARCHES("searches"),
        /** The patterns of all readers hold as much memory as they may. */
        PATTERNS("patterns");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** As on the wire, in the log and in metrics. */
        public String text() {
            return text;
        }
    }

    /**
     * What the refusal is about, for programs.
     *
     * @param value that the parameter, or the limit, has
     * @param accepted what is accepted instead
     * @param limit the key of the limit that is reached
     */
    public record Facts(
            @Nullable String parameter,
            @Nullable String value,
            @Nullable String accepted,
            @Nullable String stream,
            @Nullable String limit) {
        public static final Facts NONE = new Facts(null, null, null, null, null);

        public static Facts ofParameter(
                String name, @Nullable String value, @Nullable String accepted) {
            return new Facts(name, value, accepted, null, null);
        }

        public static Facts ofAccepted(String instead) {
            return new Facts(null, null, instead, null, null);
        }

        public static Facts ofStream(String name) {
            return new Facts(null, null, null, name, null);
        }

        public static Facts ofLimit(String key, long value) {
            return new Facts(null, Long.toString(value), null, null, key);
        }
    }

    public Refusal(Reason reason, String sentence) {
        this(reason, sentence, Facts.NONE);
    }

    public Refusal(Reason reason, String sentence, Facts facts) {
        this(reason, sentence, facts, null);
    }

    /** The same in other words. */
    public Refusal saying(String other) {
        return new Refusal(reason, other, facts, retryAfter);
    }

    /** The same with when to ask again. */
    public Refusal retryIn(@Nullable Duration time) {
        return new Refusal(reason, sentence, facts, time);
    }

    /** The sentence as a part of another: without its capital and its full stop. */
    public String clause() {
        return Character.toLowerCase(sentence.charAt(0))
                + sentence.substring(1, sentence.length() - 1);
    }
}
