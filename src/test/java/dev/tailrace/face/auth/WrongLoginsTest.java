package dev.tailrace.face.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long the answer to a wrong token waits. */
class WrongLoginsTest {
    private static final Instant START = Instant.parse("2026-11-20T04:00:00Z");

    private final WrongLogins logins = new WrongLogins();

    private Duration wrong(String address) {
        return wrong(address, START);
    }

    private Duration wrong(String address, Instant at) {
        Duration wait = logins.wrong(address, at);
        if (!wait.isZero()) {
            logins.answered();
        }
        return wait;
    }

    private void tire(String address) {
        for (int i = 0; i < WrongLogins.FREE; i++) {
            assertThat(wrong(address)).isZero();
        }
    }

    @Test
    void eachAfterTheFirstWaitsTwiceAsLongUpToTheLongest() {
        tire("192.0.2.1");
        assertThat(wrong("192.0.2.1")).isEqualTo(WrongLogins.FIRST);
        assertThat(wrong("192.0.2.1")).isEqualTo(WrongLogins.FIRST.multipliedBy(2));
        for (int i = 0; i < 200; i++) {
            assertThat(wrong("192.0.2.1")).isBetween(WrongLogins.FIRST, WrongLogins.LONGEST);
        }
        assertThat(wrong("192.0.2.1")).isEqualTo(WrongLogins.LONGEST);
        assertThat(wrong("192.0.2.2")).as("another address").isZero();
    }

    @Test
    void anAddressThatRestsIsAsNew() {
        tire("192.0.2.1");
        Instant later = START.plus(WrongLogins.FORGOTTEN);
        assertThat(wrong("192.0.2.1", later)).isPositive();
        assertThat(wrong("192.0.2.1", later.plus(WrongLogins.FORGOTTEN).plusNanos(1))).isZero();
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() {
        for (int i = 0; i < WrongLogins.FREE; i++) {
            wrong("2001:db8:0:1::" + i);
        }
        assertThat(wrong("2001:db8:0:1:ffff::1")).isPositive();
        assertThat(wrong("2001:db8:0:2::1")).isZero();
    }

    @Test
    void manyAddressesAndManyThatWaitTakeNoMoreThanThereIsRoomFor() {
        for (int i = 0; i < 2 * WrongLogins.MAX_ADDRESSES; i++) {
            wrong("10.0." + i / 256 + "." + i % 256);
        }
        assertThat(logins.addresses()).isEqualTo(WrongLogins.MAX_ADDRESSES);
        tire("192.0.2.1");
        for (int i = 0; i < WrongLogins.MAX_WAITING; i++) {
            assertThat(logins.wrong("192.0.2.1", START)).isPositive();
        }
        assertThat(logins.waiting()).isEqualTo(WrongLogins.MAX_WAITING);
        assertThat(logins.wrong("192.0.2.1", START)).isZero();
    }
}
