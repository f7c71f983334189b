package dev.tailrace.face.ws;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.tailrace.face.Problem;
import dev.tailrace.face.Refusal;
import org.jspecify.annotations.Nullable;

/** What was wrong with a message; its client is told, and the connection stays. */
final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    /** A client need not be told all of what it sent, and an answer is to be small. */
    private static final int SHOWN_CHARS = 200;

    /** Why; the text is the same on the wire and in metrics. */
    enum Reason {
        /** It is no message of the protocol. */
        BAD_MESSAGE("bad-message"),
        /** A field has a value that is not accepted. */
        BAD_PARAMETER("bad-parameter"),
        UNKNOWN_STREAM("unknown-stream"),
        UNKNOWN_SUBSCRIPTION("unknown-subscription"),
        DUPLICATE_ID("duplicate-id"),
        /** The connection has as many subscriptions as it may have. */
        MAX_SUBSCRIPTIONS("max-subscriptions"),
        /** The gateway stops, or cannot bear more: the client may ask again in some seconds. */
        REFUSED("refused");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** As it is sent; what does not concern the fault is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"op", "id", "stream", "reason", "detail", "parameter", "value", "accepted"})
    record Message(
            String op,
            @Nullable String id,
            @Nullable String stream,
            String reason,
            String detail,
            @Nullable String parameter,
            @Nullable String value,
            @Nullable String accepted) {
        Message withId(@Nullable String id) {
            return new Message(op, id, stream, reason, detail, parameter, value, accepted);
        }
    }

    @SuppressWarnings("serial") // it is answered where it is caught, on the same thread
    private final Message message;

    private Fault(
            Reason reason,
            String detail,
            @Nullable String stream,
            @Nullable String parameter,
            @Nullable String value,
            @Nullable String accepted) {
        super(detail, null, false, false);
        this.message =
                new Message(
                        "error",
                        null,
                        shortened(stream),
                        reason.text(),
                        detail,
                        parameter,
                        shortened(value),
                        accepted);
    }

    /** Of the subscription {@code id}, as far as that could be read. */
    Message about(@Nullable String id) {
        return message.withId(shortened(id));
    }

    static Fault badMessage(String detail) {
        return new Fault(Reason.BAD_MESSAGE, detail, null, null, null, null);
    }

    static Fault badParameter(String parameter, String value, String accepted) {
        return of(Problem.badParameter(parameter, value, accepted));
    }

    static Fault missingParameter(String accepted, String... oneOf) {
        return of(Problem.missingParameter(accepted, oneOf));
    }

    /** As the same parameter is answered over HTTP. */
    static Fault of(Problem problem) {
        Problem.Body body = problem.body();
        return new Fault(
                body.stream() == null ? Reason.BAD_PARAMETER : Reason.UNKNOWN_STREAM,
                body.detail(),
                body.stream(),
                body.parameter(),
                body.value(),
                body.accepted());
    }

    static Fault unknownSubscription(String id) {
        return new Fault(
                Reason.UNKNOWN_SUBSCRIPTION,
                "There is no subscription '" + shortened(id) + "' on this connection.",
                null,
                "id",
                id,
                "the id of a subscription that has not ended");
    }

    static Fault duplicateId(String id) {
        return new Fault(
                Reason.DUPLICATE_ID,
                "There is a subscription '" + shortened(id) + "' on this connection already.",
                null,
                "id",
                id,
                "an id that no subscription has, or whose subscription has ended");
    }

    static Fault maxSubscriptions(int max, @Nullable String stream) {
        return new Fault(
                Reason.MAX_SUBSCRIPTIONS,
                "This connection has as many subscriptions as it may have"
                        + " (tailrace.http.ws.max-subscriptions is "
                        + max
                        + ").",
                stream,
                null,
                null,
                null);
    }

    static Fault refused(Refusal refusal, @Nullable String stream) {
        return new Fault(
                Reason.REFUSED,
                "Nothing new is served now: "
                        + refusal.sentence()
                        + "; ask again in "
                        + refusal.retryAfter().toMillis()
                        + " ms.",
                stream,
                refusal.limit(),
                refusal.limit() == null ? null : Long.toString(refusal.value()),
                null);
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= SHOWN_CHARS
                ? text
                : text.substring(0, SHOWN_CHARS) + "...";
    }
}
