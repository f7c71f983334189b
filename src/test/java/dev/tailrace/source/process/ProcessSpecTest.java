package dev.tailrace.source.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessSpecTest {
    @Test
    void anEmptyCommandIsRefused() {
        assertThatThrownBy(TestSpec::of).hasMessage("the command is empty");
        assertThatThrownBy(() -> TestSpec.of("", "x")).hasMessage("the command is empty");
    }

    /** C would end the text there, without a word. */
    @Test
    void aNulIsRefused() {
        assertThatThrownBy(() -> TestSpec.of("echo", "a\0b"))
                .hasMessage("the command has a NUL character in it");
        assertThatThrownBy(() -> with("NAME", "a\0b"))
                .hasMessage("the environment has a NUL character in it");
    }

    @Test
    void aNameThatNoVariableCanHaveIsRefused() {
        assertThatThrownBy(() -> with("A=B", "c"))
                .hasMessage("'A=B' cannot name an environment variable: it is empty or has a '='");
        assertThatThrownBy(() -> with("", "c"))
                .hasMessage("'' cannot name an environment variable: it is empty or has a '='");
    }

    private static ProcessSpec with(String name, String value) {
        return new ProcessSpec(
                List.of("true"), Optional.empty(), Map.of(name, value), Optional.empty());
    }
}
