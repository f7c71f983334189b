package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {
    private static final Epoch EPOCH = new Epoch("k3v9x2ab");
    private static final long LARGEST = (1L << 48) - 1;

    private final Random random = new Random(20);

    @Test
    void positionsAreReadFromWhatTheyPrint() {
        Positions positions = new Positions();
        List<StreamName> names = new ArrayList<>();
        List<Epoch> epochs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            names.add(new StreamName("stream-" + i));
            epochs.add(Epoch.random(random));
            positions.add(names.get(i), epochs.get(i), i);
        }
        for (int i = 0; i < 300; i += 2) {
            positions.moved(i, LARGEST - i);
        }
        Positions read = Positions.parse(positions.toString()).orElseThrow();
        for (int i = 0; i < 300; i++) {
            assertThat(read.next(names.get(i), epochs.get(i)))
                    .hasValue(i % 2 == 0 ? LARGEST - i : i);
        }
        assertThat(read).hasToString(positions.toString());
        assertThat(positions.toString()).matches("m-[A-Za-z0-9_-]+").hasSize(2 + 300 * 64 / 3);
    }

    @Test
    void noStreamsAreAPositionToo() {
        assertThat(new Positions()).hasToString("m-");
        assertThat(Positions.parse("m-")).isPresent();
    }

    @Test
    void anotherLogOfTheSameNameIsKnownByItsNameAlone() {
        Positions positions = new Positions();
        positions.add(new StreamName("web"), EPOCH, 7);
        assertThat(positions.next(new StreamName("web"), new Epoch("k3v9x2ac"))).isEmpty();
        assertThat(positions.has(new StreamName("web"))).isTrue();
        assertThat(positions.next(new StreamName("api"), EPOCH)).isEmpty();
        assertThat(positions.has(new StreamName("api"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "m",
                "x-",
                "m-A",
                "m-AAAA",
                "m-AAAAAAAAAAAAAAAAAAAAA!",
                "m- AAAAAAAAAAAAAAAAAAAAA",
                "k3v9x2ab-12",
                // an epoch beyond the last of base 36
                "m-AAAAAP___________wAAAA",
                // one log twice
                "m-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoneIsRefused(String text) {
        assertThat(Positions.parse(text)).isEmpty();
    }
}
