package dev.tailrace.source.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.docker.Place.Mark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    @Test
    void aPlaceIsReadAsItWasWritten() {
        Place place =
                new Place(
                        "47548fb30dab",
                        "2026-11-21T16:29:24.340512842Z",
                        true,
                        new Mark(1_795_278_564_336_199_979L, 17),
                        Mark.NONE);
        assertThat(place)
                .hasToString(
                        "47548fb30dab 2026-11-21T16:29:24.340512842Z over"
                                + " 1795278564336199979x17 -");
        assertThat(Place.parse(place.toString())).contains(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"file\":1}",
                "a b running 1x1",
                "a b running 1x1 99999999999999999999x1",
                "a b asleep 1x1 -",
                "a b running 9999999999999999999x1 -"
            })
    void whatAnotherKindOfSourceKeptIsNoPlace(String text) {
        assertThat(Place.parse(text)).isEmpty();
    }
}
