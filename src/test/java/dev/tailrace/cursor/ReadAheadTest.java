package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of files before it is asked for. A page has 23 records or 24. */
class ReadAheadTest {
    private static final long ALL = Long.MAX_VALUE;
    private static final int RECORDS = 2300;

    private final CursorFixture stream;

    ReadAheadTest(@TempDir Path path) throws IOException {
        stream = new CursorFixture(path, CursorFixture.TINY);
        stream.appendTo(RECORDS);
        stream.reopen();
        stream.appendTo(RECORDS + 1);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    /** Nothing was asked for at first, which has been looked at and is over. */
    private Reader reader() {
        Reader reader = stream.read(0);
        stream.run();
        return reader;
    }

    /** The replay thread reads a page, and the cursor is handed it. */
    private void page() {
        assertThat(stream.replayers.runOne()).isTrue();
        assertThat(stream.owner.runOne()).isTrue();
    }

    @Test
    void theFirstPageIsReadAlone() {
        Reader reader = reader().request(1);
        page();
        assertThat(reader.got).isNotEmpty();
        assertThat(stream.replayers.waiting()).isZero();
    }

    @Test
    void whoReadsOnHasTheNextPageReadMeanwhile() {
        ManualLoop owner = new TimeStandsStill();
        Cursor cursor = new Cursor(stream.feed, 0, Overflow.WAIT, owner, stream.turns);
        Reader reader = new Reader(cursor, "reads on").request(2);
        for (int page = 1; page <= 3; page++) {
            assertThat(stream.replayers.runOne()).as("page " + page + " is read").isTrue();
            assertThat(owner.runOne()).isTrue();
        }
        int got = reader.got.size();
        assertThat(got).as("two pages, as asked for").isBetween(46, 48);
        reader.request(1);
        assertThat(reader.got).as("the third is there").hasSizeGreaterThan(got);
        assertThat(reader.got).isEqualTo(numbers(0, reader.got.size()));
    }

    /** Whoever wants nothing is left alone. */
    private static final class TimeStandsStill extends ManualLoop {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return new ManualLoop().schedule(task, delay, unit);
        }
    }

    @Test
    void whatIsAskedForWhileItIsReadAheadComesOnce() {
        Reader reader = reader().request(2);
        page();
        page();
        reader.request(ALL);
        assertThat(stream.replayers.waiting()).isEqualTo(1);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, RECORDS + 1));
    }

    @Test
    void whoTakesNothingForAWhileLosesWhatWasReadAheadAndNothingElse() {
        Reader reader = reader().request(2);
        stream.run();
        assertThat(stream.turns.held()).isZero();
        reader.request(1);
        assertThat(stream.replayers.waiting()).as("it is read again").isEqualTo(1);
        reader.request(ALL);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, RECORDS + 1));
    }

    @Test
    void whoGoesWhileAPageIsReadAheadLeavesNothingBehind() {
        Reader reader = reader().request(2);
        page();
        page();
        reader.cursor.cancel();
        assertThat(stream.turns.held()).as("the thread has its files").isEqualTo(1);
        stream.run();
        assertThat(stream.turns.held()).isZero();
    }

    @Test
    void whatWasReadAheadBeforeItsPlaceIsPutBackIsNotTakenForIt() {
        Reader reader = reader().request(2);
        page();
        page();
        int kept = reader.got.size() - 5;
        page();
        reader.cursor.putBack(kept);
        reader.expected = kept;
        reader.got.subList(kept, kept + 5).clear();
        reader.request(ALL);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, RECORDS + 1));
    }
}
