package dev.tailrace.face;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers what is refused with a {@link Problem}: by the gateway, or by the framework alone. */
@Singleton
public final class FrameworkErrors {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    /** What this gateway refuses. Any thread. */
    @ServerExceptionMapper
    public Response refused(Refused e) {
        return Problem.response(e.refusal());
    }

    /** The same answer, with a body if it had none. Any thread. */
    @ServerExceptionMapper
    public Response answer(WebApplicationException e, HttpServerRequest http) {
        Response bare = e.getResponse();
        int status = bare.getStatus();
        if (status < BAD_REQUEST || bare.hasEntity()) {
            return bare;
        }
        if (status == NOT_FOUND || status == METHOD_NOT_ALLOWED) {
            return Problem.response(Refused.unknownCall(http).refusal());
        }
        Response answer =
                Problem.ofFramework(bare.getStatusInfo(), Calls.name(http)).response().build();
        bare.getHeaders().forEach(answer.getHeaders()::putIfAbsent);
        return answer;
    }
}
