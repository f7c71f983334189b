package dev.tailrace.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static JsonReader reader(String json) {
        return new JsonReader(json.getBytes(UTF_8));
    }

    @Test
    void aValueIsWhatItStandsFor() {
        assertThat(
                        reader(" {\"a\": [1, -2, 1.5e1, true, null, \"x\"], \"b\":{\"c\":{}} } ")
                                .value())
                .isEqualTo(
                        Map.of(
                                "a",
                                Arrays.asList(1L, -2L, 15.0, true, null, "x"),
                                "b",
                                Map.of("c", Map.of())));
        assertThat(reader("[]").value()).isEqualTo(List.of());
    }

    @Test
    void aStringIsWhatItsEscapesStandFor() {
        assertThat(
                        reader("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e9\\u20ac\\ud83d\\ude00\"")
                                .string())
                .isEqualTo("a\"\\/\b\f\n\r\t\0é€😀");
    }

    @Test
    void textThatIsCopiedIsThatOfTheString() {
        for (String text : List.of("", "plain", "12345678", "quote \\\" in it, and more", "é\\n")) {
            JsonReader reader = reader("\"" + text + "\"");
            reader.text();
            byte[] target = new byte[100];
            int end = reader.copyText(target, 3);
            assertThat(new String(target, 3, end - 3, UTF_8))
                    .isEqualTo(reader("\"" + text + "\"").string());
        }
    }

    @Test
    void whatNobodyAsksForIsPassedOver() {
        JsonReader reader = reader("{\"x\":[{\"seq\":1},\"}\"],\"seq\":7,\"y\":-1.5}");
        long seq = 0;
        reader.beginObject();
        while (reader.nextMember()) {
            if (reader.isNamed("seq".getBytes(UTF_8))) {
                seq = reader.number();
            } else {
                reader.skip();
            }
        }
        assertThat(seq).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "{\"a\"}",
                "{\"a\":}",
                "\"open",
                "\"\\u12\"",
                "[1 2]",
                "{1:2}",
                "?",
                "\"\\"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> reader(text).value()).isInstanceOf(IllegalArgumentException.class);
    }
}
