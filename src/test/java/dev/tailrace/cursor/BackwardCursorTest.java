package dev.tailrace.cursor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.log.LogLines;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments of 23 records, a tail of at most 94. */
class BackwardCursorTest {
    private static final int RECORDS = 300;

    private final Path path;
    private final CursorFixture stream;

    BackwardCursorTest(@TempDir Path path) {
        this.path = path;
        this.stream = new CursorFixture(path, CursorFixture.TINY);
        stream.appendTo(RECORDS);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    /** What it is handed, as short texts; {@code 8-9 missing} for a gap. */
    private final class Taker implements MultiSubscriber<Delivery> {
        final List<String> got = new ArrayList<>();
        final BackwardCursor cursor;
        private long end;
        boolean completed;
        @Nullable Throwable failure;

        Taker(long end, long oldest) {
            this.end = end;
            cursor =
                    new BackwardCursor(
                            stream.feed,
                            end,
                            oldest,
                            RecordFilter.LINES,
                            stream.owner,
                            stream.turns);
            cursor.subscribe(this);
        }

        Taker all() {
            cursor.request(Long.MAX_VALUE);
            stream.run();
            return this;
        }

        @Override
        public void onSubscribe(Flow.Subscription itself) {}

        @Override
        public void onItem(Delivery delivery) {
            switch (delivery) {
                case Delivery.Records(Batch batch) -> {
                    assertThat(batch.first()).isEqualTo(end - 1);
                    for (int i = 0; i < batch.count(); i++) {
                        int from = batch.contentStart(i);
                        int length = batch.contentEnd(i) - from;
                        String text = new String(batch.bytes(), from, length, UTF_8);
                        got.add(batch.seq(i) + " " + text);
                    }
                    end = batch.next();
                }
                case Delivery.Lost(Gap gap) -> {
                    assertThat(gap.to()).isEqualTo(end - 1);
                    got.add(gap.from() + "-" + gap.to() + " " + gap.reason().text());
                    end = gap.from();
                }
            }
            assertThat(cursor.next()).isEqualTo(end);
        }

        @Override
        public void onCompletion() {
            completed = true;
        }

        @Override
        public void onFailure(Throwable why) {
            failure = why;
        }
    }

    private static List<String> numbers(int from, int to) {
        return CursorFixture.numbers(from, to).reversed();
    }

    @Test
    void allIsHandedOutTheNewestFirst() throws IOException {
        assertThat(new Taker(RECORDS, 0).all().got).isEqualTo(numbers(0, RECORDS));
        stream.reopen();
        assertThat(new Taker(RECORDS, 0).all().got).isEqualTo(numbers(0, RECORDS));
        stream.compress();
        Taker compressed = new Taker(RECORDS, 0).all();
        assertThat(compressed.got).isEqualTo(numbers(0, RECORDS));
        assertThat(compressed.completed).isTrue();
        assertThat(compressed.cursor.ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void itBeginsAndEndsWhereItIsToldTo() {
        for (int end = 0; end <= RECORDS; end += 7) {
            for (int oldest = 0; oldest <= end; oldest += 19) {
                Taker taker = new Taker(end, oldest).all();
                assertThat(taker.got).isEqualTo(numbers(oldest, end));
                assertThat(taker.completed).isTrue();
            }
        }
    }

    @Test
    void nothingIsHandedOutUnaskedAndPiecesAreSmall() {
        Taker taker = new Taker(RECORDS, 0);
        stream.run();
        assertThat(taker.got).isEmpty();
        for (int i = 1; i <= 5; i++) {
            taker.cursor.request(1, 1);
            stream.run();
            assertThat(taker.got).isEqualTo(numbers(RECORDS - i, RECORDS));
        }
    }

    @Test
    void whatIsPutBackComesAgain() {
        Taker taker = new Taker(RECORDS, 0);
        taker.cursor.request(1, 1);
        stream.run();
        taker.cursor.putBack(RECORDS - 1);
        taker.end = RECORDS;
        assertThat(taker.all().got.subList(1, 4)).isEqualTo(numbers(RECORDS - 3, RECORDS));
    }

    @Test
    void whatIsGoneMeanwhileIsAGap() throws IOException {
        stream.reopen();
        Taker taker = new Taker(40, 5);
        stream.log.keeper().removeOldest();
        long first = stream.log.first();
        assertThat(first).isBetween(6L, 39L);
        List<String> expected = new ArrayList<>(numbers((int) first, 40));
        expected.add("5-" + (first - 1) + " retention");
        assertThat(taker.all().got).isEqualTo(expected);
        assertThat(taker.completed).isTrue();
    }

    @Test
    void aSegmentThatIsMissingIsAGapWhereItIsMet() throws IOException {
        stream.reopen();
        Path missing;
        try (Stream<Path> files = Files.list(path)) {
            missing =
                    files.filter(file -> file.toString().endsWith(".log")).sorted().toList().get(2);
        }
        int first = Integer.parseInt(missing.getFileName().toString().substring(0, 20));
        Files.delete(missing);
        try (LogLines _ = new LogLines("dev.tailrace.log")) {
            Taker taker = new Taker(100, 0).all();
            List<String> gaps = taker.got.stream().filter(each -> each.contains("-")).toList();
            assertThat(gaps).hasSize(1);
            assertThat(gaps.getFirst()).startsWith(first + "-").endsWith(" missing");
            int after = Integer.parseInt(gaps.getFirst().replaceAll("\\d+-(\\d+) .*", "$1")) + 1;
            List<String> expected = new ArrayList<>(numbers(after, 100));
            expected.addAll(gaps);
            expected.addAll(numbers(0, first));
            assertThat(taker.got).isEqualTo(expected);
        }
    }

    @Test
    void whatAReaderLeavesLyingIsDropped() {
        Taker taker = new Taker(RECORDS, 0);
        taker.cursor.request(1, 1);
        stream.run();
        assertThat(taker.got).isEqualTo(numbers(RECORDS - 1, RECORDS));
        assertThat(stream.turns.held()).isZero();
        assertThat(taker.all().got).isEqualTo(numbers(0, RECORDS));
    }

    @Test
    void thoseThatShareATurnGetAllOfTheirs() {
        stream.turns = new Replayers(stream.replayers, 1, 10);
        List<Taker> takers = List.of(new Taker(RECORDS, 0), new Taker(250, 3), new Taker(40, 0));
        for (int i = 0; i < RECORDS; i++) {
            takers.forEach(taker -> taker.cursor.request(1, 1));
            for (int step = 0; step < i % 5; step++) {
                stream.runOne();
            }
        }
        stream.run();
        assertThat(takers.get(0).got).isEqualTo(numbers(0, RECORDS));
        assertThat(takers.get(1).got).isEqualTo(numbers(3, 250));
        assertThat(takers.get(2).got).isEqualTo(numbers(0, 40));
        assertThat(takers).allMatch(taker -> taker.completed);
        assertThat(stream.turns.held()).isZero();
    }

    @Test
    void onesThatLeaveGiveTheirTurnBack() {
        stream.turns = new Replayers(stream.replayers, 1, 10);
        Taker one = new Taker(RECORDS, 0);
        Taker two = new Taker(RECORDS, 0);
        Taker three = new Taker(RECORDS, 0);
        one.cursor.request(1);
        two.cursor.request(1);
        three.cursor.request(1);
        one.cursor.cancel();
        two.cursor.cancel();
        stream.run();
        assertThat(three.got).isNotEmpty();
        assertThat(stream.turns.held()).isZero();
        assertThat(one.got).isEmpty();
    }
}
