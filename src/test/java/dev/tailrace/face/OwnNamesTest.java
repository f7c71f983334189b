package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.hub.stream.HubException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names the configuration may give the gateway. */
class OwnNamesTest {
    private static OwnNames names(String hosts, String bound) {
        FaceConfig config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(FaceConfig.class)
                        .withDefaultValue("tailrace.http.hosts", hosts)
                        .withDefaultValue("tailrace.http.max-connections", "1")
                        .build()
                        .getConfigMapping(FaceConfig.class);
        return new OwnNames(config, bound);
    }

    private static Authority host(String text) {
        return Objects.requireNonNull(Authority.of(text));
    }

    @Test
    void aConfiguredNameIsMeantWhole() {
        OwnNames names = names("Logs.example.com., other", "127.0.0.1");
        assertThat(names.has(host("logs.example.com:8443"))).isTrue();
        assertThat(names.has(host("OTHER"))).isTrue();
        assertThat(names.has(host("example.com"))).isFalse();
        assertThat(names.has(host("x.other"))).isFalse();
    }

    @Test
    void theNameThatIsServedAtIsAnOwnOne() {
        assertThat(names("a", "logs.internal").has(host("logs.internal:8080"))).isTrue();
        assertThat(names("a", "0.0.0.0").has(host("logs.internal:8080"))).isFalse();
    }

    /** One for all would let every page in. */
    @ParameterizedTest
    @ValueSource(
            strings = {"*", "*.example.com", ".example.com:1", "http://a", "a:80", "a/b", "a b"})
    void whatIsNoNameIsNotStartedWith(String hosts) {
        assertThatThrownBy(() -> names("fine," + hosts, "127.0.0.1"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("tailrace.http.hosts has '" + hosts + "'");
    }
}
