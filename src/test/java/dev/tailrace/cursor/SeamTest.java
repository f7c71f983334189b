package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.log.LogSettings;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Origin;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where replay goes over into live: the positions that may meet there, and those that may not.
 * Records are their own numbers; a tail of one block holds some 90 of them, a segment 23.
 *
 * @see SeamMomentsTest what may happen at each moment of a join
 */
class SeamTest {
    private static final long ALL = Long.MAX_VALUE;
    private static final int KEPT_SEGMENTS = 10;
    private static final LogSettings SMALL = TestLogs.retaining(1024, 1, KEPT_SEGMENTS);

    private final CursorFixture stream = inMemory(SMALL);

    private static CursorFixture inMemory(LogSettings settings) {
        return new CursorFixture(TestLogs.folderInMemory(), settings);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void replayGoesOverIntoLiveWithoutASeam() {
        stream.appendTo(500);
        Reader reader = stream.read(0).request(ALL);
        assertThat(reader.cursor.isReplaying()).isTrue();
        stream.run();
        assertThat(reader.cursor.isReplaying()).isFalse();
        stream.appendTo(520);
        stream.run();
        stream.appendTo(530);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 530));
    }

    @Test
    void whatIsAppendedDuringReplayIsNeitherLostNorTwice() {
        stream.appendTo(500);
        Reader reader = stream.read(3).request(ALL);
        while (reader.expected < 700) {
            stream.appendTo(Math.min(700, stream.log.next() + 7));
            stream.replayers.runOne();
            stream.owner.runOne();
        }
        assertThat(reader.got).isEqualTo(numbers(3, 700));
    }

    @Test
    void aCursorIsLiveWhenAndOnlyWhenItsNextRecordIsInTheTail() {
        stream.appendTo(500);
        long first = stream.log.recent().first();
        assertThat(first).isBetween(1L, 499L);
        assertThat(stream.read(first - 1).cursor.isReplaying()).isTrue();
        assertThat(stream.read(first).cursor.isReplaying()).isFalse();
        assertThat(stream.read(500).cursor.isReplaying()).isFalse();
    }

    /** A tail that begins ahead of the replay is nothing to merge with, however near it is. */
    @Test
    void aTailThatBeginsOneRecordAheadIsNotJoined() {
        stream.appendTo(500);
        long first = stream.log.recent().first();
        Reader reader = stream.read(first - 1).request(1);
        stream.run();
        assertThat(reader.got).first().isEqualTo((first - 1) + " " + (first - 1));
        reader.request(ALL);
        stream.run();
        assertThat(reader.cursor.isReplaying()).isFalse();
        assertThat(reader.got).isEqualTo(numbers(first - 1, 500));
    }

    /** The page was read when the tail began right after it; when it is taken, no longer. */
    @Test
    void aJoinPositionThatIsStaleWhenThePageComesIsNotJoinedAt() {
        stream.appendTo(500);
        Reader reader = stream.read(0).request(ALL);
        long goal = 500;
        for (int stale = 0; stale < 20; stale++) {
            while (!reader.cursor.isReplaying() || !isLastPageOnItsWay(reader)) {
                assertThat(stream.runOne()).isTrue();
            }
            goal += 200;
            stream.appendTo(goal);
            assertThat(stream.owner.runOne()).isTrue();
            assertThat(reader.cursor.isReplaying()).isTrue();
        }
        stream.run();
        assertThat(reader.cursor.isReplaying()).isFalse();
        assertThat(reader.got).isEqualTo(numbers(0, goal));
    }

    private boolean isLastPageOnItsWay(Reader reader) {
        boolean read = stream.replayers.waiting() == 0 && stream.owner.waiting() > 0;
        return read && reader.expected + 23 >= stream.log.recent().first();
    }

    @Test
    void theTailMayMovePastACursorEachTimeThatItHasJoined() {
        stream.appendTo(500);
        Reader reader = stream.read(0).request(ALL);
        for (long goal = 1000; goal <= 5000; goal += 500) {
            stream.run();
            assertThat(reader.cursor.isReplaying()).isFalse();
            stream.appendTo(goal);
            while (!reader.cursor.isReplaying()) {
                assertThat(stream.owner.runOne()).isTrue();
            }
        }
        stream.run();
        assertThat(reader.fallbacks).isGreaterThanOrEqualTo(9);
        assertThat(reader.got).isEqualTo(numbers(0, 5000));
    }

    @Test
    void aCursorThatTheTailHasPassedReadsTheFilesUntilItIsBackInTheTail() {
        stream.appendTo(10);
        Reader reader = stream.read(0).request(1);
        assertThat(reader.got).isEqualTo(numbers(0, 10));
        assertThat(reader.cursor.isReplaying()).isFalse();
        stream.appendTo(600);
        stream.run();
        reader.request(1);
        assertThat(reader.cursor.isReplaying()).isTrue();
        stream.run();
        assertThat(reader.expected).isBetween(11L, 599L);
        reader.request(ALL);
        stream.run();
        assertThat(reader.cursor.isReplaying()).isFalse();
        assertThat(reader.got).isEqualTo(numbers(0, 600));
    }

    @Test
    void whatIsWrittenButNotYetPublishedIsNotReadFromTheFiles() throws IOException {
        // A segment takes some 200 records, the tail 94: a page has both old ones and unpublished.
        try (CursorFixture large = inMemory(TestLogs.settings(8690, 1, 16 * 1024))) {
            large.appendTo(190);
            Reader reader = large.read(0);
            int[] looks = new int[1];
            large.folder.beforeWrite(() -> {
                // The first segment is full: its last records are on disk, and not in the tail.
                if (looks[0]++ == 1) {
                    reader.request(ALL);
                    large.run();
                    assertThat(reader.expected).isEqualTo(190);
                }
            });
            for (int i = 190; i < 220; i++) {
                large.append(Origin.STDOUT, false, Integer.toString(i));
            }
            large.log.writer().commit();
            large.feed.published();
            large.run();
            assertThat(looks[0]).isGreaterThan(1);
            assertThat(reader.got).isEqualTo(numbers(0, 220));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsAheadOfAHalfCommitWaitsForItsOtherHalf(Overflow overflow) {
        stream.appendTo(10);
        Reader reader = stream.read(10, overflow);
        stream.append(Origin.STDOUT, false, "10");
        TestLogs.commitHalf(stream.log);
        reader.request(ALL);
        stream.feed.published();
        stream.run();
        assertThat(reader.got).containsExactly("10 10");
        assertThat(reader.completed).isFalse();
        assertThat(reader.failure).isNull();
        assertThat(reader.cursor.isReplaying()).isFalse();
    }

    @Test
    void whoBeganInTheTailHasFallenBehindWhenTheTailHasMovedOn() {
        stream.appendTo(10);
        Cursor late = stream.cursor(10, Overflow.LATEST);
        stream.appendTo(600);
        Reader reader = new Reader(late, "late").request(ALL);
        stream.run();
        assertThat(reader.got).first().isEqualTo("10-599 overflow");
    }
}
