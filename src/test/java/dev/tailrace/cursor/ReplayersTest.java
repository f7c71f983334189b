package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read files, and when. A page has 23 records or 24, and a turn 8 pages. */
class ReplayersTest {
    private static final long ALL = Long.MAX_VALUE;
    private static final int RECORDS = 2300;

    private final CursorFixture stream;

    ReplayersTest(@TempDir Path path) throws IOException {
        stream = new CursorFixture(path, CursorFixture.TINY);
        stream.appendTo(RECORDS);
        stream.reopen();
        stream.appendTo(RECORDS + 1);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    private void turns(int max) {
        stream.turns = new Replayers(stream.replayers, max, 3);
    }

    private boolean step() {
        boolean stepped = stream.replayers.runOne() || stream.owner.runOne();
        assertThat(stream.turns.held()).isBetween(0, stream.turns.max());
        return stepped;
    }

    @Test
    void noMoreReadAtOnceThanThereAreTurnsAndAllGetEverything() {
        turns(2);
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            readers.add(stream.read(0).request(ALL));
        }
        assertThat(stream.turns.held()).isEqualTo(2);
        assertThat(stream.turns.waiting()).isEqualTo(3);
        assertThat(stream.turns.isCrowded()).isTrue();
        boolean more = true;
        while (more) {
            more = step();
            assertThat(stream.replayers.waiting()).isLessThanOrEqualTo(2);
        }
        for (Reader reader : readers) {
            assertThat(reader.got).isEqualTo(numbers(0, RECORDS + 1));
            assertThat(reader.cursor.isReplaying()).isFalse();
        }
        assertThat(stream.turns.held()).isZero();
        assertThat(stream.turns.waiting()).isZero();
        assertThat(stream.turns.isCrowded()).isFalse();
    }

    @Test
    void whoHasMuchToReadLetsOthersReadInBetween() {
        turns(1);
        Reader first = stream.read(0).request(ALL);
        Reader second = stream.read(0).request(ALL);
        Reader third = stream.read(0).request(ALL);
        while (third.got.isEmpty()) {
            assertThat(step()).as("the third gets its turn").isTrue();
        }
        assertThat(first.got).hasSizeBetween(Replay.PAGES_A_TURN * 23, Replay.PAGES_A_TURN * 24);
        assertThat(second.got).hasSameSizeAs(first.got);
        stream.run();
        assertThat(third.got).isEqualTo(numbers(0, RECORDS + 1));
    }

    @Test
    void whoTakesNothingLetsOthersRead() {
        turns(1);
        Reader stalled = stream.read(0).request(1);
        Reader other = stream.read(0).request(ALL);
        stream.run();
        assertThat(stalled.got).hasSize(24);
        assertThat(other.got).isEqualTo(numbers(0, RECORDS + 1));
        stalled.request(ALL);
        stream.run();
        assertThat(stalled.got).isEqualTo(numbers(0, RECORDS + 1));
    }

    @Test
    void whoTakesNothingForAWhileHoldsNoTurn() {
        turns(1);
        stream.read(0).request(1);
        stream.run();
        assertThat(stream.turns.held()).isZero();
    }

    @Test
    void whoGoesWhileItWaitsLeavesTheQueue() {
        turns(1);
        Reader first = stream.read(0).request(ALL);
        Reader gone = stream.read(0).request(ALL);
        Reader third = stream.read(0).request(ALL);
        gone.cursor.cancel();
        assertThat(stream.turns.waiting()).isEqualTo(1);
        stream.run();
        assertThat(gone.got).isEmpty();
        assertThat(first.got).hasSize(RECORDS + 1);
        assertThat(third.got).hasSize(RECORDS + 1);
        assertThat(stream.turns.held()).isZero();
    }

    @Test
    void whoGoesJustAsItsTurnComesPassesItOn() {
        turns(1);
        Reader first = stream.read(0).request(ALL);
        Reader gone = stream.read(0).request(ALL);
        Reader third = stream.read(0).request(ALL);
        while (stream.turns.waiting() == 2) {
            assertThat(step()).isTrue();
            if (!first.got.isEmpty()) {
                // When its page has come its turn goes to the next, who has not been told yet.
                first.cursor.cancel();
            }
        }
        gone.cursor.cancel();
        stream.run();
        assertThat(gone.got).isEmpty();
        assertThat(third.got).hasSize(RECORDS + 1);
        assertThat(stream.turns.held()).isZero();
    }

    @Test
    void whoGoesWithATurnGivesItBack() {
        turns(1);
        for (int i = 0; i < 3; i++) {
            Reader reader = stream.read(0).request(ALL);
            for (int s = 0; s < i; s++) {
                step();
            }
            reader.cursor.cancel();
            stream.run();
            assertThat(stream.turns.held()).isZero();
        }
    }

    @Test
    void aReaderWhoseThreadIsGoneDoesNotKeepItsTurn() {
        turns(1);
        Reader first = stream.read(0).request(ALL);
        ManualLoop dead = new ManualLoop();
        Cursor lost = new Cursor(stream.feed, 0, Overflow.WAIT, dead, stream.turns);
        new Reader(lost, "lost").request(ALL);
        dead.shutdown();
        Reader third = stream.read(0).request(ALL);
        stream.run();
        assertThat(first.got).hasSize(RECORDS + 1);
        assertThat(third.got).hasSize(RECORDS + 1);
        assertThat(stream.turns.held()).isZero();
    }

    @Test
    void fallingBackAndCatchingUpAreCounted() {
        Reader reader = stream.read(0).request(ALL);
        stream.run();
        assertThat(stream.feed.rejoins()).isEqualTo(1);
        assertThat(stream.feed.fallbacks()).isZero();
        Reader slow = stream.read(stream.log.next()).request(1);
        stream.appendTo(RECORDS + 600);
        stream.run();
        slow.request(ALL);
        stream.run();
        assertThat(slow.got).isEqualTo(numbers(RECORDS + 1, RECORDS + 600));
        assertThat(reader.got).hasSize(RECORDS + 600);
        assertThat(stream.feed.fallbacks()).isPositive();
        assertThat(stream.feed.rejoins()).isEqualTo(1 + stream.feed.fallbacks());
    }
}
