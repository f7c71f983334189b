package dev.tailrace.face;

import dev.tailrace.model.Refusal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

/**
 * What fails by a mistake of the gateway's. Quarkus would log the whole target of the request, in
 * whose query there may be a secret; and a client is told nothing of what was thrown. On the event
 * loops.
 */
@Singleton
class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private static final int INTERNAL_SERVER_ERROR = 500;

    private final ProblemAnswer problems;

    Failures(ProblemAnswer problems) {
        this.problems = problems;
    }

    /** The last but Quarkus' own. */
    void answerFailures(@Observes Router router) {
        router.route().order(Integer.MAX_VALUE).failureHandler(this::answer);
    }

    private void answer(RoutingContext call) {
        Throwable failure = call.failure();
        if (failure == null || isForQuarkus(failure)) {
            call.next();
            return;
        }
        String name = Refused.shown(Calls.name(call.request()));
        // Of a response whose client is gone each write fails, over HTTP/2 with any exception.
        boolean isGone = call.response().closed();
        LOG.log(
                isGone || failure instanceof IOException
                        ? System.Logger.Level.DEBUG
                        : System.Logger.Level.ERROR,
                name + " has failed",
                failure);
        if (isGone) {
            return;
        }
        if (call.response().headWritten()) {
            call.response().reset(); // or half an answer would look whole
        } else if (call.statusCode() > 0 && call.statusCode() != INTERNAL_SERVER_ERROR) {
            var _ = call.response().setStatusCode(call.statusCode()).end();
        } else {
            problems.send(
                    call.response(),
                    new Refusal(
                            Refusal.Reason.FAILED,
                            name + " has failed; the gateway's log says why."));
        }
    }

    /** Who may do what, and that there is no thread: answered without a word in the log. */
    private static boolean isForQuarkus(Throwable failure) {
        return failure instanceof SecurityException
                || failure instanceof RejectedExecutionException;
    }
}
