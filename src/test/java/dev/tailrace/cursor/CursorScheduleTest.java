package dev.tailrace.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.log.LogSettings;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Readers that come, ask, go and come back where they were, while the stream grows, in a thousand
 * orders: each gets what was appended from its start on, or the exact gap.
 */
class CursorScheduleTest {
    private static final int ROUNDS = Depth.rounds(8);
    private static final int STEPS = 400;

    /** A block of the tail takes some 90 records, a segment twice as many. */
    private static final LogSettings SMALL = TestLogs.settings(8 * 1024, 1, 16 * 1024);

    @TempDir Path folder;
    private int fellBehind;

    @ParameterizedTest
    @EnumSource
    void whateverTheOrderEachReaderGetsItAll(Overflow overflow) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = 20261120L + round;
            Path path = folder.resolve(overflow + "-" + round);
            try (CursorFixture stream = new CursorFixture(path, SMALL)) {
                play(stream, overflow, new Random(seed), overflow + ", seed " + seed);
            }
        }
        // Else the schedules would be too tame to show anything.
        assertThat(fellBehind).isGreaterThan(ROUNDS / 5);
    }

    private void play(CursorFixture stream, Overflow overflow, Random random, String which)
            throws IOException {
        List<Reader> readers = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(10)) {
                case 0 -> stream.appendTo(stream.log.next() + random.nextInt(1, 120));
                case 1 -> stream.appendTo(stream.log.next() + 1);
                case 2 -> {
                    long from = random.nextLong(stream.log.next() + 1);
                    readers.add(new Reader(stream.cursor(from, overflow), which));
                }
                case 3 -> {
                    if (!readers.isEmpty()) {
                        readers.add(comeBack(stream, overflow, pick(readers, random)));
                    }
                }
                case 4, 5 -> {
                    if (!readers.isEmpty()) {
                        pick(readers, random).request(random.nextInt(1, 4));
                    }
                }
                case 6, 7 -> stream.replayers.runOne();
                default -> stream.owner.runOne();
            }
        }
        stream.run();
        stream.feed.end();
        for (Reader reader : readers) {
            reader.request(Integer.MAX_VALUE);
        }
        stream.run();
        for (Reader reader : readers) {
            check(reader, stream.log.next());
        }
    }

    private static Reader pick(List<Reader> readers, Random random) {
        return readers.get(random.nextInt(readers.size()));
    }

    /** The reader goes, and one that has all that it had comes. */
    private static Reader comeBack(CursorFixture stream, Overflow overflow, Reader gone) {
        if (gone.cursor.ending() == null) {
            gone.cursor.cancel();
        }
        return new Reader(stream.cursor(gone.expected, overflow), gone.which);
    }

    /** That nothing is missing, twice or out of order, {@link Reader} has checked as it came. */
    private void check(Reader reader, long next) {
        assertThat(reader.failure).as(reader.which).isNull();
        for (String got : reader.got) {
            if (got.endsWith("overflow")) {
                fellBehind++;
            } else {
                String[] seqAndText = got.split(" ", -1);
                assertThat(seqAndText[1]).as(reader.which).isEqualTo(seqAndText[0]);
            }
        }
        Ending ending = reader.cursor.ending();
        switch (ending) {
            case ENDED -> assertThat(reader.expected).as(reader.which).isEqualTo(next);
            case OVERFLOW -> fellBehind++;
            case null, default -> assertThat(ending).as(reader.which).isEqualTo(Ending.GONE);
        }
        fellBehind += reader.fallbacks;
    }
}
