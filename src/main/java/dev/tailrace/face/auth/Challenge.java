package dev.tailrace.face.auth;

import dev.tailrace.face.BodyDrain;
import dev.tailrace.face.Calls;
import dev.tailrace.face.ProblemAnswer;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.vertx.ext.web.RoutingContext;

/**
 * The answer to a client that is not let in: 401. On the connection's event loop.
 *
 * @param text what the client is asked for (RFC 9110, 11.6.1)
 * @param cause as it is counted
 */
record Challenge(String text, AuthMeters.Cause cause, Refusal refusal) {
    /** One of a client that is told why, and what is accepted. */
    Challenge(String text, AuthMeters.Cause cause, String why, String accepted) {
        this(
                text,
                cause,
                new Refusal(Reason.UNAUTHENTICATED, why, Refusal.Facts.ofAccepted(accepted)));
    }

    /** Ends the response; what there is of a body goes nowhere. */
    void send(RoutingContext call, ProblemAnswer problems) {
        call.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, text);
        problems.send(call.response(), refusal);
        BodyDrain.drop(call.request(), Calls.eventLoop());
    }

    /** What Quarkus puts into an answer of its own. */
    ChallengeData data() {
        return new ChallengeData(
                HttpResponseStatus.UNAUTHORIZED.code(), HttpHeaderNames.WWW_AUTHENTICATE, text);
    }
}
