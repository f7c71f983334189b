package dev.tailrace.face;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Has what the framework refuses by itself, such as a method, be a {@link Problem} as well. */
public final class FrameworkErrors {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    /** The same answer, with a body if it had none. Any thread. */
    @ServerExceptionMapper
    public Response answer(WebApplicationException e, HttpServerRequest http) {
        Response bare = e.getResponse();
        if (bare.getStatus() < BAD_REQUEST || bare.hasEntity()) {
            return bare;
        }
        if (bare.getStatus() == NOT_FOUND) {
            return Problem.unknownCall(http).getResponse();
        }
        Response answer = Problem.ofFramework(bare.getStatusInfo(), http).getResponse();
        bare.getHeaders().forEach(answer.getHeaders()::putIfAbsent);
        return answer;
    }
}
