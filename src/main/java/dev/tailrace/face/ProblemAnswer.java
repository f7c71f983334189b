package dev.tailrace.face;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** Answers with a {@link Problem} where no resource does. On the connection's event loop. */
@Singleton
public final class ProblemAnswer {
    private final ObjectMapper json;

    ProblemAnswer(ObjectMapper json) {
        this.json = json;
    }

    /** Sends it, and ends the response. */
    public void send(HttpServerRequest request, Problem.Body problem) {
        try {
            var _ =
                    request.response()
                            .setStatusCode(problem.status())
                            .putHeader("Content-Type", Problem.MEDIA_TYPE)
                            .end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is JSON", e);
        }
    }
}
