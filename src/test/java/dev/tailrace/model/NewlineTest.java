package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search by words must find what a search by bytes finds. */
class NewlineTest {
    /** A newline and what differs from it by a bit or by a borrow from its neighbour. */
    private static final byte[] LOOKALIKES = {
        0x0a, 0x0b, (byte) 0x8a, (byte) 0x8b, 0x09, 0x0d, 0x00, 0x01, (byte) 0x80, (byte) 0xff
    };

    @Test
    void oneNewlineIsFoundWhereverItLies() {
        for (int at = 0; at < 40; at++) {
            byte[] bytes = new byte[40];
            bytes[at] = '\n';
            for (int from = 0; from <= 40; from++) {
                assertSearchesAgree(bytes, from, 40, "a newline at " + at);
            }
        }
    }

    @Test
    void whatOnlyLooksLikeANewlineIsPassedOver() {
        for (byte before : LOOKALIKES) {
            for (byte after : LOOKALIKES) {
                for (int at = 0; at < 23; at++) {
                    byte[] bytes = new byte[24];
                    Arrays.fill(bytes, (byte) 'x');
                    bytes[at] = before;
                    bytes[at + 1] = after;
                    assertSearchesAgree(bytes, 0, 24, before + " and " + after + " at " + at);
                }
            }
        }
    }

    @Test
    void bothSearchesAgreeOnRandomBytes() {
        long seed = 20261120;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextInt(4) == 0) {
                    bytes[i] = LOOKALIKES[random.nextInt(1, LOOKALIKES.length)];
                } else if (random.nextInt(16) == 0) {
                    bytes[i] = '\n';
                }
            }
            int from = random.nextInt(bytes.length + 1);
            int to = random.nextInt(from, bytes.length + 1);
            assertSearchesAgree(bytes, from, to, "seed " + seed + ", round " + round);
        }
    }

    private static void assertSearchesAgree(byte[] bytes, int from, int to, String which) {
        int expected = -1;
        for (int i = from; i < to && expected < 0; i++) {
            expected = bytes[i] == '\n' ? i : -1;
        }
        if (Newline.indexIn(bytes, from, to) != expected) { // building messages would cost seconds
            assertThat(Newline.indexIn(bytes, from, to)).as(which).isEqualTo(expected);
        }
    }
}
