package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    @Test
    void aPositionIsReadFromWhatItPrints() {
        for (long seq : new long[] {0, 1, 1234, Long.MAX_VALUE}) {
            Position position = new Position(new Epoch("k3v9x2ab"), seq);
            assertThat(position).hasToString("k3v9x2ab-" + seq);
            assertThat(Position.parse(position.toString())).contains(position);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k3v9x2ab",
                "k3v9x2ab-",
                "-1",
                "k3v9x2a-1",
                "k3v9x2abc-1",
                "K3V9X2AB-1",
                "k3v9x2ab_1",
                "k3v9x2ab--1",
                "k3v9x2ab-+1",
                "k3v9x2ab- 1",
                "k3v9x2ab-1 ",
                "k3v9x2ab-1a",
                "k3v9x2ab-0x1",
                "k3v9x2ab-\u0661",
                "k3v9x2ab-9223372036854775808",
                "k3v9x2ab-10000000000000000000",
                "k3v9x2ab-00000000000000000001"
            })
    void whatIsNoPositionIsRefused(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }
}
