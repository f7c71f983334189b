package dev.tailrace.search;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Span;
import dev.tailrace.log.Folder;
import dev.tailrace.log.LogFile;
import dev.tailrace.log.ReadResult;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Of what cannot be read a search says what a reader of the log is told, and a histogram, too. */
class DamagedSearchTest {
    private static final RecordFilter NO_LITERAL = lines("[a-z]");
    private static final RecordFilter LITERAL = lines("item");

    private enum Damage {
        A_LINE,
        ALL_OF_IT,
        REMOVED;

        void doTo(Folder folder, String name) throws IOException {
            if (this == REMOVED) {
                folder.delete(name);
                return;
            }
            try (LogFile file = folder.open(name)) {
                byte[] bytes = new byte[(int) file.size()];
                assertThat(file.readFully(ByteBuffer.wrap(bytes), 0)).isEqualTo(bytes.length);
                if (this == ALL_OF_IT) {
                    file.write(ByteBuffer.wrap("x".repeat(bytes.length).getBytes(US_ASCII)), 0);
                } else {
                    int line = bytes.length / 2;
                    while (bytes[line - 1] != '\n') {
                        line++;
                    }
                    file.write(ByteBuffer.wrap("xxxx".getBytes(US_ASCII)), line);
                }
            }
        }
    }

    private static RecordFilter lines(String pattern) {
        return SearchedLog.filter(pattern, false, EnumSet.of(Origin.STDOUT, Origin.STDERR));
    }

    private static Stream<Arguments> all() {
        return Stream.of(Damage.values())
                .flatMap(damage ->
                        Stream.of(true, false)
                                .flatMap(packed ->
                                        Stream.of(SearchOrder.values())
                                                .map(order ->
                                                        Arguments.of(damage, packed, order))));
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatAReaderIsToldOfItASearchSays(Damage damage, boolean packed, SearchOrder order)
            throws IOException {
        try (SearchedLog stream = damaged(damage, packed)) {
            long next = stream.log().next();
            for (RecordFilter filter : List.of(NO_LITERAL, LITERAL)) {
                List<Gap> found = new ArrayList<>();
                Search search =
                        Search.of(
                                stream.log(),
                                new Search.Request(
                                        filter,
                                        Span.ALL,
                                        OptionalLong.of(order == SearchOrder.ASC ? 0 : next / 2),
                                        order == SearchOrder.DESC ? SearchOrder.AROUND : order,
                                        1 << 20,
                                        OptionalLong.empty(),
                                        OptionalLong.empty()));
                boolean over = false;
                while (!over) {
                    for (SearchEvent event : search.step(Long.MAX_VALUE / 2, () -> true)) {
                        if (event instanceof SearchEvent.Missing(Gap gap)) {
                            found.add(gap);
                        }
                        over |= event instanceof SearchEvent.Done;
                    }
                }
                assertThat(joined(found)).isEqualTo(told(stream)).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void itMakesAHistogramIncomplete(Damage damage, boolean packed, SearchOrder order)
            throws IOException {
        try (SearchedLog stream = damaged(damage, packed)) {
            Histogram histogram =
                    Histogram.of(
                            stream.log(),
                            new Histogram.Request(
                                    NO_LITERAL,
                                    Span.ALL,
                                    OptionalLong.empty(),
                                    OptionalLong.empty(),
                                    10));
            while (!histogram.isOver()) {
                histogram.step(Long.MAX_VALUE / 2, () -> true);
            }
            assertThat(histogram.isComplete()).isFalse();
        }
    }

    /** The third of its segments is. */
    private static SearchedLog damaged(Damage damage, boolean packed) throws IOException {
        SearchedLog stream =
                new SearchedLog(new Random(1), TestLogs.retaining(20_000, 4_000, 1000));
        stream.append(2000);
        while (packed && stream.log().keeper().compressOne()) {
            // One after the other.
        }
        String suffix = packed ? ".log.gz" : ".log";
        String third =
                stream.folder.names().stream()
                        .filter(name -> name.endsWith(suffix))
                        .sorted()
                        .skip(2)
                        .findFirst()
                        .orElseThrow();
        damage.doTo(stream.folder, third);
        return stream;
    }

    private static List<Gap> told(SearchedLog stream) throws IOException {
        List<Gap> gaps = new ArrayList<>();
        stream.log()
                .search()
                .between(
                        stream.log().first(),
                        stream.log().next(),
                        part -> {
                            if (part instanceof ReadResult.Missing(Gap gap)) {
                                gaps.add(gap);
                            }
                        });
        return joined(gaps);
    }

    /** Those that follow each other and have the same reason are one. */
    private static List<Gap> joined(List<Gap> gaps) {
        List<Gap> joined = new ArrayList<>();
        for (Gap gap : gaps.stream().sorted(Comparator.comparingLong(Gap::from)).toList()) {
            Gap last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && last.to() + 1 == gap.from() && last.reason() == gap.reason()) {
                joined.set(joined.size() - 1, new Gap(last.from(), gap.to(), gap.reason()));
            } else {
                joined.add(gap);
            }
        }
        return joined;
    }
}
