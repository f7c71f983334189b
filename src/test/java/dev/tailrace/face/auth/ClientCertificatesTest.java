package dev.tailrace.face.auth;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tailrace.access.AccessException;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the mode mtls needs: else everybody with a certificate of a public authority comes in. */
class ClientCertificatesTest {
    private static TlsConfiguration tls(
            @Nullable KeyCertOptions own, @Nullable TrustOptions trusted, boolean all) {
        return new BaseTlsConfiguration() {
            @Override
            public @Nullable KeyCertOptions getKeyStoreOptions() {
                return own;
            }

            @Override
            public @Nullable TrustOptions getTrustStoreOptions() {
                return trusted;
            }

            @Override
            public boolean isTrustAll() {
                return all;
            }
        };
    }

    private static void refused(@Nullable TlsConfiguration tls, String accepted) {
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> ClientCertificates.require(tls))
                .withMessageContaining("tailrace.auth.mode is mtls")
                .withMessageContaining(accepted);
    }

    @Test
    void withoutACertificateOfItsOwnThereIsNoStart() {
        refused(null, "quarkus.tls.key-store.");
        refused(tls(null, new PemTrustOptions(), false), "quarkus.tls.key-store.");
    }

    @Test
    void norIfNothingSaysWhomToTrustOrAllAre() {
        refused(tls(new PemKeyCertOptions(), null, false), "quarkus.tls.trust-store.");
        refused(
                tls(new PemKeyCertOptions(), new PemTrustOptions(), true),
                "quarkus.tls.trust-store.");
    }

    @Test
    void withBothThereIs() {
        assertThatCode(() ->
                        ClientCertificates.require(
                                tls(new PemKeyCertOptions(), new PemTrustOptions(), false)))
                .doesNotThrowAnyException();
    }
}
