package dev.tailrace.face.ws;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.tailrace.access.Secret;
import dev.tailrace.face.Admission;
import dev.tailrace.face.Refused;
import dev.tailrace.model.Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as a client is told of it; the connection stays. What does not concern it is left out.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"op", "id", "stream", "reason", "detail", "parameter", "value", "accepted"})
record ErrorMessage(
        String op,
        @Nullable String id,
        @Nullable String stream,
        String reason,
        String detail,
        @Nullable String parameter,
        @Nullable String value,
        @Nullable String accepted) {

    /**
     * Prints a refusal.
     *
     * @param id of the subscription, as far as that could be read
     * @param stream the one of a selection that is refused; null if the refusal itself says which
     */
    static ErrorMessage of(Refusal refusal, @Nullable String id, @Nullable String stream) {
        Refusal.Facts facts = refusal.facts();
        return new ErrorMessage(
                "error",
                shown(id),
                shown(stream == null ? facts.stream() : stream),
                reason(refusal.reason()),
                Secret.hideIn(detail(refusal)),
                facts.limit() == null ? facts.parameter() : facts.limit(),
                facts.value() == null ? null : Secret.hideIn(Refused.shown(facts.value())),
                facts.accepted());
    }

    /** All that passes by itself is one to a client: it may ask again. */
    private static String reason(Refusal.Reason reason) {
        return switch (reason) {
            case DRAIN, SUBSCRIPTIONS, REPLAYS, FILES, PATTERNS -> "refused";
            default -> reason.text();
        };
    }

    private static String detail(Refusal refusal) {
        Duration retryAfter = refusal.retryAfter();
        return retryAfter == null
                ? refusal.sentence()
                : Admission.sentence(refusal) + "; ask again in " + retryAfter.toMillis() + " ms.";
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : Refused.shown(text);
    }
}
