package dev.tailrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are those of a proxy. */
class ProxiesTest {
    private record Config(Optional<List<String>> from, String userHeader, String groupsHeader)
            implements ProxyConfig {}

    private static Proxies proxies(String... from) {
        return Proxies.of(new Config(Optional.of(List.of(from)), "Remote-User", "Remote-Groups"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.0.0.1,true",
        "127.0.0.1,127.0.0.2,false",
        "127.0.0.1,::ffff:127.0.0.1,true",
        "10.1.0.0/16,10.1.255.255,true",
        "10.1.0.0/16,10.2.0.0,false",
        "10.1.2.3/16,10.1.9.9,true",
        "::1,::1,true",
        "::1,0:0:0:0:0:0:0:1,true",
        "::1,127.0.0.1,false",
        "fd00::/8,fdff::1,true",
        "fd00::/8,fe80::1,false",
        "10.1.0.0/16,,false",
        "10.1.0.0/16,localhost,false"
    })
    void anAddressIsInOneOfTheNetworksOrNot(String network, String address, boolean is) {
        assertThat(proxies("192.0.2.1", network).have(address == null ? "" : address))
                .isEqualTo(is);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0/0", "::/0", "", "localhost", "10.1", "10.0.0.0/33", "10.0.0.0/"})
    void whatIsNoAddressOrAllOfThemIsRefused(String from) {
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> proxies("127.0.0.1", from))
                .withMessageContaining("tailrace.auth.proxy.from has '" + from + "'; accepted are");
    }

    @Test
    void someProxyThereMustBeAndItsHeadersHaveNames() {
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> Proxies.of(new Config(Optional.empty(), "a", "b")))
                .withMessageContaining("tailrace.auth.proxy.from is missing");
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() ->
                        Proxies.of(new Config(Optional.of(List.of("::1")), "Remote User", "b")))
                .withMessageContaining("tailrace.auth.proxy.user-header has 'Remote User'");
    }
}
