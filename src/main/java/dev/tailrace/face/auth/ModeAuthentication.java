package dev.tailrace.face.auth;

import dev.tailrace.face.ProblemAnswer;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * How clients are known in some modes. A client that shows nothing is left to others; one that
 * shows what does not hold is refused, and never as nobody. On the connection's event loop.
 */
abstract sealed class ModeAuthentication implements HttpAuthenticationMechanism
        permits CertificateAuthentication, ProxyAuthentication, TokenAuthentication {
    private final ProblemAnswer problems;
    private final AuthMeters meters;

    ModeAuthentication(ProblemAnswer problems, AuthMeters meters) {
        this.problems = problems;
        this.meters = meters;
    }

    /** What the client is asked for, and why it is not let in; empty in other modes. */
    abstract Optional<Challenge> challenge(RoutingContext call);

    @Override
    public final Uni<Boolean> sendChallenge(RoutingContext call) {
        Optional<Challenge> challenge = challenge(call);
        challenge.ifPresent(each -> {
            meters.refused(each.cause());
            each.send(call, problems);
        });
        return Uni.createFrom().item(challenge.isPresent());
    }

    @Override
    public final Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom().optional(challenge(call).map(Challenge::data));
    }
}
