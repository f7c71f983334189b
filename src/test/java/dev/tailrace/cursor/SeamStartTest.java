package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.log.LogSettings;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a cursor may begin, in a log whose oldest segments go. Records are their own numbers; a
 * tail of one block holds some 90 of them, a segment 23.
 */
class SeamStartTest {
    private static final long ALL = Long.MAX_VALUE;
    private static final LogSettings KEEPS_TEN = TestLogs.retaining(1024, 1, 10);

    private final CursorFixture stream = new CursorFixture(TestLogs.folderInMemory(), KEEPS_TEN);

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    /**
     * Records 0 to 499, of which the first some hundreds are gone: returns the first that is not.
     */
    private long retained() {
        stream.appendTo(500).retain();
        assertThat(stream.log.first()).isBetween(200L, 300L);
        return stream.log.first();
    }

    /** A gap from {@code from} to the log's first record, and all that is kept. */
    private List<String> gapAndRest(long from) {
        long first = stream.log.first();
        List<String> all = new ArrayList<>();
        if (from < first) {
            all.add(from + "-" + (first - 1) + " retention");
        }
        all.addAll(numbers(Math.max(from, first), stream.log.next()));
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {-200, -2, -1, 0, 1, 2, 22, 23, 24})
    void aStartNearTheLogsFirstRecordGetsAllOfItAndTheGapBefore(long distance) {
        long from = retained() + distance;
        Reader reader = stream.read(from).request(ALL);
        stream.run();
        assertThat(reader.got).isEqualTo(gapAndRest(from));
        assertThat(reader.cursor.isReplaying()).isFalse();
    }

    @Test
    void theFirstRecordOfAllIsAStartLikeAnyOther() {
        retained();
        Reader reader = stream.read(0).request(ALL);
        stream.run();
        assertThat(reader.got).isEqualTo(gapAndRest(0));
    }

    @Test
    void whoBeginsAtTheNextRecordIsLiveAndGetsThatFirst() {
        retained();
        Reader reader = stream.read(500).request(ALL);
        stream.run();
        assertThat(reader.cursor.isReplaying()).isFalse();
        assertThat(reader.got).isEmpty();
        stream.appendTo(503);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(500, 503));
    }

    @Test
    void whoBeginsBeyondTheNextRecordGetsNothingBeforeItsStart() {
        Reader reader = stream.read(5).request(ALL);
        for (long next = 1; next <= 5; next++) {
            stream.appendTo(next);
            stream.run();
            assertThat(reader.got).isEmpty();
        }
        stream.appendTo(300);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(5, 300));
    }

    /** As after a power loss: what the position names was never written again. */
    @Test
    void aPositionThatTheLogHasNotComeToIsNoStart() throws IOException {
        long first = retained();
        Position beyond = new Position(stream.log.description().epoch(), 500);
        assertThat(
                        StartFinder.find(
                                stream.log,
                                new Start.After(beyond),
                                RecordFilter.LINES,
                                Span.ALL,
                                () -> true))
                .isEqualTo(new StartFinder.Found(first, Resumption.RESET));
    }

    @Test
    void anEmptyLogIsLiveFromItsFirstRecordOn() {
        Reader reader = stream.read(0).request(ALL);
        stream.run();
        assertThat(reader.cursor.isReplaying()).isFalse();
        stream.appendTo(300);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 300));
    }

    @Test
    void anEmptyLogThatEndsHasNothing() {
        stream.feed.end();
        Reader reader = stream.read(0).request(ALL);
        stream.run();
        assertThat(reader.got).isEmpty();
        assertThat(reader.cursor.ending()).isEqualTo(Ending.ENDED);
    }

    @Test
    void whatIsRemovedBetweenFindingTheStartAndReadingIsAGap() throws IOException {
        stream.appendTo(500);
        long start =
                StartFinder.find(
                                stream.log,
                                new Start.First(),
                                RecordFilter.LINES,
                                Span.ALL,
                                () -> true)
                        .seq();
        stream.retain();
        Reader reader = stream.read(start).request(ALL);
        stream.run();
        assertThat(start).isZero();
        assertThat(reader.got).isEqualTo(gapAndRest(0));
    }

    @Test
    void whatIsRemovedBetweenAskingForAPageAndReadingItIsAGap() {
        stream.appendTo(500);
        Reader reader = stream.read(0).request(ALL);
        stream.retain();
        stream.run();
        assertThat(reader.got).isEqualTo(gapAndRest(0));
    }

    @Test
    void whatIsRemovedJustAsItIsOpenedIsAGap() {
        stream.appendTo(500);
        Reader reader = stream.read(0).request(ALL);
        stream.folder.beforeOpening(stream::retain);
        stream.run();
        assertThat(stream.log.first()).isPositive();
        assertThat(reader.got).isEqualTo(gapAndRest(0));
    }

    @Test
    void whatIsRemovedAfterItWasReadIsHandedOut() {
        stream.appendTo(500);
        Reader reader = stream.read(0).request(ALL);
        assertThat(stream.replayers.runOne()).isTrue();
        stream.retain();
        stream.run();
        assertThat(reader.got).startsWith(numbers(0, 23).toArray(String[]::new));
        assertThat(reader.expected).isEqualTo(500);
        assertThat(reader.got).filteredOn(got -> got.endsWith("retention")).hasSize(1);
    }

    /** The records before it are in the files no more, and those in memory are not lost. */
    @Test
    void whatRetentionLeavesInMemoryOnlyIsNoGap() throws IOException {
        try (CursorFixture one =
                new CursorFixture(TestLogs.folderInMemory(), TestLogs.retaining(1024, 1, 1))) {
            one.appendTo(500).retain();
            long first = one.log.recent().first();
            Reader reader = one.read(0).request(ALL);
            one.run();
            List<String> expected = new ArrayList<>(List.of("0-" + (first - 1) + " retention"));
            expected.addAll(numbers(first, 500));
            assertThat(reader.got).isEqualTo(expected);
        }
    }

    /** The page says what the files lack of what was in memory; meanwhile the tail has moved. */
    @Test
    void whatAFullDiskLacksIsNamedOnceThoughTheTailMovesWhileAPageIsRead() {
        stream.appendTo(20);
        stream.folder.fillUpAfter(0);
        stream.appendTo(300);
        Reader reader = stream.read(0).request(ALL);
        for (long next = 350; next <= 1000; next += 50) {
            stream.replayers.runOne();
            stream.appendTo(next);
            stream.owner.runOne();
        }
        stream.run();
        assertThat(reader.expected).isEqualTo(1000);
        assertThat(reader.got).startsWith(numbers(0, 20).toArray(String[]::new));
        assertThat(reader.got.subList(20, reader.got.size()))
                .allMatch(got -> got.endsWith(" disk-full") || got.matches("(\\d+) \\1"))
                .anyMatch(got -> got.endsWith(" disk-full"));
    }

    /** What the page says of the files holds for what was in memory when they were read. */
    @Test
    void whatADiskTakesAgainWhileAPageIsReadIsNotNamedLost() {
        stream.appendTo(20);
        stream.folder.fillUpAfter(0);
        stream.appendTo(300);
        long held = stream.log.recent().first();
        Reader reader = stream.read(20).request(ALL);
        assertThat(held).isGreaterThan(20);
        assertThat(stream.replayers.runOne()).isTrue();
        stream.folder.recover();
        stream.clock.move(Duration.ofSeconds(1));
        stream.appendTo(800);
        stream.run();
        assertThat(reader.expected).isEqualTo(stream.log.next());
        assertThat(reader.got.getFirst()).isEqualTo("20-" + (held - 1) + " disk-full");
        // The log's own record of what it lacks has a number too.
        assertThat(reader.got).contains("400 399", "799 798");
    }
}
