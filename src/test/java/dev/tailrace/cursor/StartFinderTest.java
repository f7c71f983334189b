package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.MS;
import static dev.tailrace.cursor.CursorFixture.START_NANOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.cursor.StartFinder.Found;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments of 23 records, a tail of at most 94. */
class StartFinderTest {
    private final CursorFixture stream;

    StartFinderTest(@TempDir Path path) {
        stream = new CursorFixture(path, CursorFixture.TINY);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void anEmptyLogHasOneStartForAll() throws IOException {
        for (Start start :
                new Start[] {
                    new Start.First(), new Start.Now(), new Start.LastLines(10), new Start.Since(0)
                }) {
            assertThat(find(start)).isEqualTo(new Found(0, Resumption.START));
        }
    }

    @Test
    void firstAndNowAreTheEndsOfTheLog() throws IOException {
        stream.appendTo(300);
        assertThat(find(new Start.First())).isEqualTo(new Found(0, Resumption.START));
        assertThat(find(new Start.Now())).isEqualTo(new Found(300, Resumption.START));
    }

    @Test
    void aPositionIsExclusive() throws IOException {
        stream.appendTo(300);
        for (long seq : new long[] {0, 22, 23, 150, 298, 299}) {
            assertThat(find(after(seq))).isEqualTo(new Found(seq + 1, Resumption.EXACT));
        }
    }

    @Test
    void aPositionThatTheLogHasNotComeToIsAReset() throws IOException {
        stream.appendTo(300);
        assertThat(find(after(300))).isEqualTo(new Found(0, Resumption.RESET));
        assertThat(find(after(Long.MAX_VALUE))).isEqualTo(new Found(0, Resumption.RESET));
    }

    @Test
    void aPositionOfAnotherEpochIsAReset() throws IOException {
        stream.appendTo(300);
        Start foreign = new Start.After(new Position(new Epoch("zzzzzzzz"), 10));
        assertThat(find(foreign)).isEqualTo(new Found(0, Resumption.RESET));
    }

    @Test
    void lastLinesAreCountedOverTailAndSegments() throws IOException {
        stream.appendTo(300);
        for (int lines = 0; lines <= 300; lines += 7) {
            assertThat(lastLines(lines)).isEqualTo(300 - lines);
        }
        stream.reopen();
        for (int lines = 0; lines <= 300; lines += 7) {
            assertThat(lastLines(lines)).isEqualTo(300 - lines);
        }
    }

    @Test
    void moreLinesThanThereAreIsAllOfThem() throws IOException {
        stream.appendTo(300);
        assertThat(lastLines(300)).isZero();
        assertThat(lastLines(301)).isZero();
        assertThat(lastLines(Integer.MAX_VALUE)).isZero();
    }

    @Test
    void thePartsOfALineAreOneLine() throws IOException {
        line("first");
        part("a long ");
        part("line in ");
        line("three parts");
        line("last");
        assertThat(lastLines(1)).isEqualTo(4);
        assertThat(lastLines(2)).isEqualTo(1);
        assertThat(lastLines(3)).isZero();
    }

    @Test
    void anUnfinishedLineIsALine() throws IOException {
        line("first");
        line("second");
        part("not yet ");
        part("finished");
        assertThat(lastLines(1)).isEqualTo(2);
        assertThat(lastLines(2)).isEqualTo(1);
    }

    @Test
    void linesOfBothOriginsAreCountedEachWithItsOwnParts() throws IOException {
        line("0");
        stream.append(Origin.STDERR, true, "error ");
        line("2");
        stream.append(Origin.STDERR, false, "with a second part");
        line("4");
        assertThat(lastLines(1)).isEqualTo(4);
        // Not 3, which would be half a line: its first part comes before a line that fits in too.
        assertThat(lastLines(3)).isEqualTo(1);
        assertThat(lastLines(4)).isZero();
    }

    @Test
    void whatTheFilterHidesIsNotCounted() throws IOException {
        for (int i = 0; i < 300; i++) {
            stream.append(i % 3 == 0 ? Origin.STDERR : Origin.STDOUT, false, "line " + i);
            stream.append(Origin.SYSTEM, false, "{}");
        }
        stream.log.writer().commit();
        RecordFilter stderr = new RecordFilter(EnumSet.of(Origin.STDERR), null, false);
        assertThat(lastLines(2, stderr)).isEqualTo(2 * 294);
        assertThat(lastLines(100, stderr)).isZero();
        Set<Origin> both = EnumSet.of(Origin.STDOUT, Origin.STDERR);
        RecordFilter ten = new RecordFilter(both, BoundedPattern.compile("^line ...?$"), false);
        RecordFilter notTen = new RecordFilter(both, BoundedPattern.compile("line 2"), true);
        assertThat(lastLines(1, ten)).isEqualTo(2 * 299);
        assertThat(lastLines(1, notTen)).isEqualTo(2 * 199);
        assertThat(lastLines(3)).isEqualTo(2 * 297);
    }

    @Test
    void aTimeIsFoundOverTailAndSegments() throws IOException {
        stream.appendTo(300);
        for (int seq = 0; seq < 300; seq += 7) {
            Found found = find(new Start.Since(START_NANOS + seq * MS));
            assertThat(found).isEqualTo(new Found(seq, Resumption.START));
            Found between = find(new Start.Since(START_NANOS + seq * MS + 1));
            assertThat(between).isEqualTo(new Found(seq + 1, Resumption.START));
        }
        assertThat(find(new Start.Since(Long.MAX_VALUE)).seq()).isEqualTo(300);
    }

    private void line(String text) {
        stream.append(Origin.STDOUT, false, text);
        stream.log.writer().commit();
    }

    private void part(String text) {
        stream.append(Origin.STDOUT, true, text);
        stream.log.writer().commit();
    }

    @Test
    void aSearchForAClientThatHasLeftIsGivenUp() {
        stream.appendTo(500);
        RecordFilter nothing =
                new RecordFilter(
                        EnumSet.of(Origin.STDOUT), BoundedPattern.compile("nothing"), false);
        int[] asked = {0};
        assertThatThrownBy(() ->
                        StartFinder.find(
                                stream.log,
                                new Start.LastLines(1),
                                nothing,
                                Span.ALL,
                                () -> ++asked[0] < 3))
                .isInstanceOf(CancellationException.class);
        assertThat(asked[0]).isEqualTo(3);
    }

    private Start after(long seq) {
        return new Start.After(new Position(stream.log.description().epoch(), seq));
    }

    private long lastLines(int lines) throws IOException {
        return lastLines(lines, RecordFilter.LINES);
    }

    private long lastLines(int lines, RecordFilter filter) throws IOException {
        Found found =
                StartFinder.find(
                        stream.log, new Start.LastLines(lines), filter, Span.ALL, () -> true);
        assertThat(found.resumption()).isEqualTo(Resumption.START);
        return found.seq();
    }

    private Found find(Start start) throws IOException {
        return StartFinder.find(stream.log, start, RecordFilter.LINES, Span.ALL, () -> true);
    }
}
