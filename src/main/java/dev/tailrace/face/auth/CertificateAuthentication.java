package dev.tailrace.face.auth;

import dev.tailrace.access.AccessConfig.Mode;
import dev.tailrace.access.AccessControl;
import dev.tailrace.face.BodyDrain;
import dev.tailrace.face.Calls;
import dev.tailrace.face.ProblemAnswer;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Knows a client by the certificate that its connection has shown, which TLS has proved to be its
 * own and of a trusted authority. What no line names is refused, and never as nobody. On the
 * connection's event loop.
 */
@Singleton
public final class CertificateAuthentication implements HttpAuthenticationMechanism {
    /** RFC 9110, 15.5.2, wants one: a browser asks nobody for it. */
    private static final String CHALLENGE = "ClientCertificate realm=\"tailrace\"";

    private final AccessControl control;
    private final ProblemAnswer problems;
    private final AuthMeters meters;

    CertificateAuthentication(AccessControl control, ProblemAnswer problems, AuthMeters meters) {
        this.control = control;
        this.problems = problems;
        this.meters = meters;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext call, IdentityProviderManager identities) {
        Optional<X509Certificate> shown =
                control.mode() == Mode.MTLS ? shown(call) : Optional.empty();
        if (shown.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        return control.ofCertificate(shown.get())
                .map(access -> Uni.createFrom().item(TokenIdentities.identity(access)))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()));
    }

    private static Optional<X509Certificate> shown(RoutingContext call) {
        SSLSession session = call.request().connection().sslSession();
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate own ? Optional.of(own) : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty(); // It has shown none.
        }
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext call) {
        if (control.mode() != Mode.MTLS) {
            return Uni.createFrom().item(false);
        }
        boolean bad = shown(call).isPresent();
        meters.refused(bad);
        call.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE);
        problems.send(
                call.response(),
                new Refusal(
                        Reason.UNAUTHENTICATED,
                        bad
                                ? "The certificate is over, or none of its names has a line that"
                                        + " holds."
                                : "This gateway is only for those with a certificate.",
                        Refusal.Facts.ofAccepted(
                                "a client's certificate with a name that a line of the token file"
                                        + " has, such as 'subject=cn:NAME'")));
        BodyDrain.drop(call.request(), Calls.eventLoop());
        return Uni.createFrom().item(true);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom()
                .item(
                        new ChallengeData(
                                HttpResponseStatus.UNAUTHORIZED.code(),
                                HttpHeaderNames.WWW_AUTHENTICATE,
                                CHALLENGE));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
