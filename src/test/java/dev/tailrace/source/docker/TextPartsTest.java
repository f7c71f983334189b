package dev.tailrace.source.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Origin;
import dev.tailrace.source.docker.FakeEngine.Part;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextPartsTest {
    private static final long STAMP = 1_795_278_564_336_199_979L;
    private static final int PART = TextParts.PART_BYTES;

    private final PartRecorder recorder = new PartRecorder();
    private final TextParts parts = new TextParts(recorder);

    @Test
    void linesShortAndLongComeWholeHoweverTheBodyIsCut() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<String> expected = new ArrayList<>();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            long stamp = STAMP;
            for (int i = 0; i < 30; i++) {
                stamp += random.nextInt(3);
                int full = random.nextInt(8) == 0 ? random.nextInt(4) : 0;
                for (int j = 0; j <= full; j++) {
                    int length = j < full ? PART : random.nextInt(100);
                    Part part = Part.of(Origin.STDOUT, stamp, line(random, length, j == full));
                    expected.add(PartRecorder.text(part));
                    body.writeBytes(FakeEngine.text(part));
                }
            }
            PartRecorder whole = new PartRecorder();
            PartRecorder.feed(new TextParts(whole), body.toByteArray(), random);
            assertThat(whole.parts).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static byte[] line(Random random, int length, boolean complete) {
        byte[] content = new byte[length + (complete ? 1 : 0)];
        random.nextBytes(content);
        for (int i = 0; i < length; i++) {
            content[i] = content[i] == '\n' ? (byte) '\r' : content[i];
        }
        if (complete) {
            content[length] = '\n';
        }
        return content;
    }

    @Test
    void aLineOfExactlyOnePartIsOne() {
        Part whole = Part.of(Origin.STDOUT, STAMP, "x".repeat(PART - 1) + "\n");
        accept(FakeEngine.text(whole));
        accept(FakeEngine.text(Part.of(Origin.STDOUT, STAMP, "next\n")));
        assertThat(recorder.parts)
                .containsExactly(PartRecorder.text(whole), "stdout " + STAMP + " next\n");
    }

    @Test
    void whatLooksLikeAStampElsewhereIsContent() {
        String stamp = "2026-11-20T04:00:00.123456789Z ";
        Part line = Part.of(Origin.STDOUT, STAMP, "at " + stamp + stamp + "\n");
        accept(FakeEngine.text(line));
        assertThat(recorder.parts).containsExactly(PartRecorder.text(line));
    }

    @Test
    void aLongerPartOfAnotherLogDriverIsTakenAsItIs() {
        Part line = Part.of(Origin.STDOUT, STAMP, "x".repeat(PART) + "2026-11-2\n");
        Part longer = Part.of(Origin.STDOUT, STAMP, "x".repeat(3 * PART) + "\n");
        accept(FakeEngine.text(line));
        accept(FakeEngine.text(longer));
        assertThat(recorder.parts)
                .containsExactly(PartRecorder.text(line), PartRecorder.text(longer));
    }

    @Test
    void aBodyThatEndsInAStampHasHandedOnNoneOfIt() {
        accept(FakeEngine.text(Part.of(Origin.STDOUT, STAMP, "x".repeat(PART))));
        accept("2026-11-".getBytes(StandardCharsets.UTF_8));
        parts.finish();
        assertThat(recorder.parts).isEmpty();
        assertThat(recorder.unfinished()).isEqualTo("x".repeat(PART));
    }

    @Test
    void whatTheEngineSaysItselfIsNoPartOfTheOutput() {
        accept("Error grabbing logs: EOF\n".getBytes(StandardCharsets.UTF_8));
        accept(FakeEngine.text(Part.of(Origin.STDOUT, STAMP, "x\r\n")));
        accept("20 files are gone".getBytes(StandardCharsets.UTF_8));
        parts.finish();
        assertThat(recorder.parts)
                .containsExactly(
                        "notice Error grabbing logs: EOF",
                        "stdout " + STAMP + " x\r\n",
                        "notice 20 files are gone");
    }

    private void accept(byte[] bytes) {
        parts.accept(bytes, 0, bytes.length);
    }
}
