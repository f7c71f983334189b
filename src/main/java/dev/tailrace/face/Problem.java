package dev.tailrace.face;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tailrace.access.Secret;
import dev.tailrace.model.Refusal;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a refusal over HTTP, {@code application/problem+json} (RFC 9457): what was wrong,
 * with what value, and what is accepted. What does not concern the refusal is left out.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "What was wrong (RFC 9457)")
public record Problem(
        @Schema(examples = "about:blank") String type,
        @Schema(examples = "Bad Request") String title,
        @Schema(examples = "400") int status,
        @Schema(description = "A sentence for people") String detail,
        @Schema(description = "The parameter that is wrong") @Nullable String parameter,
        @Schema(description = "The value that it, or the limit, has") @Nullable String value,
        @Schema(description = "What is accepted instead") @Nullable String accepted,
        @Schema(description = "The stream that there is none of") @Nullable String stream,
        @Schema(description = "The key of the limit that is reached") @Nullable String limit) {
    /** The media type of the answer. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private Problem(int status, String title, String detail, Refusal.Facts facts) {
        this(
                "about:blank",
                title,
                status,
                Secret.hideIn(detail),
                hidden(facts.parameter()),
                hidden(facts.value()),
                facts.accepted(),
                hidden(facts.stream()),
                facts.limit());
    }

    /** An answer is kept and shown by others than the client that has sent the secret. */
    private static @Nullable String hidden(@Nullable String text) {
        return text == null ? null : Secret.hideIn(text);
    }

    /** The status of each reason, with its title (RFC 9110, 15; 499 is nginx's). */
    static Problem of(Refusal refusal) {
        record Status(int code, String title) {}
        Status status =
                switch (refusal.reason()) {
                    case BAD_REQUEST,
                            BAD_PARAMETER,
                            BAD_LINE,
                            BAD_CODING,
                            BAD_MESSAGE,
                            BAD_FRAME,
                            NOT_UTF_8 ->
                            new Status(400, "Bad Request");
                    case UNAUTHENTICATED -> new Status(401, "Unauthorized");
                    case FOREIGN_ORIGIN, NOT_ALLOWED, MAX_STREAMS -> new Status(403, "Forbidden");
                    case UNKNOWN_CALL, UNKNOWN_STREAM, UNKNOWN_RUN, UNKNOWN_SUBSCRIPTION ->
                            new Status(404, "Not Found");
                    case OTHER_METHOD -> new Status(405, "Method Not Allowed");
                    case NOT_ACCEPTABLE -> new Status(406, "Not Acceptable");
                    case BODY_TIMEOUT -> new Status(408, "Request Timeout");
                    case CONFLICT, OTHER_SOURCE, KEY_BUSY, DUPLICATE_ID ->
                            new Status(409, "Conflict");
                    case MAX_BODY_BYTES, MAX_LINES, MAX_MESSAGE_BYTES ->
                            new Status(413, "Content Too Large");
                    case LONG_TARGET -> new Status(414, "URI Too Long");
                    case UNSUPPORTED -> new Status(415, "Unsupported Media Type");
                    case MISDIRECTED -> new Status(421, "Misdirected Request");
                    case KEY_REUSED -> new Status(422, "Unprocessable Content");
                    case UPGRADE_REQUIRED -> new Status(426, "Upgrade Required");
                    case MAX_REQUESTS,
                            MAX_BYTES,
                            MAX_SUBSCRIPTIONS,
                            MAX_SESSIONS,
                            MAX_TICKETS,
                            MAX_REQUESTS_PER_ADDRESS ->
                            new Status(429, "Too Many Requests");
                    case LARGE_HEAD -> new Status(431, "Request Header Fields Too Large");
                    case CUT -> new Status(499, "Client Closed Request");
                    case FAILED -> new Status(500, "Internal Server Error");
                    case DRAIN, DISK, SUBSCRIPTIONS, REPLAYS, FILES, SEARCHES, PATTERNS ->
                            new Status(503, "Service Unavailable");
                    case OTHER_VERSION -> new Status(505, "HTTP Version Not Supported");
                };
        return new Problem(status.code(), status.title(), refusal.sentence(), refusal.facts());
    }

    /** What the framework answers without a word. */
    static Problem ofFramework(Response.StatusType status, String call) {
        String title = status.getReasonPhrase();
        String detail = call + " is not answered: " + title + ".";
        return new Problem(status.getStatusCode(), title, detail, Refusal.Facts.NONE);
    }

    /** The whole answer. */
    public static Response response(Refusal refusal) {
        Response.ResponseBuilder response = of(refusal).response();
        Duration retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, seconds(retryAfter));
        }
        if (refusal.reason() == Refusal.Reason.OTHER_METHOD) {
            response.header(HttpHeaders.ALLOW, refusal.facts().accepted()); // RFC 9110, 15.5.6
        }
        return response.build();
    }

    /** Rounded up: a client that comes too early is refused again. */
    static long seconds(Duration retryAfter) {
        return retryAfter.plusMillis(999).toSeconds();
    }

    Response.ResponseBuilder response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }
}
