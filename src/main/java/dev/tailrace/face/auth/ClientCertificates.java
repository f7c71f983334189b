package dev.tailrace.face.auth;

import dev.tailrace.access.AccessConfig;
import dev.tailrace.access.AccessConfig.Mode;
import dev.tailrace.access.AccessException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Has clients be asked for a certificate in the mode {@code mtls}. A client without one is answered
 * with 401, and has its health, as probes do; one with a certificate that is expired, or of an
 * authority that is not trusted, has no connection.
 */
@Singleton
public final class ClientCertificates implements HttpServerOptionsCustomizer {
    private final boolean wanted;
    private final Optional<String> name;
    private final TlsConfigurationRegistry registry;

    ClientCertificates(
            AccessConfig config,
            @ConfigProperty(name = "quarkus.http.tls-configuration-name") Optional<String> name,
            TlsConfigurationRegistry registry) {
        this.wanted = config.mode() == Mode.MTLS;
        this.name = name;
        this.registry = registry;
    }

    /**
     * Looks whether what the mode needs is there. Without a trust store the JDK would trust every
     * public authority, of which anybody gets a certificate.
     *
     * @throws AccessException if it is not
     */
    public void require() {
        if (wanted) {
            require(name.map(registry::get).orElseGet(registry::getDefault).orElse(null));
        }
    }

    static void require(@Nullable TlsConfiguration tls) {
        if (tls == null || tls.getKeyStoreOptions() == null) {
            throw missing("the gateway has no certificate", "quarkus.tls.key-store.pem.NAME.cert");
        }
        if (tls.getTrustStoreOptions() == null || tls.isTrustAll()) {
            throw missing(
                    "nothing says whose certificates are trusted",
                    "quarkus.tls.trust-store.pem.certs");
        }
    }

    private static AccessException missing(String what, String accepted) {
        return new AccessException(
                "tailrace.auth.mode is mtls, and "
                        + what
                        + ": accepted is a configuration of TLS with "
                        + accepted
                        + ".");
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (wanted) {
            options.setClientAuth(ClientAuth.REQUEST);
        }
    }
}
