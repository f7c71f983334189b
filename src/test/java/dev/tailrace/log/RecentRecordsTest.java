package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest records in memory: which there are, and how many go out at once. */
class RecentRecordsTest {
    private static final int TAIL_BYTES = 64 * 1024;

    private final LogFixture stream;

    RecentRecordsTest(@TempDir Path path) {
        stream = new LogFixture(path, LogFixture.bounds(1 << 20, TAIL_BYTES));
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void anEmptyTailHoldsWhatWillComeNextAndHasNothing() {
        assertThat(tail().holds(0)).isTrue();
        assertThat(tail().holds(1)).isFalse();
        assertThat(tail().from(0)).isNull();
        assertThat(tail().before(0)).isNull();
    }

    @Test
    void recordsAreReadFromAnySeqThatIsThere() {
        stream.appendNumbers(0, 10);
        assertThat(stream.inTail(0)).isEqualTo(LogFixture.numbers(0, 10));
        assertThat(stream.inTail(9)).isEqualTo(LogFixture.numbers(9, 10));
        assertThat(tail().from(10)).isNull();
        assertThat(tail().from(11)).isNull();
        assertThat(tail().from(Long.MAX_VALUE)).isNull();
        assertThat(tail().from(1L << 31)).isNull();
        assertThat(tail().from(1L << 32)).isNull();
        assertThat(tail().from(-1)).isNull();
        assertThat(tail().holds(10)).isTrue();
        assertThat(tail().holds(11)).isFalse();
        assertThat(tail().holds(-1)).isFalse();
    }

    @Test
    void recordsAreReadBackwardsFromAnyEnd() {
        stream.appendNumbers(0, 10);
        assertThat(textsOf(tail().before(10))).isEqualTo(LogFixture.numbers(0, 10).toString());
        assertThat(textsOf(tail().before(1))).isEqualTo(LogFixture.numbers(0, 1).toString());
        assertThat(tail().before(0)).isNull();
        assertThat(textsOf(tail().before(1L << 40)))
                .isEqualTo(LogFixture.numbers(0, 10).toString());
    }

    @Test
    void theTailStaysWithinItsBoundAndKeepsTheNewest() {
        for (int i = 0; i < 200; i++) {
            stream.appendNumbers(i * 50, i * 50 + 50);
            assertThat(tail().heldBytes()).isLessThanOrEqualTo(TAIL_BYTES);
        }
        assertThat(tail().first()).isBetween(8500L, 9900L);
        assertThat(stream.inTail(tail().first()))
                .isEqualTo(LogFixture.numbers((int) tail().first(), 10_000));
    }

    @Test
    void whatHasLeftTheTailIsNotThere() {
        stream.appendNumbers(0, 5000);
        long first = tail().first();
        assertThat(first).isPositive();
        assertThat(tail().holds(first)).isTrue();
        assertThat(tail().holds(first - 1)).isFalse();
        assertThat(tail().from(first - 1)).isNull();
        assertThat(tail().before(first)).isNull();
        assertThat(Objects.requireNonNull(tail().from(first)).first()).isEqualTo(first);
        assertThat(Objects.requireNonNull(tail().before(first + 1)).first()).isEqualTo(first);
    }

    @Test
    void readingBackwardsCrossesBlocks() {
        stream.appendNumbers(0, 1000);
        long end = 1000;
        while (end > tail().first()) {
            Batch batch = Objects.requireNonNull(tail().before(end));
            assertThat(batch.next()).isEqualTo(end);
            end = batch.first();
        }
        assertThat(end).isEqualTo(tail().first());
    }

    @Test
    void aRecordThatIsLargerThanTheTailIsThereAlone() {
        String large = "x".repeat(2 * TAIL_BYTES);
        stream.append("small", large);
        assertThat(tail().first()).isEqualTo(1);
        assertThat(stream.inTail(1)).containsExactly("1 " + large);
        stream.append("small again");
        assertThat(stream.inTail(tail().first())).containsExactly("2 small again");
    }

    @Test
    void aReopenedTailBeginsEmptyWhereTheFilesEnd() throws IOException {
        stream.appendNumbers(0, 10);
        stream.reopen();
        assertThat(tail().first()).isEqualTo(10);
        assertThat(tail().next()).isEqualTo(10);
        assertThat(tail().from(9)).isNull();
        assertThat(tail().before(10)).isNull();
        stream.appendNumbers(10, 11);
        assertThat(stream.inTail(10)).containsExactly("10 10");
    }

    @Test
    void readersInStepGetTheSameBounds() {
        stream.append("a", "b");
        Batch first = Objects.requireNonNull(tail().from(0));
        stream.append("c");
        // Whoever is a little late stops where the first one stopped, and is in step from then on.
        assertThat(textsOf(tail().from(0))).isEqualTo(textsOf(first));
        assertThat(textsOf(tail().from(1))).isEqualTo("[1 b]");
        assertThat(textsOf(tail().from(2))).isEqualTo("[2 c]");
        stream.append("d");
        assertThat(textsOf(tail().from(2))).isEqualTo("[2 c]");
        assertThat(textsOf(tail().from(3))).isEqualTo("[3 d]");
    }

    private RecentRecords tail() {
        return stream.log().recent();
    }

    private static String textsOf(@Nullable Batch batch) {
        return batch == null ? "nothing" : LogFixture.texts(batch).toString();
    }
}
