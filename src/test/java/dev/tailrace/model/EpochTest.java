package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochTest {
    @Test
    void randomEpochsAreValidAndDiffer() {
        Random random = new Random(1);
        Set<Epoch> drawn = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Epoch epoch = Epoch.random(random);
            assertThat(epoch.toString()).matches("[a-z0-9]{8}");
            drawn.add(epoch);
        }
        assertThat(drawn).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k3v9x2a", "k3v9x2abc", "K3v9x2ab", "k3v9-2ab", "k3v9x2a\n"})
    void whatIsNoEpochIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Epoch(text))
                .withMessageContaining("'" + text + "'");
    }
}
