package dev.tailrace.face;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.access.SharedAddresses;
import dev.tailrace.hub.stream.HubException;
import io.smallrye.common.net.Inet;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many requests one address may make. */
class RequestRateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RequestRate rate =
            new RequestRate(
                    5,
                    20,
                    new SharedAddresses(
                            List.of(requireNonNull(Inet.parseCidrAddress("10.1.0.0/16")))));
    private long now = -SECOND; // nanoTime has any sign

    /** How many of a hundred are let in now. */
    private long of100(String address) {
        return IntStream.range(0, 100)
                .filter(_ -> rate.take(InetAddress.ofLiteral(address), now))
                .count();
    }

    @Test
    void allOfAnAddressMayComeBackAtOnceAndThenSoManyASecond() {
        assertThat(of100("192.0.2.1")).isEqualTo(20);
        assertThat(of100("192.0.2.1")).isZero();
        now += SECOND;
        assertThat(of100("192.0.2.1")).isEqualTo(5);
        now += 100 * SECOND;
        assertThat(of100("192.0.2.1")).isEqualTo(20);
    }

    @Test
    void whoeverIsRefusedKeepsNobodyElseOut() {
        of100("192.0.2.1");
        assertThat(of100("192.0.2.2")).isEqualTo(20);
        assertThat(of100("2001:db8:0:1::1")).isEqualTo(20);
        assertThat(of100("2001:db8:0:1::2")).as("of the same network").isZero();
        assertThat(of100("2001:db8:0:2::1")).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.1.2.3"})
    void addressesThatBringManyClientsHaveNoBound(String address) {
        assertThat(of100(address)).isEqualTo(100);
    }

    @Test
    void manyAddressesOnlyMakeEachOtherForgotten() {
        of100("192.0.2.1");
        for (int i = 0; i < RequestRate.MAX_ADDRESSES; i++) {
            rate.take(InetAddress.ofLiteral("198.18." + i / 256 + "." + i % 256), now);
        }
        assertThat(of100("192.0.2.1")).isEqualTo(20);
    }

    @Test
    void theRefusalNamesTheAddressAndTheLimit() {
        assertThat(rate.tooMany("192.0.2.1").refusal().sentence())
                .isEqualTo(
                        "From 192.0.2.1 come as many requests as may"
                                + " (tailrace.http.max-requests-per-address is 5 a second).");
    }

    @Test
    void noneIsNoBound() {
        assertThatThrownBy(() -> new RequestRate(0, 1, new SharedAddresses(List.of())))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("tailrace.http.max-requests-per-address is 0");
    }
}
