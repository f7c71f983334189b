package dev.tailrace.face;

import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Facts;
import dev.tailrace.model.Refusal.Reason;
import dev.tailrace.model.Spelling;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** What was asked for is refused, and the client is told why: over HTTP by a {@link Problem}. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A client need not be told all of what it sent, and an answer is to be small. */
    private static final int SHOWN_CHARS = 200;

    private final transient Refusal refusal;

    public Refused(Refusal refusal) {
        super(refusal.sentence(), null, false, false);
        this.refusal = refusal;
    }

    public Refused(Reason reason, String sentence) {
        this(new Refusal(reason, sentence));
    }

    public Refused(Reason reason, String sentence, Facts facts) {
        this(new Refusal(reason, sentence, facts));
    }

    /** Why, as a value to be printed. */
    public Refusal refusal() {
        return refusal;
    }

    /** As much of {@code text} as is told to the client that has sent it. */
    public static String shown(String text) {
        return text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "..." : text;
    }

    /** A query parameter has a value that is not accepted. */
    public static Refused badParameter(String parameter, String value, String accepted) {
        return new Refused(
                Reason.BAD_PARAMETER,
                "The parameter '"
                        + parameter
                        + "' has the value '"
                        + shown(value)
                        + "'; accepted is "
                        + accepted
                        + ".",
                Facts.ofParameter(parameter, value, accepted));
    }

    /** A query parameter, or one of several, is needed and not given. */
    public static Refused missingParameter(String accepted, String... oneOf) {
        return new Refused(
                Reason.BAD_PARAMETER,
                "The parameter '" + String.join("' or '", oneOf) + "' is needed: " + accepted + ".",
                Facts.ofParameter(oneOf[0], null, accepted));
    }

    /** The call takes no query parameter of that name. */
    static Refused unknownParameter(String name, String value, Set<String> accepted) {
        String all = String.join(", ", accepted);
        String detail =
                Spelling.nearest(name, accepted)
                        .map(nearest -> "the nearest is '" + nearest + "'")
                        .orElse(accepted.isEmpty() ? "the call takes none" : "accepted: " + all);
        return new Refused(
                Reason.BAD_PARAMETER,
                "There is no parameter '" + shown(name) + "' here; " + detail + ".",
                Facts.ofParameter(name, value, accepted.isEmpty() ? "no parameters" : all));
    }

    /** What was asked for cannot be read as the target of a request (RFC 9112, 3.2). */
    static Refused badTarget(String part, String value, String accepted) {
        return new Refused(
                Reason.BAD_REQUEST,
                "The " + part + " '" + value + "' cannot be read; accepted is " + accepted + ".",
                Facts.ofParameter(part, value, accepted));
    }

    public static Refused unknownCall(HttpServerRequest http) {
        return new Refused(
                Reason.UNKNOWN_CALL,
                "There is no call " + Calls.name(http) + "; /q/openapi describes those there are.",
                Facts.ofParameter("path", Calls.path(http), null));
    }

    /** The path is that of calls with other {@code methods}. */
    public static Refused otherMethod(HttpServerRequest http, Set<String> methods) {
        String allowed = String.join(", ", methods);
        return new Refused(
                Reason.OTHER_METHOD,
                "There is no call " + Calls.name(http) + "; accepted there: " + allowed + ".",
                Facts.ofParameter("method", http.method().name(), allowed));
    }

    public static Refused unknownStream(String name) {
        return new Refused(
                Reason.UNKNOWN_STREAM,
                "There is no stream '" + shown(name) + "'; GET /streams lists those there are.",
                Facts.ofStream(name));
    }

    /** A page of another origin that is let in asks with a method that is not. */
    static Refused methodOfOrigin(String origin, String method, String accepted) {
        return new Refused(
                Reason.FOREIGN_ORIGIN,
                "Pages of '"
                        + shown(origin)
                        + "' may not use "
                        + method
                        + "; quarkus.http.cors.methods has "
                        + accepted
                        + ".",
                Facts.ofParameter("method", method, accepted));
    }

    /** A page of another origin asks, as {@code header} says. */
    public static Refused foreignOrigin(String header, String value) {
        return new Refused(
                Reason.FOREIGN_ORIGIN,
                "Pages of other origins are not let in; quarkus.http.cors.* opens that.",
                Facts.ofParameter(header, shown(value), "the gateway's own origin"));
    }
}
