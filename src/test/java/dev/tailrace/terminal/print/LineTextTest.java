package dev.tailrace.terminal.print;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the texts of these tests {@code ^} stands for ESC. */
class LineTextTest {
    private final Written written = new Written();

    private String shown(boolean colour, Width width, byte[] content) {
        LineText text = new LineText(written.output(), colour, width);
        text.begin(0);
        text.add(content, 0, content.length);
        text.end();
        return written.text().replace('\033', '^');
    }

    private String shown(boolean colour, String content) {
        return shown(colour, Width.NONE, content.replace('^', '\033').getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain text, é € 😀      | plain text, é € 😀",
                "^]52;c;aGk=^\\          | \\x1b]52;c;aGk=\\x1b\\",
                "^]8;;http://x^\\link    | \\x1b]8;;http://x\\x1b\\link",
                "^[2J^[1;1H over it      | \\x1b[2J\\x1b[1;1H over it",
                "^[?1049h                | \\x1b[?1049h",
                "^[31                    | \\x1b[31",
                "^[31;1mred              | ^[31;1mred^[0m",
                "^[38:5:9mred^[m         | ^[38:5:9mred^[m^[0m",
            })
    void colourAloneComesThrough(String content, String expected) {
        assertThat(shown(true, content)).isEqualTo(expected);
    }

    @Test
    void controlsAndWhatTurnsTextAroundAreWrittenOut() {
        assertThat(shown(true, "a\0b\rc\bd\u007fe\u009b31mf\u202eg\th"))
                .isEqualTo("a\\x00b\\x0dc\\x08d\\x7fe\\u009b31mf\\u202eg\th");
    }

    @Test
    void bytesThatAreNoTextAreWrittenOut() {
        assertThat(shown(true, Width.NONE, "gr\u00f6\u00dfe\u00c3".getBytes(ISO_8859_1)))
                .isEqualTo("gr\\xf6\\xdfe\\xc3");
    }

    @Test
    void withoutColoursThereAreNone() {
        assertThat(shown(false, "^[31mred^[0m and ^]0;title\007"))
                .isEqualTo("red and \\x1b]0;title\\x07");
    }

    @Test
    void noByteOfALineSteersATerminal() {
        byte[] content = new byte[256 * 3];
        for (int i = 0; i < 256; i++) {
            content[3 * i] = 'x';
            content[3 * i + 1] = (byte) i;
            content[3 * i + 2] = '[';
        }
        String text = shown(false, Width.NONE, content);
        assertThat(text.chars().filter(c -> c != '\t').allMatch(c -> c >= ' ' && c < 0x7f))
                .isTrue();
    }

    @Test
    void whatIsFoundIsSeenAndALineWithColoursKeepsThem() {
        LineText text = new LineText(written.output(), true, Width.NONE);
        byte[] plain = "a timeout here".getBytes(UTF_8);
        text.begin(0);
        text.add(plain, 0, plain.length, "\033[31m", new int[] {2, 9});
        text.end();
        byte[] coloured = "\033[32ma timeout".getBytes(UTF_8);
        text.begin(0);
        text.add(coloured, 0, coloured.length, "\033[31m", new int[] {7, 14});
        text.end();
        assertThat(written.text().replace('\033', '^'))
                .isEqualTo("^[31ma ^[7mtimeout^[27m here^[0m^[32ma timeout^[0m");
    }

    @Test
    void aLineIsCutOrWrappedAtTheWidth() {
        assertThat(shown(true, new Width(10, false), "0123456789".getBytes(UTF_8)))
                .isEqualTo("012345678…");
        for (String wide : List.of("漢字漢字漢字", "e\u0301".repeat(12))) {
            String cut = shown(true, new Width(10, false), wide.getBytes(UTF_8));
            assertThat(cut).endsWith("…").hasSizeLessThan(wide.length());
        }
        LineText text = new LineText(written.output(), true, new Width(10, true));
        byte[] content = "abcdefghij".getBytes(UTF_8);
        text.begin(4);
        text.add(content, 0, content.length);
        assertThat(written.text()).isEqualTo("abcde\n    fghij");
    }
}
