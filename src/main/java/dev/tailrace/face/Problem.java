package dev.tailrace.face;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tailrace.model.Spelling;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered with {@code application/problem+json} (RFC 9457): what was wrong, with
 * what value, and what is accepted.
 */
public final class Problem extends WebApplicationException {
    /** The media type of the answer. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The answer's body; what does not concern the problem is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Problem", description = "What was wrong (RFC 9457)")
    public record Body(
            @Schema(examples = "about:blank") String type,
            @Schema(examples = "Bad Request") String title,
            @Schema(examples = "400") int status,
            @Schema(description = "A sentence for people") String detail,
            @Schema(description = "The parameter that is wrong") @Nullable String parameter,
            @Schema(description = "The value that it, or the limit, has") @Nullable String value,
            @Schema(description = "What is accepted instead") @Nullable String accepted,
            @Schema(description = "The stream that there is none of") @Nullable String stream,
            @Schema(description = "The key of the limit that is reached") @Nullable String limit) {}

    @SuppressWarnings("serial") // as what it is thrown for, it is answered where it is thrown
    private final Body body;

    private Problem(
            Response.Status status,
            String detail,
            @Nullable String parameter,
            @Nullable String value,
            @Nullable String accepted,
            @Nullable String stream) {
        this(
                status,
                new Body(
                        "about:blank",
                        status.getReasonPhrase(),
                        status.getStatusCode(),
                        detail,
                        parameter,
                        value,
                        accepted,
                        stream,
                        null));
    }

    private Problem(Response.Status status, Body body) {
        super(body.detail(), Response.status(status).type(MEDIA_TYPE).entity(body).build());
        this.body = body;
    }

    /** What it says. */
    public Body body() {
        return body;
    }

    private Problem(@Nullable Duration retryAfter, Body body) {
        super(
                body.detail(),
                Response.status(body.status())
                        .type(MEDIA_TYPE)
                        .header("Retry-After", retryAfter == null ? null : secondsOf(retryAfter))
                        .entity(body)
                        .build());
        this.body = body;
    }

    /** Rounded up: who comes too early is refused again. */
    private static Long secondsOf(Duration retryAfter) {
        return retryAfter.plusMillis(999).toSeconds();
    }

    /** Any other answer; with when to ask again, if that helps. */
    public static Problem of(Body body, @Nullable Duration retryAfter) {
        return new Problem(retryAfter, body);
    }

    /** No new subscription is taken now: 503, with when to ask again. */
    public static Problem refused(Refusal refusal) {
        Response.Status status = Response.Status.SERVICE_UNAVAILABLE;
        String limit = refusal.limit();
        return new Problem(
                refusal.retryAfter(),
                new Body(
                        "about:blank",
                        status.getReasonPhrase(),
                        status.getStatusCode(),
                        "Nothing new is served now: " + refusal.sentence() + ".",
                        null,
                        limit == null ? null : Long.toString(refusal.value()),
                        null,
                        null,
                        limit));
    }

    /** A query parameter has a value that is not accepted: 400. */
    public static Problem badParameter(String parameter, String value, String accepted) {
        String detail =
                "The parameter '"
                        + parameter
                        + "' has the value '"
                        + value
                        + "'; accepted is "
                        + accepted
                        + ".";
        return new Problem(Response.Status.BAD_REQUEST, detail, parameter, value, accepted, null);
    }

    /** A query parameter, or one of several, is needed and not given: 400. */
    public static Problem missingParameter(String accepted, String... oneOf) {
        return new Problem(
                Response.Status.BAD_REQUEST,
                "The parameter '" + String.join("' or '", oneOf) + "' is needed: " + accepted + ".",
                oneOf[0],
                null,
                accepted,
                null);
    }

    /** The call takes no query parameter of that name: 400. */
    static Problem unknownParameter(String name, String value, Set<String> accepted) {
        String all = String.join(", ", accepted);
        String detail =
                Spelling.nearest(name, accepted)
                        .map(nearest -> "the nearest is '" + nearest + "' of " + all)
                        .orElse(accepted.isEmpty() ? "the call takes none" : "accepted: " + all);
        return new Problem(
                Response.Status.BAD_REQUEST,
                "There is no parameter '" + name + "' here; " + detail + ".",
                name,
                value,
                accepted.isEmpty() ? "no parameters" : all,
                null);
    }

    /** What was asked for cannot be read as the target of a request (RFC 9112, 3.2): 400. */
    static Problem badTarget(String part, String value, String accepted) {
        return new Problem(
                Response.Status.BAD_REQUEST,
                "The " + part + " '" + value + "' cannot be read; accepted is " + accepted + ".",
                part,
                value,
                accepted,
                null);
    }

    /** There is no such call: 404. */
    public static Problem unknownCall(HttpServerRequest http) {
        return new Problem(
                Response.Status.NOT_FOUND,
                "There is no call " + call(http) + "; /q/openapi describes those there are.",
                "path",
                RequestTargets.path(http),
                null,
                null);
    }

    /** The path is that of calls with other methods: 405, which names those (RFC 9110, 15.5.6). */
    static Problem wrongMethod(HttpServerRequest http, Set<String> methods) {
        String allowed = String.join(", ", methods);
        Response.Status status = Response.Status.METHOD_NOT_ALLOWED;
        Problem problem =
                new Problem(
                        status,
                        "There is no call " + call(http) + "; accepted there: " + allowed + ".",
                        "method",
                        http.method().name(),
                        allowed,
                        null);
        problem.getResponse().getHeaders().putSingle(HttpHeaders.ALLOW, allowed);
        return problem;
    }

    /** What the framework answers without a word. */
    static Problem ofFramework(Response.StatusType status, HttpServerRequest http) {
        return of(
                new Body(
                        "about:blank",
                        status.getReasonPhrase(),
                        status.getStatusCode(),
                        call(http) + " is not answered: " + status.getReasonPhrase() + ".",
                        null,
                        null,
                        null,
                        null,
                        null),
                null);
    }

    private static String call(HttpServerRequest http) {
        return http.method() + " " + RequestTargets.path(http);
    }

    /** It is no request as HTTP has it: 400. */
    static Problem badRequest(String detail) {
        return new Problem(Response.Status.BAD_REQUEST, detail, null, null, null, null);
    }

    /** There is no such stream: 404. */
    public static Problem unknownStream(String name) {
        return new Problem(
                Response.Status.NOT_FOUND,
                "There is no stream '" + name + "'; GET /streams lists those there are.",
                null,
                null,
                null,
                name);
    }

    /** The stream has no such run on record: 404. */
    static Problem unknownRun(String name, String run, String known) {
        return new Problem(
                Response.Status.NOT_FOUND,
                "There is no run " + run + " of stream '" + name + "'; it has " + known + ".",
                "run",
                run,
                known,
                name);
    }

    /** The gateway does not do that for whoever asks: 403. */
    static Problem forbidden(String detail, String accepted) {
        return new Problem(Response.Status.FORBIDDEN, detail, null, null, accepted, null);
    }

    /** The stream is not in a state for that: 409. */
    static Problem conflict(String detail, String name) {
        return new Problem(Response.Status.CONFLICT, detail, null, null, null, name);
    }

    /** The files of a log cannot be read: 500. */
    static Problem unreadable(String reason) {
        return new Problem(
                Response.Status.INTERNAL_SERVER_ERROR,
                "The log cannot be read: " + reason + ".",
                null,
                null,
                null,
                null);
    }

    /** It was tried, and did not work: 500. */
    static Problem failed(String detail, String name) {
        return new Problem(Response.Status.INTERNAL_SERVER_ERROR, detail, null, null, null, name);
    }

    /** A page of another origin asks: 403. */
    public static Problem foreignOrigin(@Nullable String origin) {
        return new Problem(
                Response.Status.FORBIDDEN,
                "Pages of other origins are not let in; quarkus.http.cors.* opens that.",
                "Origin",
                origin,
                "the gateway's own origin",
                null);
    }

    /** No format that the client accepts is offered: 406. */
    public static Problem notAcceptable(String accept, String offered) {
        return new Problem(
                Response.Status.NOT_ACCEPTABLE,
                "Nothing that 'Accept: "
                        + accept
                        + "' names is offered; offered are "
                        + offered
                        + ".",
                null,
                null,
                offered,
                null);
    }
}
