package dev.tailrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.tailrace.Depth;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Span;
import dev.tailrace.level.Level;
import dev.tailrace.level.LineState;
import dev.tailrace.level.LineWalk;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counts beside those of a loop over all records. */
class HistogramTest {
    private static final long START =
            Instant.parse("2026-11-20T04:00:00.123456789Z").toEpochMilli() * 1_000_000 + 456_789;

    private static List<Histogram.Bucket> all(Histogram histogram, Random random)
            throws IOException {
        List<Histogram.Bucket> all = new ArrayList<>();
        while (!histogram.isOver()) {
            all.addAll(histogram.step(random.nextInt(1_000_000), () -> true));
        }
        return all;
    }

    @Test
    void countsWhatALoopCounts() throws IOException {
        for (int round = 0; round < Depth.rounds(10); round++) {
            Random random = new Random(round);
            try (SearchedLog stream =
                    new SearchedLog(random, TestLogs.retaining(100_000, 8_000, 1000))) {
                stream.append(500 + random.nextInt(4000));
                stream.keep();
                compare(stream, random);
            }
        }
    }

    private static void compare(SearchedLog stream, Random random) throws IOException {
        long last = stream.log().writer().lastTime();
        OptionalLong since =
                random.nextBoolean()
                        ? OptionalLong.empty()
                        : OptionalLong.of(random.nextLong(START - 5_000_000, last));
        OptionalLong until =
                random.nextBoolean()
                        ? OptionalLong.empty()
                        : OptionalLong.of(
                                random.nextLong(since.orElse(START) + 1, last + 9_000_000));
        RecordFilter filter =
                random.nextBoolean()
                        ? RecordFilter.LINES
                        : SearchedLog.filter(
                                "error", false, EnumSet.of(Origin.STDOUT, Origin.STDERR));
        int most = 1 + random.nextInt(200);
        Histogram histogram =
                Histogram.of(
                        stream.log(), new Histogram.Request(filter, Span.ALL, since, until, most));
        List<Histogram.Bucket> buckets = all(histogram, random);
        assertThat(histogram.isComplete()).isTrue();
        assertThat(buckets).hasSize(histogram.count()).hasSizeLessThanOrEqualTo(most);
        LineWalk walk = new LineWalk(LineState.NOTHING);
        long[] lines = new long[buckets.size()];
        long[][] levels = new long[buckets.size()][Level.values().length];
        boolean matching = !filter.equals(RecordFilter.LINES);
        Pattern pattern = Pattern.compile("error");
        for (long seq = 0; seq < stream.log().next(); ) {
            Batch batch = Objects.requireNonNull(stream.log().search().before(seq + 1));
            int record = (int) (seq - batch.first());
            walk.to(batch, record);
            long time = batch.time(record);
            boolean within =
                    time >= since.orElse(Long.MIN_VALUE) && time < until.orElse(Long.MAX_VALUE);
            SearchedLog.Line line = stream.all.get((int) seq);
            boolean shown =
                    line.origin() != Origin.SYSTEM
                            && (!matching || pattern.matcher(line.content()).find());
            if (within && shown) {
                long ms = Math.floorDiv(time, 1_000_000);
                int bucket = (int) ((ms - histogram.since()) / histogram.step());
                lines[bucket]++;
                levels[bucket][walk.level().ordinal()]++;
            }
            seq++;
        }
        for (int i = 0; i < buckets.size(); i++) {
            Histogram.Bucket bucket = buckets.get(i);
            assertThat(bucket.time()).isEqualTo(histogram.since() + i * histogram.step());
            assertThat(bucket.lines()).as("bucket %s", i).isEqualTo(lines[i]);
            assertThat(bucket.levels()).containsExactly(levels[i]);
        }
    }

    @Test
    void whatIsMissingIsNotComplete() throws IOException {
        try (SearchedLog stream =
                new SearchedLog(new Random(2), TestLogs.retaining(30_000, 4_000, 2))) {
            stream.append(3000);
            Histogram histogram =
                    Histogram.of(
                            stream.log(),
                            new Histogram.Request(
                                    RecordFilter.LINES,
                                    Span.ALL,
                                    OptionalLong.empty(),
                                    OptionalLong.empty(),
                                    10));
            stream.log().keeper().retain();
            assertThat(all(histogram, new Random(3))).hasSize(histogram.count());
            assertThat(histogram.isComplete()).isFalse();
        }
    }

    @Test
    void aLogWithoutRecordsHasOneEmptyBucket() throws IOException {
        try (SearchedLog stream =
                new SearchedLog(new Random(2), TestLogs.settings(1 << 20, 4_000, 16384))) {
            Histogram histogram =
                    Histogram.of(
                            stream.log(),
                            new Histogram.Request(
                                    RecordFilter.LINES,
                                    Span.ALL,
                                    OptionalLong.empty(),
                                    OptionalLong.empty(),
                                    10));
            List<Histogram.Bucket> buckets = all(histogram, new Random(3));
            assertThat(buckets).hasSize(1);
            assertThat(buckets.getFirst().lines()).isZero();
        }
    }
}
