package dev.tailrace.hub.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.Labels;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
    private static final Labels WEB =
            new Labels(Map.of("app", "web", "env", "prod", "quoted", "say \"hi\"\\"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } ",
                "{app=\"web\"}",
                "app=\"web\"",
                "app=\"web\",env=~\"p{1}.*\"",
                "{ app = \"web\" , env=\"prod\" }",
                "{app=\"web\",}",
                "{app!=\"db\"}",
                "{app=~\"w.b|db\"}",
                "{app!~\"d.*\"}",
                "{missing=\"\"}",
                "{missing!=\"x\"}",
                "{missing=~\".*\"}",
                "{quoted=\"say \\\"hi\\\"\\\\\"}",
            })
    void picks(String selector) {
        assertThat(Selector.parse(selector).matches(WEB)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{app=\"we\"}",
                "{app=\"web\",env=\"test\"}",
                "{app!=\"web\"}",
                "{app=~\"we\"}",
                "{app=~\"eb\"}",
                "{app!~\"we.\"}",
                "{missing!=\"\"}",
                "{missing=\"x\"}",
                "{missing=~\".+\"}",
            })
    void leavesOut(String selector) {
        assertThat(Selector.parse(selector).matches(WEB)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app",
                "{",
                "}",
                "{app}",
                "{app=web}",
                "{app='web'}",
                "{app==\"web\"}",
                "{app=\"web\"",
                "app=\"web\"}",
                "app=web",
                "{app=\"web\" env=\"prod\"}",
                "{,}",
                "{app=\"web\",,}",
                "{1app=\"web\"}",
                "{app=\"we\"b\"}",
                "{app=\"web\\\"}",
                "{app=~\"(\"}",
                "{app=~\"a**\"}",
                "{app=\"web\"} or {}",
            })
    void isNoSelector(String junk) {
        assertThatThrownBy(() -> Selector.parse(junk))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank();
    }
}
