package dev.tailrace.face;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Has what the framework refuses by itself, such as a method, be a {@link Problem} as well. */
@Singleton
public final class FrameworkErrors {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final Calls calls;

    FrameworkErrors(Calls calls) {
        this.calls = calls;
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
            return noCall(http).getResponse();
        }
        Response answer = Problem.ofFramework(bare.getStatusInfo(), http).getResponse();
        bare.getHeaders().forEach(answer.getHeaders()::putIfAbsent);
        return answer;
    }

    /** The framework looks at one class of calls, though another may have the path. */
    private Problem noCall(HttpServerRequest http) {
        Set<String> methods = calls.methods(RequestTargets.path(http));
        return methods.isEmpty() || methods.contains(http.method().name())
                ? Problem.unknownCall(http)
                : Problem.wrongMethod(http, methods);
    }
}
