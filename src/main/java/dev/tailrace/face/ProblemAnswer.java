package dev.tailrace.face;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.model.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Answers with a {@link Problem} where no resource does. On the connection's event loop. */
@Singleton
public final class ProblemAnswer {
    private final ObjectMapper json;

    ProblemAnswer(ObjectMapper json) {
        this.json = json;
    }

    /** Sends the problem that the refusal is, and ends the response. */
    public void send(HttpServerResponse response, Refusal refusal) {
        Problem problem = Problem.of(refusal);
        String allowed = refusal.facts().accepted();
        if (refusal.reason() == Refusal.Reason.OTHER_METHOD && allowed != null) {
            response.putHeader("Allow", allowed); // RFC 9110, 15.5.6
        }
        Duration retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            response.putHeader("Retry-After", Long.toString(Problem.seconds(retryAfter)));
        }
        var _ =
                response.setStatusCode(problem.status())
                        .putHeader("Content-Type", Problem.MEDIA_TYPE)
                        .end(Buffer.buffer(json(problem)));
    }

    /** The problem as it is on the wire. */
    byte[] json(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is JSON", e);
        }
    }
}
