package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records are their own numbers; a tail of one block holds some 90 of them. */
class CursorTest {
    private static final long ALL = Long.MAX_VALUE;

    private final CursorFixture stream;

    CursorTest(@TempDir Path path) {
        stream = new CursorFixture(path, CursorFixture.TINY);
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
        long first = stream.log.tail().first();
        assertThat(first).isBetween(1L, 499L);
        assertThat(stream.read(first - 1).cursor.isReplaying()).isTrue();
        assertThat(stream.read(first).cursor.isReplaying()).isFalse();
        assertThat(stream.read(500).cursor.isReplaying()).isFalse();
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
    void whatIsWrittenButNotYetPublishedIsNotReadFromTheFiles(@TempDir Path other)
            throws IOException {
        // A segment takes some 200 records, the tail 94: a page has both old ones and unpublished.
        try (CursorFixture large =
                new CursorFixture(other, TestLogs.settings(8690, 1, 16 * 1024))) {
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
            large.log.commit();
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
        Reader reader = stream.read(10, overflow).request(ALL);
        stream.append(Origin.STDOUT, false, "10");
        TestLogs.commitHalf(stream.log);
        stream.feed.published();
        stream.run();
        assertThat(reader.got).containsExactly("10 10");
        assertThat(reader.completed).isFalse();
        assertThat(reader.failure).isNull();
        assertThat(reader.cursor.isReplaying()).isFalse();
    }

    /** As one does that began there, and comes to ask for records only later. */
    @Test
    void whoBeganInTheTailHasFallenBehindWhenTheTailHasMovedOn() {
        stream.appendTo(10);
        Cursor late = stream.cursor(10, Overflow.LATEST);
        stream.appendTo(600);
        Reader reader = new Reader(late, "late").request(ALL);
        stream.run();
        assertThat(reader.got).first().isEqualTo("10-599 overflow");
    }

    @Test
    void withoutDemandNothingIsReadOrHandedOut() {
        stream.appendTo(500);
        Reader behind = stream.read(0);
        Reader live = stream.read(499);
        stream.run();
        stream.appendTo(510);
        stream.run();
        assertThat(behind.got).isEmpty();
        assertThat(live.got).isEmpty();
        assertThat(stream.replayers.waiting()).isZero();
    }

    @Test
    void oneRequestIsAnsweredOnceWithAllThatLiesTogether() {
        stream.appendTo(20);
        Reader reader = stream.read(5).request(1);
        assertThat(reader.got).isEqualTo(numbers(5, 20));
        stream.appendTo(30);
        stream.run();
        assertThat(reader.got).hasSize(15);
        reader.request(1);
        assertThat(reader.got).isEqualTo(numbers(5, 30));
    }

    @Test
    void aRequestThatHasNothingYetIsAnsweredLater() {
        Reader reader = stream.read(0).request(1);
        stream.run();
        assertThat(reader.got).isEmpty();
        stream.appendTo(4);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 4));
    }

    @Test
    void demandsAddUpWithoutOverflowing() {
        Reader reader = stream.read(0).request(ALL).request(ALL);
        stream.appendTo(4);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 4));
    }

    @Test
    void anEndedStreamCompletesOnceAllIsHandedOut() {
        stream.appendTo(300);
        stream.feed.end();
        Reader reader = stream.read(0).request(ALL);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 300));
        assertThat(reader.completed).isTrue();
        assertThat(reader.cursor.ending()).isEqualTo(Ending.ENDED);
    }

    @Test
    void whoWaitsIsToldThatTheStreamHasEnded() {
        Reader reader = stream.read(0).request(ALL);
        stream.appendTo(3);
        stream.feed.end();
        assertThat(reader.completed).isFalse();
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 3));
        assertThat(reader.cursor.ending()).isEqualTo(Ending.ENDED);
    }

    @Test
    void aStreamThatWasStartedAgainGoesOn() {
        stream.feed.end();
        stream.feed.reopen();
        Reader reader = stream.read(0).request(ALL);
        stream.appendTo(3);
        stream.run();
        assertThat(reader.completed).isFalse();
        assertThat(reader.got).isEqualTo(numbers(0, 3));
    }

    @Test
    void cancellingWhileAPageIsReadHandsOutNothing() {
        stream.appendTo(500);
        Reader reader = stream.read(0).request(ALL);
        assertThat(stream.replayers.runOne()).isTrue();
        reader.cursor.cancel();
        stream.run();
        assertThat(reader.got).isEmpty();
        assertThat(reader.completed).isFalse();
        assertThat(reader.cursor.ending()).isEqualTo(Ending.GONE);
    }

    @Test
    void cancellingWhileWaitingHandsOutNothingMore() {
        Reader reader = stream.read(0).request(ALL);
        Reader other = stream.read(0).request(ALL);
        reader.cursor.cancel();
        stream.appendTo(3);
        stream.run();
        assertThat(reader.got).isEmpty();
        assertThat(other.got).isEqualTo(numbers(0, 3));
    }

    @Test
    void aCursorCanBeSubscribedToOnce() {
        Reader reader = stream.read(0);
        assertThatThrownBy(() -> reader.cursor.subscribe(reader))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailingDiskEndsTheReaderWithTheFailure() throws IOException {
        stream.appendTo(500);
        Reader reader = stream.read(0).request(ALL);
        for (String name : stream.folder.names()) {
            if (name.endsWith(".log")) {
                stream.folder.delete(name);
            }
        }
        stream.run();
        assertThat(reader.failure).isInstanceOf(IOException.class);
        assertThat(reader.completed).isFalse();
        assertThat(reader.cursor.ending()).isEqualTo(Ending.ERROR);
    }

    @Test
    void aReaderThatThrowsIsAloneInThat() {
        Cursor cursor = stream.cursor(0, Overflow.WAIT);
        Reader broken =
                new Reader(cursor, "broken") {
                    @Override
                    public void onItem(Delivery delivery) {
                        throw new IllegalStateException("broken on purpose");
                    }
                };
        broken.request(ALL);
        Reader other = stream.read(0).request(ALL);
        stream.appendTo(3);
        stream.run();
        assertThat(other.got).isEqualTo(numbers(0, 3));
        assertThat(broken.failure).hasMessage("broken on purpose");
        assertThat(cursor.ending()).isEqualTo(Ending.ERROR);
    }

    @Test
    void anOwnerThatIsGoneDoesNotHoldUpTheWriter() {
        stream.read(0).request(ALL);
        stream.owner.shutdown();
        stream.appendTo(3);
        assertThat(stream.log.next()).isEqualTo(3);
    }
}
