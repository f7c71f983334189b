package dev.tailrace.face;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is answered with {@code application/problem+json} (RFC 9457): what was wrong, with
 * what value, and what is accepted.
 */
public final class Problem extends WebApplicationException {
    /** The media type of the answer. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private Problem(Response.Status status, String detail, Map<String, String> members) {
        super(detail, response(status, detail, members));
    }

    /** A query parameter has a value that is not accepted: 400. */
    public static Problem badParameter(String parameter, String value, String accepted) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("parameter", parameter);
        members.put("value", value);
        members.put("accepted", accepted);
        String detail =
                "The parameter '"
                        + parameter
                        + "' has the value '"
                        + value
                        + "'; accepted is "
                        + accepted
                        + ".";
        return new Problem(Response.Status.BAD_REQUEST, detail, members);
    }

    /** There is no such stream: 404. */
    public static Problem unknownStream(String name) {
        return new Problem(
                Response.Status.NOT_FOUND,
                "There is no stream '" + name + "'; GET /streams lists those there are.",
                Map.of("stream", name));
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
                Map.of("accepted", offered));
    }

    /** The gateway could not read what it keeps: 500. */
    public static Problem failed(String detail) {
        return new Problem(Response.Status.INTERNAL_SERVER_ERROR, detail, Map.of());
    }

    private static Response response(
            Response.Status status, String detail, Map<String, String> members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", status.getReasonPhrase());
        body.put("status", status.getStatusCode());
        body.put("detail", detail);
        body.putAll(members);
        return Response.status(status).type(MEDIA_TYPE).entity(body).build();
    }
}
