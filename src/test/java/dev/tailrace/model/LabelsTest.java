package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
    @Test
    void labelsAreSortedByName() {
        Labels labels = new Labels(Map.of("pod", "p", "app", "a", "_x", "x", "job", "j"));
        assertThat(labels.values().keySet()).containsExactly("_x", "app", "job", "pod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a-b", "a.b", "a b", "ä"})
    void aNameThatPrometheusDoesNotKnowIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Labels(Map.of(name, "value")))
                .withMessageContaining("'" + name + "'");
    }

    @Test
    void labelsNeverChange() {
        Map<String, String> source = new HashMap<>(Map.of("app", "a"));
        Labels labels = new Labels(source);
        source.put("app", "b");
        assertThat(labels.values()).containsExactly(Map.entry("app", "a"));
        assertThatThrownBy(() -> labels.values().put("app", "c"))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
