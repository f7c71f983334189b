package dev.tailrace.source;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LinuxTest {
    @Test
    void linuxIsAccepted() {
        assertThatCode(() -> Linux.require("Linux")).doesNotThrowAnyException();
    }

    @Test
    void anotherSystemIsRefusedByName() {
        assertThatThrownBy(() -> Linux.require("Mac OS X"))
                .isInstanceOf(SourceException.class)
                .hasMessage("Tailrace runs on Linux only; this is Mac OS X.");
    }
}
