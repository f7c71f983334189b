package dev.tailrace.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.log.LogLines;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of the log are damaged under its readers: they get a gap that says so, and what comes after
 * it; no reader ends for that, neither one of history nor one that follows.
 */
class DamageTest {
    /** So many records of two digits are a segment: {@link #log}. */
    private static final int SEGMENT = 23;

    private static final int NEXT = 3 * SEGMENT;

    private final Path path;
    private final CursorFixture log;
    private final LogLines lines = new LogLines("dev.tailrace.log");

    DamageTest(@TempDir Path path) throws IOException {
        this.path = path;
        // A record of two digits takes 43 bytes; the first ones have one.
        this.log = new CursorFixture(path, TestLogs.retaining(SEGMENT * 43, 1, 1000));
        log.appendTo(NEXT);
    }

    @AfterEach
    void close() throws IOException {
        log.close();
        lines.close();
    }

    private record Case(boolean compressed, int segment, boolean removed, boolean follows) {}

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (boolean compressed : new boolean[] {false, true}) {
            for (int segment = 0; segment < 3; segment++) {
                for (boolean removed : new boolean[] {false, true}) {
                    cases.add(new Case(compressed, segment, removed, false));
                    cases.add(new Case(compressed, segment, removed, true));
                }
            }
        }
        return cases.stream();
    }

    /** The names of the segments' files, in their order. */
    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().matches(".*\\.log(\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    private static int base(Path segment) {
        return Integer.parseInt(segment.getFileName().toString().substring(0, 20));
    }

    private void seal(boolean compressed) throws IOException {
        log.clock.move(Duration.ofDays(366));
        log.log.tend();
        if (compressed) {
            log.compress();
        }
        // Else readers would have the newest records from memory.
        log.reopen();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aReaderGetsTheGapAndWhatComesAfterIt(Case one) throws IOException {
        seal(one.compressed);
        Path file = segments().get(one.segment);
        int first = base(file);
        int next = one.segment == 2 ? NEXT : base(segments().get(one.segment + 1));
        if (one.removed) {
            Files.delete(file);
        } else {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, 20));
        }
        GapReason reason = one.removed ? GapReason.MISSING : GapReason.CORRUPT;
        if (!one.follows) {
            log.feed.end();
        }
        Reader reader = log.read(0).request(Long.MAX_VALUE);
        log.run();
        List<String> expected = CursorFixture.numbers(0, first);
        expected.add(first + "-" + (next - 1) + " " + reason.text());
        expected.addAll(CursorFixture.numbers(next, NEXT));
        assertThat(reader.got).isEqualTo(expected);
        if (one.follows) {
            log.appendTo(NEXT + 5);
            log.run();
            expected.addAll(CursorFixture.numbers(NEXT, NEXT + 5));
            assertThat(reader.got).isEqualTo(expected);
        }
        assertThat(reader.failure).isNull();
        assertThat(reader.completed).isEqualTo(!one.follows);
        assertThat(log.log.lostLines(reason)).isEqualTo(next - first);
        assertThat(lines.all()).hasSize(1).first().asString().contains("history lacks");
    }

    @Test
    void aReaderThatFallsBackToAFileThatIsGoneGoesOn() throws IOException {
        Reader reader = log.read(NEXT).request(1);
        log.run();
        log.appendTo(NEXT + 300);
        List<Path> all = segments();
        Path file = all.get(all.size() - 3);
        Files.delete(file);
        reader.request(Long.MAX_VALUE - 1);
        log.run();
        assertThat(reader.failure).isNull();
        assertThat(reader.expected).isEqualTo(NEXT + 300);
    }

    @Test
    void whatTheDiskDidNotTakeIsNoDamage() throws IOException {
        log.folder.fillUpAfter(0);
        log.appendTo(NEXT + 600);
        Reader reader = log.read(0).request(Long.MAX_VALUE);
        log.run();
        assertThat(reader.got).anyMatch(each -> each.matches(NEXT + "-\\d+ disk-full"));
        assertThat(reader.got).noneMatch(each -> each.contains("corrupt"));
        assertThat(reader.expected).isEqualTo(NEXT + 600);
        log.folder.recover();
    }
}
