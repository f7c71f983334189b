package dev.tailrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.cursor.BoundedPattern;
import dev.tailrace.cursor.Fields;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Span;
import dev.tailrace.level.Level;
import dev.tailrace.level.LineState;
import dev.tailrace.level.LineWalk;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A search beside a loop over all that was ever written, whatever happens to the log meanwhile. */
class SearchTest {
    private static final String[] PATTERNS = {
        "error",
        "(?i)error",
        "err.r",
        "na\u00EFve",
        "(?i)na\u00EFve",
        "stra\u00DFe",
        "stdout",
        "2026",
        "T04",
        "a|b",
        "^abc",
        "x{3}y",
        "[0-9]{5}",
        "F foo",
        "(?i)risk",
        "\u9519\u8BEF",
        "!",
        "\u00C1",
        "a",
        "item",
        ".",
        "nowhere to be found",
        "\\t"
    };

    /** What all events said together. */
    private static final class Told {
        final Set<Long> matches = new TreeSet<>();
        final TreeMap<Long, Long> ranges = new TreeMap<>();
        final List<Gap> gaps = new ArrayList<>();
        SearchEvent.@Nullable Done done;

        void take(SearchEvent event) {
            assertThat(done).isNull();
            switch (event) {
                case SearchEvent.Range(long from, long to, long[] found, _) -> {
                    range(from, to);
                    long before = from - 1;
                    for (long seq : found) {
                        assertThat(seq).isGreaterThan(before).isLessThanOrEqualTo(to);
                        assertThat(matches.add(seq)).isTrue();
                        before = seq;
                    }
                }
                case SearchEvent.Missing(Gap gap) -> {
                    range(gap.from(), gap.to());
                    gaps.add(gap);
                }
                case SearchEvent.Done over -> done = over;
            }
        }

        private void range(long from, long to) {
            assertThat(to).isGreaterThanOrEqualTo(from);
            assertThat(ranges.put(from, to)).isNull();
        }

        /** That the ranges cover this, once each, and nothing else. */
        void covers(long from, long next) {
            long at = from;
            for (var range : ranges.entrySet()) {
                assertThat(range.getKey()).isEqualTo(at);
                at = range.getValue() + 1;
            }
            assertThat(at).isEqualTo(Math.max(from, next));
        }
    }

    private static Search.Request request(
            RecordFilter filter, OptionalLong at, SearchOrder order, long limit) {
        return new Search.Request(
                filter, Span.ALL, at, order, limit, OptionalLong.empty(), OptionalLong.empty());
    }

    private static Told run(Search search) throws IOException {
        Told told = new Told();
        while (told.done == null) {
            search.step(Long.MAX_VALUE / 2, () -> true).forEach(told::take);
        }
        return told;
    }

    private static RecordFilter lines(String pattern) {
        return SearchedLog.filter(pattern, false, EnumSet.of(Origin.STDOUT, Origin.STDERR));
    }

    @Test
    void findsWhatALoopFindsWhileTheLogIsRotatedCompressedAndRemoved() throws IOException {
        for (int round = 0; round < Depth.rounds(12); round++) {
            Random random = new Random(round);
            int segment = 20_000 + random.nextInt(400_000);
            try (SearchedLog stream =
                    new SearchedLog(
                            random, TestLogs.retaining(segment, 8_000, 3 + random.nextInt(6)))) {
                stream.append(1000 + random.nextInt(6000));
                stream.keep();
                for (int each = 0; each < 12; each++) {
                    searchAnything(stream, random);
                }
            }
        }
    }

    private static void searchAnything(SearchedLog stream, Random random) throws IOException {
        String pattern = PATTERNS[random.nextInt(PATTERNS.length)];
        boolean invert = random.nextInt(5) == 0;
        Set<Origin> origins = SearchedLog.anyOrigins(random);
        long at = random.nextLong(stream.log().first(), stream.log().next() + 2);
        boolean fromEnd = random.nextBoolean();
        SearchOrder order = SearchOrder.values()[random.nextInt(3)];
        boolean limited = random.nextInt(3) == 0;
        long limit = limited ? 1 + random.nextInt(50) : Long.MAX_VALUE;
        RecordFilter filter = SearchedLog.filter(pattern, invert, origins);
        Search search =
                Search.of(
                        stream.log(),
                        request(
                                filter,
                                fromEnd ? OptionalLong.empty() : OptionalLong.of(at),
                                order,
                                limit));
        Told told = new Told();
        while (told.done == null) {
            long nanos = random.nextBoolean() ? 0 : random.nextInt(2_000_000);
            search.step(nanos, () -> true).forEach(told::take);
            if (random.nextInt(8) == 0) {
                stream.append(random.nextInt(300));
                stream.keep();
            }
        }
        long low = order == SearchOrder.ASC ? search.at() : search.first();
        long high = order == SearchOrder.DESC ? search.at() : search.next();
        SearchEvent.Done done = Objects.requireNonNull(told.done);
        assertThat(done.matches()).isEqualTo(told.matches.size()).isLessThanOrEqualTo(limit);
        assertThat(done.capped()).isEqualTo(done.asc() != null || done.desc() != null);
        if (!done.capped()) {
            told.covers(low, high);
        } else {
            assertThat(done.matches()).isEqualTo(limit);
            told.covers(
                    done.desc() == null ? low : done.desc(),
                    done.asc() == null ? high : done.asc());
        }
        assertThat(told.gaps).allMatch(gap -> gap.reason() == GapReason.RETENTION);
        List<Long> expected = new ArrayList<>();
        for (var range : told.ranges.entrySet()) {
            boolean gone = told.gaps.stream().anyMatch(gap -> gap.from() == range.getKey());
            if (!gone) {
                expected.addAll(
                        stream.matches(
                                pattern, invert, origins, range.getKey(), range.getValue() + 1));
            }
        }
        assertThat(told.matches).as(pattern).containsExactlyElementsOf(expected);
    }

    @Test
    void goesBackwardsFromTheReaderFirstThenForwards() throws IOException {
        try (SearchedLog stream =
                new SearchedLog(new Random(1), TestLogs.settings(1 << 20, 1 << 20, 16384))) {
            for (int i = 0; i < 100; i++) {
                stream.append("line " + i);
            }
            Search search =
                    Search.of(
                            stream.log(),
                            request(lines("line"), OptionalLong.of(50), SearchOrder.AROUND, 70));
            List<SearchEvent> events = search.step(Long.MAX_VALUE / 2, () -> true);
            assertThat(events).hasSize(3);
            assertThat(events.get(0))
                    .isInstanceOfSatisfying(
                            SearchEvent.Range.class,
                            range ->
                                    assertThat(range.from() + ".." + range.to())
                                            .isEqualTo("0..49"));
            assertThat(events.get(1))
                    .isInstanceOfSatisfying(
                            SearchEvent.Range.class,
                            range ->
                                    assertThat(range.from() + ".." + range.to())
                                            .isEqualTo("50..69"));
            assertThat(events.get(2))
                    .isInstanceOfSatisfying(
                            SearchEvent.Done.class,
                            done -> {
                                assertThat(done.capped()).isTrue();
                                assertThat(done.desc()).isNull();
                                assertThat(done.asc()).isEqualTo(70);
                            });
        }
    }

    @Test
    void levelsAreThoseOfWhoeverReadsAll() throws IOException {
        for (int round = 0; round < Depth.rounds(4); round++) {
            Random random = new Random(round);
            try (SearchedLog stream =
                    new SearchedLog(random, TestLogs.retaining(100_000, 8_000, 1000))) {
                for (int i = 0; i < 5000; i++) {
                    int kind = random.nextInt(1000);
                    stream.append(kind < 5 ? "ERROR item" : kind < 10 ? "INFO item" : "  item");
                }
                stream.keep();
                Set<Level> levels = EnumSet.of(random.nextBoolean() ? Level.ERROR : Level.NONE);
                RecordFilter filter =
                        new RecordFilter(
                                EnumSet.of(Origin.STDOUT),
                                BoundedPattern.compile("item"),
                                false,
                                levels,
                                Fields.NONE);
                Search search =
                        Search.of(
                                stream.log(),
                                request(
                                        filter,
                                        OptionalLong.of(random.nextInt(5000)),
                                        SearchOrder.AROUND,
                                        1 << 20));
                List<Long> expected = new ArrayList<>();
                LineWalk walk = new LineWalk(LineState.NOTHING);
                for (long seq = 0; seq < 5000; seq++) {
                    Batch batch = Objects.requireNonNull(stream.log().search().before(seq + 1));
                    walk.to(batch, batch.count() - 1);
                    if (levels.contains(walk.level())) {
                        expected.add(seq);
                    }
                }
                assertThat(run(search).matches).containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void whatIsGoneMeanwhileIsAGap() throws IOException {
        try (SearchedLog stream =
                new SearchedLog(new Random(2), TestLogs.retaining(30_000, 4_000, 2))) {
            stream.append(3000);
            Search search =
                    Search.of(
                            stream.log(),
                            request(lines("item"), OptionalLong.of(0), SearchOrder.ASC, 1 << 20));
            stream.log().keeper().retain();
            long kept = stream.log().first();
            Told told = run(search);
            assertThat(kept).isPositive();
            assertThat(told.gaps).containsExactly(new Gap(0, kept - 1, GapReason.RETENTION));
            told.covers(0, 3000);
        }
    }

    @Test
    void timesBoundIt() throws IOException {
        try (SearchedLog stream =
                new SearchedLog(new Random(3), TestLogs.settings(1 << 20, 4_000, 16384))) {
            long begin = stream.clock.instant().toEpochMilli() * 1_000_000 + 456_789;
            for (int i = 0; i < 500; i++) {
                stream.append("line " + i);
            }
            Search search =
                    Search.of(
                            stream.log(),
                            new Search.Request(
                                    lines("line"),
                                    Span.ALL,
                                    OptionalLong.empty(),
                                    SearchOrder.DESC,
                                    1 << 20,
                                    OptionalLong.of(begin + 100_000_000),
                                    OptionalLong.of(begin + 200_000_000)));
            Told told = run(search);
            told.covers(100, 200);
            assertThat(told.matches).hasSize(100);
        }
    }

    @Test
    void nobodyWhoWantsItEndsItWithinARecord() throws IOException {
        try (SearchedLog stream =
                new SearchedLog(new Random(4), TestLogs.settings(1 << 20, 1 << 20, 16384))) {
            stream.append(2000);
            Search search =
                    Search.of(
                            stream.log(),
                            request(lines("[a-z]+"), OptionalLong.empty(), SearchOrder.DESC, 9999));
            int[] asked = {0};
            List<SearchEvent> events = search.step(Long.MAX_VALUE / 2, () -> asked[0]++ < 5);
            assertThat(events).hasSize(1);
            assertThat(events.getFirst())
                    .isInstanceOfSatisfying(
                            SearchEvent.Range.class,
                            range -> assertThat(range.to() - range.from()).isLessThan(10));
        }
    }
}
