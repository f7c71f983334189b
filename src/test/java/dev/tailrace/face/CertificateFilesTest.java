package dev.tailrace.face;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Certificates;
import dev.tailrace.Certificates.Pair;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.runtime.config.TlsBucketConfig;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of TLS that a server cannot use, and why. What is done then is in {@code TlsIT}. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class CertificateFilesTest {
    private static final int ORDINAL = 100;

    private static Certificates authority;
    private static Pair one;

    @TempDir Path folder;
    @Inject @Nullable Vertx vertx;

    @BeforeAll
    static void make() throws Exception {
        authority = Certificates.authority("test authority");
        one = authority.issue("CN=one", "dns:localhost");
    }

    private @Nullable String problem(String certificate, String key) throws IOException {
        return problem(certificate, key, Map.of(), Instant.now());
    }

    private @Nullable String problem(
            String certificate, String key, Map<String, String> more, Instant now)
            throws IOException {
        TlsBucketConfig files = files(certificate, key, more);
        return CertificateFiles.problem(files, "<default>", requireNonNull(vertx), now);
    }

    private TlsBucketConfig files(String certificate, String key, Map<String, String> more)
            throws IOException {
        String store = "quarkus.tls.key-store.pem.main.";
        Map<String, String> keys = new HashMap<>(more);
        keys.put(store + "cert", file("cert.pem", certificate));
        keys.put(store + "key", file("key.pem", key));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(TlsConfig.class)
                .withSources(new PropertiesConfigSource(keys, "test", ORDINAL))
                .build()
                .getConfigMapping(TlsConfig.class)
                .defaultCertificateConfig()
                .orElseThrow();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void whatIsSaidNamesTheFiles() throws IOException {
        String trusted = file("authority.pem", authority.pem());
        Map<String, String> more = Map.of("quarkus.tls.trust-store.pem.certs", trusted);
        assertThat(TlsFileNames.of(files(one.certificatePem(), one.keyPem(), more)))
                .isEqualTo(
                        "%s, %s, %s",
                        folder.resolve("cert.pem"), folder.resolve("key.pem"), trusted);
    }

    @Test
    void aCertificateWithItsKeyIsUsable() throws Exception {
        assertThat(problem(one.certificatePem(), one.keyPem())).isNull();
    }

    @Test
    void aKeyOfAnotherCertificateIsSaid() throws Exception {
        Pair two = authority.issue("CN=two");
        assertThat(problem(two.certificatePem(), one.keyPem()))
                .isEqualTo(
                        "the private key is not that of the certificate of 'CN=two'; accepted"
                                + " are a certificate and its own key");
    }

    @Test
    void aKeyOfAnotherKindIsSaid() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024); // quickly made
        Pair mixed = new Pair(rsa.generateKeyPair().getPrivate(), one.own(), one.authority());
        assertThat(problem(mixed.certificatePem(), mixed.keyPem()))
                .endsWith(
                        "private key algorithm does not match algorithm of public key in end"
                                + " entity certificate (at index 0)");
    }

    @Test
    void aCertificateThatDoesNotHoldNowIsSaidWithItsTime() throws Exception {
        Instant end = one.own().getNotAfter().toInstant();
        Instant begin = one.own().getNotBefore().toInstant();
        String certificate = one.certificatePem();
        Duration second = Duration.ofSeconds(1);
        assertThat(problem(certificate, one.keyPem(), Map.of(), end)).isNull();
        assertThat(problem(certificate, one.keyPem(), Map.of(), end.plus(second)))
                .startsWith("the certificate of 'CN=one' ended at " + end + "; accepted");
        assertThat(problem(certificate, one.keyPem(), Map.of(), begin)).isNull();
        assertThat(problem(certificate, one.keyPem(), Map.of(), begin.minus(second)))
                .startsWith("the certificate of 'CN=one' begins at " + begin + "; accepted");
    }

    @Test
    void aFileThatIsCutOffIsSaid() throws Exception {
        String certificate = one.certificatePem();
        String key = one.keyPem();
        String invalid = "Invalid key/certificate pair";
        assertThat(problem(certificate.substring(0, 300), key)).startsWith(invalid);
        assertThat(problem(certificate, key.substring(0, 100))).startsWith(invalid);
        assertThat(problem("", key)).startsWith(invalid);
        assertThat(problem(certificate, "")).startsWith(invalid);
    }

    @Test
    void aChainInTheWrongOrderIsSaid() throws Exception {
        String own = one.certificatePem().replace(authority.pem(), "");
        assertThat(problem(authority.pem() + own, one.keyPem())).contains("chain");
    }

    @Test
    void authoritiesAndRevocationsThatCannotBeReadAreSaid() throws Exception {
        String garbage = file("garbage", "garbage");
        String missing = folder.resolve("missing").toString();
        Map<String, String> trust = Map.of("quarkus.tls.trust-store.pem.certs", garbage);
        assertThat(problem(one.certificatePem(), one.keyPem(), trust, Instant.now()))
                .contains("trust");
        Map<String, String> revoked = Map.of("quarkus.tls.certificate-revocation-list", missing);
        assertThat(problem(one.certificatePem(), one.keyPem(), revoked, Instant.now()))
                .contains(missing);
    }
}
