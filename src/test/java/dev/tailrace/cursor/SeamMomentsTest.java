package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.START_NANOS;
import static dev.tailrace.cursor.CursorFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.log.LogSettings;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Ending;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What may happen during a join, at each of its moments: before a page is read, after it was read
 * and before it is taken, and when the cursor has just become live.
 *
 * <pre>
 *   moment   0            1          2            3         ...         last
 *   ask for a page - read - take, ask for the next - read - ... - take, live, waiting
 * </pre>
 *
 * Records are their own numbers; a tail of one block holds some 90 of them, a segment 23.
 */
class SeamMomentsTest {
    private static final long ALL = Long.MAX_VALUE;
    private static final int RECORDS = 500;
    private static final LogSettings KEEPS_FIVE = TestLogs.retaining(1024, 1, 5);

    /** What happens at one moment of a join. */
    private interface Event {
        void happens(CursorFixture stream, Reader reader) throws IOException;
    }

    /** Joins anew for each moment, has {@code event} happen then, and ends what is still open. */
    private static void atEachMoment(Overflow overflow, Event event) throws IOException {
        int moment = 0;
        boolean more = true;
        while (more) {
            try (CursorFixture stream = new CursorFixture(TestLogs.folderInMemory(), KEEPS_FIVE)) {
                stream.appendTo(RECORDS);
                Reader reader =
                        new Reader(stream.cursor(0, overflow), overflow + ", moment " + moment);
                reader.request(ALL);
                more = take(stream, moment);
                event.happens(stream, reader);
                reader.cursor.cancel();
                stream.run();
                assertNoFileIsHeld(stream, reader);
            }
            moment++;
        }
        // Pages of a segment each, of which two moments are.
        assertThat(moment).isGreaterThan(30);
    }

    /** Takes {@code steps} steps, as far as there are so many; false if none is left after that. */
    private static boolean take(CursorFixture stream, int steps) {
        for (int step = 0; step < steps; step++) {
            assertThat(stream.runOne()).isTrue();
        }
        return stream.owner.waiting() + stream.replayers.waiting() > 0;
    }

    /** Whatever became of the reader, the files that it had open can go. */
    private static void assertNoFileIsHeld(CursorFixture stream, Reader reader) {
        stream.retain();
        assertThat(stream.log.deletedOpenBytes()).as(reader.which).isZero();
    }

    private static void assertHasAll(Reader reader, long next) {
        assertThat(reader.failure).as(reader.which).isNull();
        assertThat(reader.got).as(reader.which).isEqualTo(numbers(0, next));
    }

    /** What is no gap is the record that has its number; that all is in order the reader knows. */
    private static List<String> gaps(Reader reader) {
        assertThat(reader.failure).as(reader.which).isNull();
        assertThat(reader.got)
                .as(reader.which)
                .allMatch(got -> got.matches("(\\d+) \\1|\\d+-\\d+ (retention|overflow)"));
        return reader.got.stream().filter(got -> got.indexOf('-') > 0).toList();
    }

    @Test
    void aCancelIsTheLastThatIsHeard() throws IOException {
        atEachMoment(
                Overflow.WAIT,
                (stream, reader) -> {
                    int had = reader.got.size();
                    reader.cursor.cancel();
                    stream.run();
                    stream.appendTo(RECORDS + 200);
                    stream.feed.end();
                    stream.run();
                    assertThat(reader.got).as(reader.which).hasSize(had);
                    assertThat(reader.completed).as(reader.which).isFalse();
                    assertThat(reader.failure).as(reader.which).isNull();
                    assertThat(reader.cursor.ending()).isEqualTo(Ending.GONE);
                });
    }

    @Test
    void whoCancelsFromWithinADeliveryHearsNothingMore() throws IOException {
        int deliveries = 0;
        boolean more = true;
        while (more) {
            try (CursorFixture stream = new CursorFixture(TestLogs.folderInMemory(), KEEPS_FIVE)) {
                stream.appendTo(RECORDS);
                int last = ++deliveries;
                int[] heard = new int[1];
                Reader reader =
                        new Reader(stream.cursor(0, Overflow.WAIT), "to delivery " + last) {
                            @Override
                            public void onItem(Delivery delivery) {
                                super.onItem(delivery);
                                if (++heard[0] == last) {
                                    cursor.cancel();
                                }
                            }
                        };
                reader.request(ALL);
                stream.run();
                more = heard[0] == last;
                assertThat(heard[0]).isLessThanOrEqualTo(last);
                assertThat(reader.got).isEqualTo(numbers(0, reader.expected));
                assertNoFileIsHeld(stream, reader);
            }
        }
        assertThat(deliveries).isGreaterThan(15);
    }

    @Test
    void anEndOfTheStreamComesAfterItsLastRecord() throws IOException {
        atEachMoment(
                Overflow.WAIT,
                (stream, reader) -> {
                    stream.appendTo(RECORDS + 10);
                    stream.feed.end();
                    stream.run();
                    assertHasAll(reader, RECORDS + 10);
                    assertThat(reader.completed).as(reader.which).isTrue();
                    assertThat(reader.cursor.ending()).isEqualTo(Ending.ENDED);
                });
    }

    @Test
    void aStreamThatEndsAndGoesOnIsOneStream() throws IOException {
        atEachMoment(
                Overflow.WAIT,
                (stream, reader) -> {
                    boolean live = !reader.cursor.isReplaying();
                    stream.feed.end();
                    stream.feed.reopen();
                    stream.appendTo(RECORDS + 10);
                    stream.run();
                    assertHasAll(reader, RECORDS + 10);
                    assertThat(reader.completed).as(reader.which + live).isFalse();
                });
    }

    /** A cursor that replays is not behind: only one that was live can fall behind. */
    @ParameterizedTest
    @EnumSource
    void aTailThatMovesOnDoesWhatTheReaderChose(Overflow overflow) throws IOException {
        atEachMoment(
                overflow,
                (stream, reader) -> {
                    boolean replaying = reader.cursor.isReplaying();
                    long had = reader.expected;
                    stream.appendTo(RECORDS + 600);
                    stream.run();
                    if (replaying || overflow == Overflow.WAIT) {
                        assertHasAll(reader, RECORDS + 600);
                    } else if (overflow == Overflow.LATEST) {
                        assertThat(gaps(reader))
                                .containsExactly(had + "-" + (RECORDS + 599) + " overflow");
                        assertThat(reader.expected).isEqualTo(RECORDS + 600);
                    } else {
                        assertHasAll(reader, had);
                        assertThat(reader.cursor.ending()).isEqualTo(Ending.OVERFLOW);
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRemovedIsOneGapThatEndsWhereTheLogBegins(Overflow overflow) throws IOException {
        atEachMoment(
                overflow,
                (stream, reader) -> {
                    stream.retain();
                    long first = stream.log.first();
                    stream.run();
                    assertThat(reader.expected).as(reader.which).isEqualTo(RECORDS);
                    assertThat(gaps(reader)).as(reader.which).hasSizeLessThanOrEqualTo(1);
                    assertThat(gaps(reader))
                            .as(reader.which)
                            .allMatch(gap -> gap.endsWith("-" + (first - 1) + " retention"));
                });
    }

    @Test
    void whatIsCompressedIsReadOn() throws IOException {
        atEachMoment(
                Overflow.WAIT,
                (stream, reader) -> {
                    stream.compress();
                    stream.run();
                    assertHasAll(reader, RECORDS);
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 22, 23, 24, 400, 406, 407, 499, 500, 501, 520})
    void aBoundEndsTheReaderThereOrAtOnce(long end) throws IOException {
        atEachMoment(
                Overflow.WAIT,
                (stream, reader) -> {
                    long had = reader.expected;
                    reader.cursor.endBefore(end, Ending.UNTIL);
                    stream.appendTo(RECORDS + 30);
                    stream.run();
                    assertHasAll(reader, Math.max(had, end));
                    assertThat(reader.completed).as(reader.which).isTrue();
                    assertThat(reader.cursor.ending()).isEqualTo(Ending.UNTIL);
                });
    }

    @Test
    void aBoundInTimeIsExactOnBothSidesOfTheSeam() throws IOException {
        try (CursorFixture stream = new CursorFixture(TestLogs.folderInMemory(), KEEPS_FIVE)) {
            stream.appendTo(RECORDS);
            long seam = stream.log.recent().first();
            for (long end = seam - 30; end < seam + 30; end++) {
                Cursor cursor = stream.cursor(0, Overflow.WAIT);
                cursor.endBeforeTime(START_NANOS + end * CursorFixture.MS);
                Reader reader = new Reader(cursor, "before " + end).request(ALL);
                stream.run();
                assertHasAll(reader, end);
                assertThat(cursor.ending()).isEqualTo(Ending.UNTIL);
            }
        }
    }

    /** Whoever asks for nothing more gets the one page that is on its way at most. */
    @Test
    void aReaderThatStopsAskingGetsNothingAndGoesOnWhereItWas() throws IOException {
        int deliveries = 0;
        boolean more = true;
        while (more) {
            try (CursorFixture stream = new CursorFixture(TestLogs.folderInMemory(), KEEPS_FIVE)) {
                stream.appendTo(RECORDS);
                Reader reader = stream.read(0);
                reader.request(++deliveries);
                stream.run();
                more = reader.expected < RECORDS;
                long had = reader.expected;
                stream.appendTo(RECORDS + 300);
                stream.compress();
                stream.run();
                assertThat(reader.expected).isEqualTo(more ? had : reader.expected);
                stream.appendTo(RECORDS + 310);
                reader.request(ALL);
                stream.run();
                assertHasAll(reader, RECORDS + 310);
            }
        }
        assertThat(deliveries).isGreaterThan(15);
    }
}
