package dev.tailrace.face;

import dev.tailrace.hub.stream.HubException;
import dev.tailrace.model.Reasons;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.CertificateRecorder;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.VertxCertificateHolder;
import io.quarkus.tls.runtime.config.TlsBucketConfig;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Whether the files of TLS can be used. Quarkus reads them again ({@code
 * quarkus.tls.reload-period}), says nothing of those that it cannot read, and takes a key that is
 * another certificate's. Any thread but an event loop.
 *
 * <pre>
 *   USABLE --read again: they cannot be used--> FAILING: said once, a gauge; the servers go on
 *     ^                                             |       with what they have
 *     `-----read again: they can----------------------'
 * </pre>
 */
@Singleton
@Startup // so that its meter is there, and what nobody could connect with is said
public final class CertificateFiles {
    private static final System.Logger LOG = System.getLogger(CertificateFiles.class.getName());

    private final Vertx vertx;

    /** For people. */
    private volatile String names = "";

    /** Why they cannot be used; null if they can. */
    private volatile @Nullable String failing;

    CertificateFiles(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.http.tls-configuration-name") Optional<String> name,
            TlsConfigurationRegistry registry,
            MeterRegistry meters) {
        this.vertx = vertx;
        new MeterTable(meters)
                .gauge(
                        "tailrace.tls.failing",
                        "1 while the files of TLS cannot be used and what was there before holds",
                        () -> failing == null ? 0 : 1);
        if (name.map(registry::get).orElseGet(registry::getDefault).orElse(null)
                instanceof VertxCertificateHolder own) {
            start(own);
        }
    }

    private void start(VertxCertificateHolder own) {
        names = TlsFileNames.of(own.config());
        KeyCertOptions options = own.getKeyStoreOptions();
        if (options != null) {
            requireKeys(options, vertx);
            isUsable(own);
        }
        own.config()
                .reloadPeriod()
                .ifPresent(period ->
                        vertx.setPeriodic(
                                period.toMillis(),
                                _ -> {
                                    var _ = vertx.executeBlocking(() -> readAgain(own), false);
                                }));
    }

    private boolean readAgain(VertxCertificateHolder own) {
        return found(problem(own.config(), own.getName(), vertx, Instant.now()));
    }

    /** Whether the servers can show what has been read. If not, that is said. */
    boolean isUsable(TlsConfiguration read) {
        KeyCertOptions options = read.getKeyStoreOptions();
        return options == null || found(problem(options, vertx, Instant.now()));
    }

    private synchronized boolean found(@Nullable String problem) {
        boolean isNews = !Objects.equals(problem, failing);
        failing = problem;
        if (isNews && problem != null) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The files of TLS cannot be used: {0} ({1}). The gateway goes on with what it"
                            + " has until they can be.",
                    problem,
                    names);
        } else if (isNews) {
            LOG.log(System.Logger.Level.INFO, "The files of TLS can be used again ({0}).", names);
        }
        return problem == null;
    }

    /** Why they cannot be used, as part of a sentence; null if they can. */
    static @Nullable String problem(TlsBucketConfig files, String name, Vertx vertx, Instant now) {
        try {
            KeyStoreAndKeyCertOptions own = CertificateRecorder.getKeyStore(files, vertx, name);
            var _ = CertificateRecorder.getTrustStore(files, vertx, name);
            files.certificateRevocationList().orElse(List.of()).forEach(TlsConfigUtils::read);
            return own == null ? null : problem(own.options, vertx, now);
        } catch (RuntimeException e) {
            return reason(e);
        }
    }

    /** What Quarkus has against certificates and keys, with what has caused that. */
    public static String reason(RuntimeException ofQuarkus) {
        Throwable root = ofQuarkus;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root instanceof IOException ? Reasons.of(root) : root.getMessage();
        return ofQuarkus.getMessage() + ": " + why;
    }

    private static @Nullable String problem(KeyCertOptions own, Vertx vertx, Instant now) {
        try {
            X509KeyManager keys = keys(own, vertx);
            CertificateCheck.requireKeys(keys);
            CertificateCheck.requireDates(keys, now);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** Otherwise nobody could connect; a certificate that is over some clients may still take. */
    private static void requireKeys(KeyCertOptions own, Vertx vertx) {
        try {
            CertificateCheck.requireKeys(keys(own, vertx));
        } catch (IllegalArgumentException e) {
            throw new HubException("quarkus.tls: " + e.getMessage() + ".");
        }
    }

    private static X509KeyManager keys(KeyCertOptions own, Vertx vertx) {
        try {
            return (X509KeyManager) own.getKeyManagerFactory(vertx).getKeyManagers()[0];
        } catch (Exception e) { // whatever it is, which Vert.x does not say
            throw new IllegalArgumentException(Reasons.of(e), e);
        }
    }
}
