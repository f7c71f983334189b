package dev.tailrace.face.auth;

import dev.tailrace.access.AccessConfig.Mode;
import dev.tailrace.access.AccessControl;
import dev.tailrace.face.ProblemAnswer;
import dev.tailrace.face.auth.AuthMeters.Cause;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Knows a client by the certificate that its connection has shown, which TLS has proved to be its
 * own and of a trusted authority. On the connection's event loop.
 */
@Singleton
public final class CertificateAuthentication extends ModeAuthentication {
    private static final Challenge MISSING =
            challenge(Cause.MISSING, "This gateway is only for those with a certificate.");

    private static final Challenge BAD =
            challenge(
                    Cause.BAD,
                    "The certificate is over, or none of its names has a line that holds.");

    private final AccessControl control;

    CertificateAuthentication(AccessControl control, ProblemAnswer problems, AuthMeters meters) {
        super(problems, meters);
        this.control = control;
    }

    /** RFC 9110, 15.5.2, wants one: a browser asks nobody for it. */
    private static Challenge challenge(Cause cause, String why) {
        return new Challenge(
                "ClientCertificate realm=\"tailrace\"",
                cause,
                why,
                "a client's certificate with a name that a line of the token file has, such as"
                        + " 'subject=cn:NAME'");
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext call, IdentityProviderManager identities) {
        Optional<X509Certificate> shown =
                control.mode() == Mode.MTLS ? shown(call) : Optional.empty();
        if (shown.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .item(shown.get())
                .map(control::ofCertificate)
                .map(ClientIdentity::of);
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
    Optional<Challenge> challenge(RoutingContext call) {
        return control.mode() == Mode.MTLS
                ? Optional.of(shown(call).isPresent() ? BAD : MISSING)
                : Optional.empty();
    }
}
