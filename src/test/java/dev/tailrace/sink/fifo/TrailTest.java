package dev.tailrace.sink.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrailTest {
    private static final int CAPACITY = 65_536;

    @Test
    void whatWasWrittenLastIsFoundAgainFromAnyRecordOnThatItLeadsTo() {
        long seed = Long.getLong("test.seed", 77);
        Random random = new Random(seed);
        Trail trail = new Trail(0, 0);
        List<Long> begins = new ArrayList<>();
        long written = 0;
        for (int seq = 0; seq < 20_000; seq++) {
            begins.add(written);
            trail.begins(seq);
            int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 16_384 : 50);
            trail.wrote(length, CAPACITY);
            written += length;
            int unread = (int) Math.min(random.nextInt(CAPACITY + 1), written);
            Trail.Spot spot = trail.back(unread);
            assertThat(begins.get((int) spot.seq()) + spot.bytes())
                    .as("seed %d, after %d, %d unread", seed, seq, unread)
                    .isEqualTo(written - unread);
            assertThat(spot.bytes()).isNotNegative();
        }
    }

    @Test
    void itLeadsBackIntoWhatWasLeftOutAtTheBeginning() {
        Trail trail = new Trail(7, 100);
        trail.wrote(30, CAPACITY);
        assertThat(trail.back(0)).isEqualTo(new Trail.Spot(7, 130));
        assertThat(trail.back(30)).isEqualTo(new Trail.Spot(7, 100));
    }

    @Test
    void aPipeOfShortLinesNeedsFewMarks() {
        Trail trail = new Trail(0, 0);
        for (int seq = 0; seq < 1_000_000; seq++) {
            trail.begins(seq);
            trail.wrote(2, CAPACITY);
        }
        Set<Long> marks = new HashSet<>();
        for (int unread = 0; unread <= 2 * CAPACITY; unread++) {
            marks.add(trail.back(unread).seq());
        }
        assertThat(marks).hasSizeBetween(2, CAPACITY / 4096 + 2);
    }

    @Test
    void whatWasWrittenAfterAGapIsFoundBehindIt() {
        Trail trail = new Trail(0, 0);
        trail.begins(0);
        trail.wrote(10, CAPACITY);
        trail.jumps(50);
        trail.begins(50);
        trail.wrote(10, CAPACITY);
        assertThat(trail.back(10)).isEqualTo(new Trail.Spot(50, 0));
        assertThat(trail.back(12)).isEqualTo(new Trail.Spot(0, 8));
    }

    @Test
    void whatLayInThePipeBeforeItLeadsToItsBeginning() {
        assertThat(new Trail(7, 5).back(100)).isEqualTo(new Trail.Spot(7, 0));
    }
}
