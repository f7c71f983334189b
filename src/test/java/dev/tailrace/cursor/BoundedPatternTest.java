package dev.tailrace.cursor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tailrace.Depth;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody may send as a pattern is refused before it costs anything, or is cheap. */
class BoundedPatternTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "error",
                "\\d{1,3}(\\.\\d{1,3}){3}",
                "(?i)(warn|error|fatal): .*süß",
                "(?P<when>\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z) [A-Z]+",
                "(?i)[a-zà-ÿα-ωа-я一-龥]+",
                "[[:alpha:]][^]\\]x-]{2,}\\Q{1000}{1000}\\E",
                "a{,5}|{5|x{a}|[{1000}]",
                "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}",
                "\\x41\\x{1c80}\\101\\pL\\p{Greek}\\P{^Lu}\\bx\\B",
                "(?i)[\\x{0}-\\x{10ffff}]",
            })
    void whatPeopleWriteIsAccepted(String pattern) {
        assertThat(BoundedPattern.compile(pattern)).hasToString(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(((a{100}){100}){100})",
                "((a{1000}){1000})",
                "(?:a{32}){32}",
                "(?:a?){0,500}",
                "a{100}(?i){100}",
                "a{100}(?:){1}\\Q\\E(?s){100}(?U){100}",
                "a{40}\\Q\\E{40}",
                "(?P<n>x{2,}){600}",
                "\\QAB\\E{501}",
                "(?:[]{]{10}[^]}]{10}){60}",
                "(?:|||||||||||||||||||||||||||||||||||||||||||||||||){20}",
                "(?:x*){400}",
                "\\pL{900}\\x{41}{101}",
                "a{1001}",
                "a{99999999999}",
            })
    void repetitionsAreCountedBeforeAnythingIsCompiled(String pattern) {
        assertThatThrownBy(() -> BoundedPattern.compile(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1000 instructions");
    }

    @Test
    void theNumberOfBytesIsBounded() {
        assertThat(BoundedPattern.compile("ü".repeat(256)).instructions()).isEqualTo(258);
        assertThatThrownBy(() -> BoundedPattern.compile("ü".repeat(256) + "x"))
                .hasMessage("an RE2 pattern of at most 512 bytes, not 513");
        assertThatThrownBy(() -> BoundedPattern.compile("(".repeat(20_000)))
                .hasMessageContaining("at most 512 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "(?:", "(?i:", "(?P<n>"})
    void groupsInEachOtherAreBounded(String open) {
        String name = open.endsWith("<n>") ? "(?P<n%d>" : open;
        assertThat(BoundedPattern.compile(nested(name, 50)).matches("x")).isTrue();
        assertThatThrownBy(() -> BoundedPattern.compile(nested(name, 51)))
                .hasMessage("an RE2 pattern with at most 50 groups in each other");
    }

    private static String nested(String open, int depth) {
        String all =
                IntStream.range(0, depth)
                        .mapToObj(i -> open.formatted(i))
                        .reduce("", String::concat);
        return all + "x" + ")".repeat(depth);
    }

    /** RE2/J 1.8 never comes back from these: google/re2j#168. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)\u1c80",
                "(?i:x\u1c88)",
                "(?s-i)x(?mi)\\x{1c80}",
                "(?i)\\Qa\u1c81\\E",
                "(?i)[a-\uffff]",
                "(?i)[\\n-\\x{ffff}]",
                "(?i)[B-\\x{10ffff}]",
                "(?i)[^]\\-[:alpha:]\\d\\pL\\x{1c00}-\\x{1cff}]",
                "(?i)[[x\u1c80]",
            })
    void lettersThatRe2FoldsForEverAreRefused(String pattern) {
        assertThatThrownBy(() -> BoundedPattern.compile(pattern))
                .hasMessageContaining("without U+1C80 to U+1C88");
    }

    @Test
    void rangesWithoutRegardToCaseAreBounded() {
        assertThatThrownBy(() -> BoundedPattern.compile("(?i)[\u1d00-\ufff0][\u1d00-\ufff0]"))
                .hasMessageContaining("ranges of at most 65536 characters");
        assertThat(BoundedPattern.compile("[\u1d00-\ufff0][\u1d00-\ufff0]").instructions())
                .isEqualTo(4);
    }

    /** Those that it finds to be endless or to take more than the bounds are all that there are. */
    @ParameterizedTest
    @MethodSource("foldsThatTheJdkHas")
    void everyOtherLetterIsFolded(int letter) {
        String text = Character.toString(letter);
        assertThat(BoundedPattern.compile("(?i)" + text).isFoundIn(text.getBytes(UTF_8))).isTrue();
    }

    static IntStream foldsThatTheJdkHas() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(letter -> {
                    int lower = Character.toLowerCase(letter);
                    int other = lower == letter ? Character.toUpperCase(letter) : lower;
                    int back = Character.toLowerCase(other);
                    back = back == other ? Character.toUpperCase(other) : back;
                    return back != letter && (letter < 0x1c80 || letter > 0x1c88);
                });
    }

    @Test
    void whatIsNoPatternIsSaidAsRe2SaysIt() {
        for (String junk : new String[] {"(", ")", "a**", "[z-a]", "(?P<n", "\\", "x\\8", "(?z)"}) {
            assertThatThrownBy(() -> BoundedPattern.compile(junk))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("an RE2 pattern (error parsing regexp: ");
        }
    }

    /** Whatever it is given, the scan counts no less than the program then has. */
    @Test
    void noProgramIsLargerThanWhatWasCounted() {
        String[] parts = {
            "a",
            "b",
            "|",
            "(",
            "(?:",
            ")",
            ")",
            "*",
            "+?",
            "?",
            "{3}",
            "{2,}",
            "{0,4}",
            "{0}",
            "{,2}",
            "[",
            "]",
            "[^",
            "a-z",
            "[:alpha:]",
            "\\d",
            "\\pL",
            "\\p{Lu}",
            "\\x41",
            "\\x{42}",
            "\\101",
            "\\Q",
            "\\E",
            "(?i)",
            "(?i:",
            "(?P<n>",
            "^",
            "$",
            "\\b",
            ".",
            "-",
            "\\",
            "{",
            "}",
            "é",
        };
        Random random = new Random(4);
        int valid = 0;
        for (int i = 0; i < Depth.rounds(20_000); i++) {
            String text =
                    random.ints(1 + random.nextInt(12), 0, parts.length)
                            .mapToObj(part -> parts[part])
                            .reduce("", String::concat);
            int program = programSize(text);
            valid += program > 0 ? 1 : 0;
            if (program > 0 && program <= BoundedPattern.MAX_INSTRUCTIONS / 4) {
                assertThat(new PatternScan(text).instructions())
                        .as(text)
                        .isGreaterThanOrEqualTo(program);
            }
        }
        assertThat(valid).isPositive();
    }

    private static int programSize(String text) {
        try {
            return Pattern.compile(text).programSize();
        } catch (PatternSyntaxException _) {
            return 0;
        }
    }

    /** On a stack as that of an event loop, which has other things on it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(x?){240}y",
                "(?:x?){490}y",
                "(?:x*|x|){130}y",
                "(x{0,400})y",
                "((x*)*){70}y"
            })
    void whatIsAcceptedIsMatchedOnASmallStack(String pattern) throws InterruptedException {
        byte[] line = new byte[100];
        Arrays.fill(line, (byte) 'x');
        BoundedPattern compiled = BoundedPattern.compile(pattern);
        boolean[] found = {true};
        Thread small =
                new Thread(null, () -> found[0] = compiled.isFoundIn(line), "small", 256 * 1024);
        small.start();
        small.join();
        assertThat(found[0]).isFalse();
    }
}
