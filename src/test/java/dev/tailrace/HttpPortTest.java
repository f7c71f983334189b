package dev.tailrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tailrace.access.AccessException;
import dev.tailrace.hub.stream.HubException;
import io.quarkus.runtime.QuarkusBindException;
import io.vertx.core.http.HttpServerOptions;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a gateway serves that tells no client from another. */
class HttpPortTest {
    private static HttpPort at(String host) {
        return new HttpPort(host, 0, 0, false, false, "enabled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "localhost", "[::1]"})
    void aLoopbackAddressIsThisMachinesAlone(String host) {
        HttpPort port = at(host);
        port.requireLoopback();
        HttpServerOptions options = new HttpServerOptions();
        port.customizeHttpServer(options);
        assertThat(options.getHost())
                .as("no name that may mean another later")
                .matches("[0-9a-f.:]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "::",
                "::ffff:0.0.0.0",
                "0",
                "192.0.2.1",
                "fe80::1",
                "2001:db8::1"
            })
    void anyOtherIsRefusedWithTheWaysOut(String host) {
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> at(host).requireLoopback())
                .withMessageContaining(host)
                .withMessageContaining("tailrace.auth.mode=token")
                .withMessageContaining("--host 127.0.0.1");
    }

    @Test
    void aNameWithTwoAddressesIsRefusedForTheOneThatIsNotLoopback() throws UnknownHostException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        InetAddress other = InetAddress.getByName("192.0.2.1");
        assertThat(HttpPort.loopback("name", loopback)).isEqualTo(loopback);
        for (InetAddress[] both : new InetAddress[][] {{loopback, other}, {other, loopback}}) {
            assertThatExceptionOfType(AccessException.class)
                    .isThrownBy(() -> HttpPort.loopback("name", both));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {70_000, 65_536, -1})
    void aPortThatCannotBeIsNamed(int port) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> new HttpPort("::1", port, 0, false, false, "enabled"))
                .withMessage(
                        "quarkus.http.port is %d: a number from 0 to 65535 is accepted.", port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1%lo", "[::1]:80", "fe80::1%eth0", "a b"})
    void whatIsNoPartOfAUrlIsRefused(String host) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> at(host))
                .withMessageStartingWith("--host " + host + " cannot be part of a URL; accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "no-such-host.invalid"})
    void aNameThatIsNotKnownIsRefusedBeforeAnythingIsStarted(String host) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> at(host).requireFree())
                .withMessageStartingWith("--host " + host + " is not known; accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1", "192.0.2.1"})
    void anAddressThatThisMachineHasNotIsRefusedAtAnyPort(String host) {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> at(host).requireFree())
                .withCauseInstanceOf(QuarkusBindException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1", "0", "::0", "::1", "[::1]"})
    void anAddressThatThisMachineHasIsTaken(String host) {
        at(host).requireFree();
    }

    @Test
    void whereTheModeAllowsOthersTheAddressIsTheConfigurations() {
        HttpServerOptions options = new HttpServerOptions().setHost("0.0.0.0");
        at("0.0.0.0").customizeHttpServer(options);
        assertThat(options.getHost()).isEqualTo("0.0.0.0");
    }
}
