package dev.tailrace.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PushedLinesTest {
    private static final long SEED = 417;

    private static PushedLines ofText(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return PushedLines.ofText(Arrays.copyOf(bytes, bytes.length + 1), bytes.length);
    }

    private static PushedLines.Builder add(PushedLines.Builder to, String text) {
        assertThat(to.add(text.toCharArray(), 0, text.length())).isTrue();
        return to;
    }

    /** Each piece as {@code origin time text}. */
    private static List<String> pieces(PushedLines lines) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < lines.pieces(); i++) {
            int start = lines.start(i);
            pieces.add(
                    lines.origin(i).text()
                            + " "
                            + lines.time(i)
                            + " "
                            + new String(lines.bytes(), start, lines.end(i) - start, UTF_8));
        }
        return pieces;
    }

    @Test
    void theEndOfATextIsTheEndOfItsLastLine() {
        assertThat(pieces(ofText("a\nb"))).containsExactly("stdout 0 a\nb\n");
        assertThat(pieces(ofText("a\nb\n"))).containsExactly("stdout 0 a\nb\n");
        assertThat(pieces(ofText("\n"))).containsExactly("stdout 0 \n");
        assertThat(ofText("a\nb").lines()).isEqualTo(2);
        assertThat(ofText("a\n\nb\n").lines()).isEqualTo(3);
    }

    @Test
    void anEmptyTextHasNoLine() {
        assertThat(ofText("").pieces()).isZero();
        assertThat(ofText("").lines()).isZero();
        assertThat(ofText("").bytesOf(Origin.STDOUT)).isZero();
    }

    @Test
    void eachNewlineAndEachPartIsARecordThatTakesItsHeaderOnDisk() {
        assertThat(ofText("").records()).isZero();
        assertThat(ofText("a\n\nb").records()).isEqualTo(3);
        assertThat(ofText("\n".repeat(1000)).headerBytes()).isEqualTo(1000 * 40);
        PushedLines.Builder lines = new PushedLines.Builder(0);
        add(lines, "a\n\n").endLine(Origin.STDOUT, PushedLines.NO_TIME, false);
        add(lines, "part").endLine(Origin.STDOUT, PushedLines.NO_TIME, true);
        add(lines, "").endLine(Origin.STDERR, 7, false);
        PushedLines built = lines.build();
        assertThat(built.lines()).as("as they were given").isEqualTo(3);
        assertThat(built.records()).isEqualTo(5);
        assertThat(built.headerBytes()).isEqualTo(5 * 40);
    }

    @Test
    void linesOfOneOriginWithoutATimeAreOnePiece() {
        PushedLines.Builder lines = new PushedLines.Builder(0);
        add(lines, "a").endLine(Origin.STDOUT, PushedLines.NO_TIME, false);
        add(lines, "b").endLine(Origin.STDOUT, PushedLines.NO_TIME, false);
        add(lines, "c").endLine(Origin.STDERR, PushedLines.NO_TIME, false);
        add(lines, "d").endLine(Origin.STDERR, 7, false);
        add(lines, "e").endLine(Origin.STDERR, 7, false);
        add(lines, "f").endLine(Origin.STDOUT, PushedLines.NO_TIME, true);
        PushedLines built = lines.build();
        assertThat(pieces(built))
                .containsExactly(
                        "stdout 0 a\nb\n",
                        "stderr 0 c\n",
                        "stderr 7 d\n",
                        "stderr 7 e\n",
                        "stdout 0 f");
        assertThat(built.lines()).isEqualTo(6);
        assertThat(built.bytesOf(Origin.STDOUT)).isEqualTo(5);
        assertThat(built.bytesOf(Origin.STDERR)).isEqualTo(6);
        assertThat(built.isPart(4)).isTrue();
        assertThat(built.isPart(3)).isFalse();
    }

    @Test
    void aPartOfALineIsAPieceByItself() {
        PushedLines.Builder lines = new PushedLines.Builder(0);
        add(lines, "a").endLine(Origin.STDOUT, PushedLines.NO_TIME, false);
        add(lines, "b").endLine(Origin.STDOUT, PushedLines.NO_TIME, true);
        add(lines, "").endLine(Origin.STDOUT, PushedLines.NO_TIME, true);
        add(lines, "c").endLine(Origin.STDOUT, PushedLines.NO_TIME, false);
        add(lines, "d").endLine(Origin.STDOUT, PushedLines.NO_TIME, false);
        PushedLines built = lines.build();
        assertThat(pieces(built))
                .containsExactly("stdout 0 a\n", "stdout 0 b", "stdout 0 ", "stdout 0 c\nd\n");
        assertThat(IntStream.range(0, 4).filter(built::isPart)).containsExactly(1, 2);
    }

    @Test
    void everyTextIsTheUtf8ThatTheJdkMakesOfIt() {
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(40); c > 0; c--) {
                int bits = 1 + random.nextInt(21);
                int point = random.nextInt(1 << bits);
                boolean surrogate = point >= 0xd800 && point < 0xe000;
                text.appendCodePoint(surrogate || point > 0x10ffff || point == 10 ? 'x' : point);
            }
            PushedLines.Builder lines = new PushedLines.Builder(random.nextInt(100));
            add(lines, text.toString()).endLine(Origin.STDOUT, PushedLines.NO_TIME, true);
            PushedLines built = lines.build();
            byte[] bytes = Arrays.copyOf(built.bytes(), built.end(0));
            assertThat(bytes).as("seed " + SEED).isEqualTo(text.toString().getBytes(UTF_8));
        }
    }

    @Test
    void halfASurrogatePairIsNoText() {
        for (String text : new String[] {"\ud83d", "a\ude00", "\ude00\ud83d", "\ud83dx"}) {
            PushedLines.Builder lines = new PushedLines.Builder(0);
            assertThat(lines.add(text.toCharArray(), 0, text.length())).isFalse();
        }
    }
}
