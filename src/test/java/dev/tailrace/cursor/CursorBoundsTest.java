package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.MS;
import static dev.tailrace.cursor.CursorFixture.START_NANOS;
import static dev.tailrace.cursor.CursorFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a cursor ends, and what it cannot have. Record n is n ms after the start. */
class CursorBoundsTest {
    private static final long ALL = Long.MAX_VALUE;

    private final Path path;
    private final CursorFixture stream;

    CursorBoundsTest(@TempDir Path path) {
        this.path = path;
        stream = new CursorFixture(path, CursorFixture.TINY);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void theEndIsExactWhereverItLies() {
        stream.appendTo(300);
        for (long end = 1; end <= 300; end += 13) {
            Cursor cursor = stream.cursor(0, Overflow.WAIT);
            cursor.endBefore(end, Ending.COMPLETE);
            endsBefore(cursor, end, Ending.COMPLETE);
        }
    }

    @Test
    void theEndByTimeIsExactWhereverItLies() {
        stream.appendTo(300);
        for (long end = 1; end < 300; end += 13) {
            Cursor at = stream.cursor(0, Overflow.WAIT);
            at.endBeforeTime(START_NANOS + end * MS);
            endsBefore(at, end, Ending.UNTIL);
            Cursor after = stream.cursor(0, Overflow.WAIT);
            after.endBeforeTime(START_NANOS + end * MS - MS + 1);
            endsBefore(after, end, Ending.UNTIL);
        }
    }

    @Test
    void theEndByTimeIsExactForWhatIsStillToCome() {
        Cursor cursor = stream.cursor(0, Overflow.WAIT);
        cursor.endBeforeTime(START_NANOS + 7 * MS);
        Reader reader = new Reader(cursor, "to 7").request(ALL);
        stream.appendTo(5);
        stream.run();
        assertThat(reader.completed).isFalse();
        stream.appendTo(20);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 7));
        assertThat(cursor.ending()).isEqualTo(Ending.UNTIL);
    }

    @Test
    void anEndAtTheStartHandsOutNothing() {
        stream.appendTo(10);
        Cursor cursor = stream.cursor(10, Overflow.WAIT);
        cursor.endBefore(10, Ending.COMPLETE);
        Reader reader = new Reader(cursor, "none");
        assertThat(reader.completed).isTrue();
        assertThat(reader.got).isEmpty();
    }

    @Test
    void anEndThatComesWhileTheReaderWaitsEndsIt() {
        stream.appendTo(10);
        Reader reader = stream.read(0).request(ALL);
        reader.cursor.endBefore(10, Ending.UNTIL);
        assertThat(reader.completed).isTrue();
        assertThat(reader.got).isEqualTo(numbers(0, 10));
    }

    /** The writer ends it, and the owner, woken by what came before, reads after that. */
    @Test
    void anEndThatIsSetBeforeThereIsMoreIsNotReadBeyond() {
        stream.appendTo(5);
        Reader reader = stream.read(0).request(ALL);
        stream.appendTo(10);
        reader.cursor.readNothingFrom(10, Ending.RUN);
        stream.appendTo(20);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 10));
        assertThat(reader.cursor.ending()).isEqualTo(Ending.RUN);
    }

    @Test
    void theNearerOfTwoEndsCounts() {
        stream.appendTo(10);
        Cursor cursor = stream.cursor(0, Overflow.WAIT);
        cursor.endBefore(5, Ending.COMPLETE);
        cursor.endBefore(8, Ending.UNTIL);
        endsBefore(cursor, 5, Ending.COMPLETE);
    }

    private void endsBefore(Cursor cursor, long end, Ending ending) {
        Reader reader = new Reader(cursor, "before " + end).request(ALL);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, end));
        assertThat(reader.completed).isTrue();
        assertThat(cursor.ending()).isEqualTo(ending);
        assertThat(cursor.next()).isEqualTo(end);
    }

    @Test
    void whoJumpsToNowIsToldExactlyWhatItMisses() {
        Reader reader = stream.read(0, Overflow.LATEST).request(1);
        stream.appendTo(10);
        stream.run();
        stream.appendTo(600);
        reader.request(1);
        assertThat(reader.got.getLast()).isEqualTo("10-599 overflow");
        reader.request(ALL);
        stream.appendTo(610);
        stream.run();
        assertThat(reader.got.subList(11, 21)).isEqualTo(numbers(600, 610));
    }

    @Test
    void whoWantsToBeClosedWhenBehindIsClosed() {
        Reader reader = stream.read(0, Overflow.CLOSE).request(1);
        stream.appendTo(10);
        stream.run();
        stream.appendTo(600);
        reader.request(1);
        assertThat(reader.completed).isTrue();
        assertThat(reader.cursor.ending()).isEqualTo(Ending.OVERFLOW);
        assertThat(reader.got).isEqualTo(numbers(0, 10));
    }

    @Test
    void overflowDoesNotConcernWhoIsStillReplaying() {
        stream.appendTo(600);
        for (Overflow overflow : Overflow.values()) {
            Reader reader = stream.read(0, overflow).request(ALL);
            stream.run();
            assertThat(reader.got).isEqualTo(numbers(0, 600));
        }
    }

    @Test
    void aStartBeforeTheFirstRecordThatIsThereIsAGapUpToIt() throws IOException {
        stream.appendTo(300);
        stream.log.close();
        List<Path> segments = segments();
        String second = String.valueOf(segments.get(1).getFileName());
        Files.delete(segments.getFirst());
        stream.reopen();
        long first = Long.parseLong(second.substring(0, 20));
        assertThat(stream.log.first()).isZero();
        Reader reader = stream.read(0).request(ALL);
        stream.run();
        List<String> expected = new ArrayList<>(List.of("0-" + (first - 1) + " missing"));
        expected.addAll(numbers(first, 300));
        assertThat(reader.got).isEqualTo(expected);
        Reader inside = stream.read(first - 1).request(ALL);
        stream.run();
        assertThat(inside.got.getFirst()).isEqualTo((first - 1) + "-" + (first - 1) + " missing");
    }

    @Test
    void aGapEndsWhereTheReaderDoes() throws IOException {
        stream.appendTo(300);
        stream.log.close();
        Files.delete(segments().getFirst());
        stream.reopen();
        Cursor cursor = stream.cursor(0, Overflow.WAIT);
        cursor.endBefore(5, Ending.COMPLETE);
        Reader reader = new Reader(cursor, "to 5").request(ALL);
        stream.run();
        assertThat(reader.got).containsExactly("0-4 missing");
        assertThat(cursor.ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void whatTheFilesHaveLostIsHandedOutWhileItIsInMemory() {
        stream.appendTo(20);
        stream.folder.fillUpAfter(0);
        stream.appendTo(500);
        stream.folder.recover();
        stream.clock.move(java.time.Duration.ofSeconds(1));
        stream.appendTo(501);
        long first = stream.log.recent().first();
        assertThat(first).isBetween(21L, 499L);
        Reader reader = stream.read(0).request(ALL);
        stream.run();
        List<String> expected = numbers(0, 20);
        expected.add("20-" + (first - 1) + " disk-full");
        expected.addAll(numbers(first, 501));
        // After that the log itself says what it lacks.
        assertThat(reader.got)
                .startsWith(expected.toArray(String[]::new))
                .hasSize(expected.size() + 1);
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
    }
}
