package dev.tailrace.hub.readers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.Labels;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

    /** As long as the bound lets them be, on the stack that an event loop has. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "\\\\", "(", "\u00fc"})
    void aLongValueIsReadWithoutCallsInEachOther(String part) throws InterruptedException {
        String value = part.repeat(4000 / part.getBytes(UTF_8).length);
        Boolean[] picked = {null};
        Thread small =
                new Thread(
                        null,
                        () -> picked[0] = Selector.parse("{app!=\"" + value + "\"}").matches(WEB),
                        "small",
                        128 * 1024);
        small.start();
        small.join();
        assertThat(picked[0]).isTrue();
    }

    @Test
    void itsBytesItsLabelsAndItsPatternsAreBounded() {
        refused("{app=\"" + "x".repeat(4096) + "\"}", "a selector of at most 4096 bytes, not 4104");
        assertThat(Selector.parse("a!=\"b\",".repeat(32)).matches(WEB)).isTrue();
        refused("a=\"b\",".repeat(33), "a selector of at most 32 labels, not 33");
        refused(
                "{app=~\"((a{1000}){1000})\"}",
                "; for label app: an RE2 pattern of at most 1000 instructions");
        refused(
                "{a=~\"(x{100}){9}\",b!~\"(y{90}){9}\"}",
                "for label b: RE2 patterns of at most 1000 instructions together");
        refused("{app=~\"(?i)\u1c80\"}", "U+1C80");
    }

    private static void refused(String selector, String why) {
        assertThatThrownBy(() -> Selector.parse(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatIsWrongWithAPatternIsSaid() {
        refused("{app=~\"(\"}", "for label app: an RE2 pattern (error parsing regexp: missing");
    }
}
