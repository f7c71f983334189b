package dev.tailrace.source.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.Origin;
import dev.tailrace.source.docker.FakeEngine.Part;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramePartsTest {
    private static final long STAMP = 1_795_278_564_336_199_979L;

    private final PartRecorder recorder = new PartRecorder();
    private final FrameParts parts = new FrameParts(recorder);

    @Test
    void bothOutputsComeWholeHoweverTheBodyIsCut() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<String> expected = new ArrayList<>();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int i = 0; i < 40; i++) {
                byte[] content = new byte[random.nextInt(10) == 0 ? 16_384 : random.nextInt(200)];
                random.nextBytes(content);
                Origin origin = random.nextBoolean() ? Origin.STDOUT : Origin.STDERR;
                Part part = Part.of(origin, STAMP + random.nextInt(1000), content);
                expected.add(PartRecorder.text(part));
                body.writeBytes(FakeEngine.frame(part));
            }
            PartRecorder whole = new PartRecorder();
            PartRecorder.feed(new FrameParts(whole), body.toByteArray(), random);
            assertThat(whole.parts).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void aFrameThatIsCutShortIsNoPart() {
        byte[] frame = FakeEngine.frame(Part.of(Origin.STDOUT, STAMP, "abc\n"));
        parts.accept(frame, 0, frame.length - 2);
        parts.finish();
        assertThat(recorder.parts).isEmpty();
        assertThat(recorder.unfinished()).isEqualTo("ab");
    }

    @Test
    void whatTheEngineSaysItselfIsNoPartOfTheOutput() {
        accept(FakeEngine.frame(3, "disk trouble\n".getBytes(StandardCharsets.UTF_8)));
        accept(FakeEngine.frame(1, "Error grabbing logs: EOF\n".getBytes(StandardCharsets.UTF_8)));
        accept(FakeEngine.frame(1, "short".getBytes(StandardCharsets.UTF_8)));
        accept(FakeEngine.frame(Part.of(Origin.STDERR, STAMP, "x\n")));
        assertThat(recorder.parts)
                .containsExactly(
                        "notice disk trouble",
                        "notice Error grabbing logs: EOF",
                        "notice short",
                        "stderr " + STAMP + " x\n");
    }

    @Test
    void aLongMessageOfTheEngineIsKeptInPart() {
        accept(FakeEngine.frame(3, "x".repeat(100_000).getBytes(StandardCharsets.UTF_8)));
        assertThat(recorder.parts.getFirst()).hasSize("notice ".length() + 1024);
    }

    @Test
    void emptyFramesAndEmptyPartsAreTaken() {
        accept(FakeEngine.frame(1, new byte[0]));
        accept(FakeEngine.frame(Part.of(Origin.STDOUT, STAMP, "")));
        assertThat(recorder.parts).containsExactly("stdout " + STAMP + " ");
    }

    @Test
    void aBodyThatIsNotInFramesIsRefused() {
        assertThatThrownBy(() -> accept("2026-11-20T04:".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("not in frames");
    }

    private void accept(byte[] bytes) {
        parts.accept(bytes, 0, bytes.length);
    }
}
