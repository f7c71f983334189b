package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.face.TlsRedirect;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where TLS is spoken, by what the configuration says of a certificate. */
class TlsDefaultsTest {
    private static final int OF_APPLICATION = 250;
    private static final int OF_USER = 300;

    private static SmallRyeConfig with(Map<String, String> said) {
        Map<String, String> application =
                Map.of("quarkus.http.port", "8080", "quarkus.tls.reload-period", "1m");
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new TlsDefaults())
                .withSources(
                        new PropertiesConfigSource(application, "application", OF_APPLICATION),
                        new PropertiesConfigSource(said, "said", OF_USER))
                .build();
    }

    private static String value(SmallRyeConfig config, String key) {
        return config.getOptionalValue(key, String.class).orElse("");
    }

    @Test
    void withoutACertificateNothingIsChanged() {
        SmallRyeConfig config = with(Map.of("quarkus.http.port", "7000"));
        assertThat(value(config, TlsDefaults.HAS_CERTIFICATE)).isEmpty();
        assertThat(value(config, "quarkus.http.insecure-requests")).isEmpty();
        assertThat(value(config, "quarkus.http.ssl-port")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.tls.key-store.pem.main.cert",
                "quarkus.tls.key-store.p12.path",
                "quarkus.http.ssl.certificate.files",
                "quarkus.http.ssl.certificate.key-store-file",
                "quarkus.http.tls-configuration-name"
            })
    void withOneTheOnePortIsOfTlsAlone(String key) {
        SmallRyeConfig config = with(Map.of(key, "some", "quarkus.http.port", "7000"));
        assertThat(value(config, TlsDefaults.HAS_CERTIFICATE)).isEqualTo("true");
        assertThat(value(config, "quarkus.http.insecure-requests")).isEqualTo("disabled");
        assertThat(value(config, "quarkus.http.ssl-port")).isEqualTo("7000");
    }

    @Test
    void variablesOfTheEnvironmentGiveOneToo() {
        Map<String, String> variables =
                new HashMap<>(Map.of("QUARKUS_TLS_KEY_STORE_PEM_MAIN_CERT", "some"));
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .withSources(new TlsDefaults())
                        .withSources(new EnvConfigSource(variables, OF_USER))
                        .build();
        assertThat(value(config, TlsDefaults.HAS_CERTIFICATE)).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redirect", "enabled"})
    void wherePlainHttpIsWantedTooTlsHasAPortOfItsOwn(String insecure) {
        SmallRyeConfig config =
                with(
                        Map.of(
                                "quarkus.tls.key-store.pem.main.cert",
                                "some",
                                "quarkus.http.insecure-requests",
                                insecure));
        assertThat(value(config, "quarkus.http.insecure-requests")).isEqualTo("enabled");
        assertThat(value(config, TlsRedirect.WANTED))
                .as("the gateway redirects itself")
                .isEqualTo(insecure.equals("redirect") ? "true" : "");
        assertThat(value(config, "quarkus.http.ssl-port")).isEmpty();
    }
}
