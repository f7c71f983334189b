package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OriginTest {
    @ParameterizedTest
    @EnumSource
    void everyOriginIsSixBytesAndFoundByItsText(Origin origin) {
        assertThat(origin.bytes()).hasSize(6).asString().isEqualTo(origin.text());
        assertThat(Origin.of(origin.text())).contains(origin);
    }

    @Test
    void anotherTextIsNoOrigin() {
        assertThat(Origin.of("STDOUT")).isEmpty();
        assertThat(Origin.of("")).isEmpty();
    }
}
