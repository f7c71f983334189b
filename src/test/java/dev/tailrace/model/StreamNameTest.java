package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "web", "web-1", "ns_pod.container", "a..b", "z-._"})
    void aNameIsItsText(String text) {
        assertThat(new StreamName(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".a", "-a", "_a", "A", "aB", "a/b", "a b", "ä", "a\n"})
    void whatCannotBeAFolderOrAPlaceInAUrlIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamName(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining(StreamName.ACCEPTED);
    }

    @Test
    void aNameHasAtMost128Characters() {
        assertThat(StreamName.isValid("a".repeat(128))).isTrue();
        assertThat(StreamName.isValid("a".repeat(129))).isFalse();
    }
}
