package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index makes answers fast, and never other than they are without it. */
class IndexLookupTest {
    private static final String SEALED_INDEX = "00000000000000000000.idx";
    private static final int RECORDS = 1600;
    private static final int SEALED_RECORDS = 1000;
    private static final String PADDING = " ".repeat(300);

    private final LogFixture stream;
    private List<String> answers = List.of();

    IndexLookupTest(@TempDir Path path) {
        long record = 40L + 4 + PADDING.length() + 1;
        stream = new LogFixture(path, LogFixture.bounds(SEALED_RECORDS * record, 8192));
    }

    /** One sealed segment of some 350 KB and one that is written, each with entries. */
    @BeforeEach
    void fill() throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            stream.append(String.format("%04d", i) + PADDING);
            stream.clock.move(Duration.ofMillis(1));
        }
        assertThat(stream.files(".log")).hasSize(2);
        answers = answers();
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void anEntryIsTheNearestBefore() throws IOException {
        Segments segments = Segments.find(stream.folder, stream.clock);
        Segment sealed = Objects.requireNonNull(segments.floor(0));
        LogFile file = stream.folder.openForReading(sealed.name());
        IndexLookup index = new IndexLookup(stream.folder, sealed, file);
        for (long seq = 0; seq < SEALED_RECORDS; seq += 7) {
            SegmentIndex.Entry entry = Objects.requireNonNull(index.bySeq(seq));
            assertThat(entry.seq()).isLessThanOrEqualTo(seq);
            // A record more than the interval, and one interval until the next is due.
            assertThat(seq - entry.seq())
                    .isLessThanOrEqualTo(SegmentIndex.INTERVAL_BYTES / 345 + 1);
            assertThat(index.byTime(entry.time())).isEqualTo(entry);
            SegmentIndex.Entry before = index.byTime(entry.time() - 1);
            assertThat(before == null ? -1 : before.seq()).isLessThan(entry.seq());
        }
    }

    @Test
    void aDeletedIndexIsMadeAgain() throws IOException {
        byte[] whole = stream.bytes(SEALED_INDEX);
        stream.folder.delete(SEALED_INDEX);
        assertThat(answers()).isEqualTo(answers);
        assertThat(stream.bytes(SEALED_INDEX).length).isGreaterThan(whole.length / 2);
    }

    @Test
    void anIndexThatIsCutAnywhereChangesNoAnswer() throws IOException {
        byte[] whole = stream.bytes(SEALED_INDEX);
        for (int size = 0; size < whole.length; size += 3) {
            stream.overwrite(SEALED_INDEX, Arrays.copyOf(whole, size));
            assertThat(answers()).as("cut at %d", size).isEqualTo(answers);
        }
    }

    @Test
    void anyDamagedByteChangesNoAnswer() throws IOException {
        byte[] whole = stream.bytes(SEALED_INDEX);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (at % 2 == 0 ? 0x01 : 0x80);
            stream.overwrite(SEALED_INDEX, damaged);
            assertThat(answers()).as("byte %d", at).isEqualTo(answers);
        }
    }

    @Test
    void anyDamagedByteOfTheNewestIndexChangesNoNumberOnReopening() throws IOException {
        String newest = "00000000000000001000.idx";
        stream.log().close();
        byte[] whole = stream.bytes(newest);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (at % 2 == 0 ? 0x01 : 0x80);
            stream.overwrite(newest, damaged);
            stream.open();
            assertThat(stream.log().next()).as("byte %d", at).isEqualTo(RECORDS);
            assertThat(answers()).as("byte %d", at).isEqualTo(answers);
            stream.log().close();
        }
        stream.open();
    }

    @Test
    void anIndexOfAnotherSegmentIsNotBelieved() throws IOException {
        Files.copy(
                stream.path.resolve("00000000000000001000.idx"),
                stream.path.resolve(SEALED_INDEX),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(answers()).isEqualTo(answers);
    }

    @Test
    void whereNoIndexCanBeMadeReadingGoesOn() throws IOException {
        stream.folder.delete(SEALED_INDEX);
        stream.folder.refuseNewFiles();
        assertThat(answers()).isEqualTo(answers);
    }

    @Test
    void readersThatMissAnIndexAtOnceDoNotDisturbEachOther() throws Exception {
        try (ExecutorService readers = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 50; round++) {
                stream.folder.delete(SEALED_INDEX);
                List<Callable<List<String>>> all = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    all.add(this::answers);
                }
                for (Future<List<String>> each : readers.invokeAll(all)) {
                    assertThat(each.get()).isEqualTo(answers);
                }
            }
        }
    }

    /** What is found by seq, by time and backwards at some places, as texts. */
    private List<String> answers() throws IOException {
        List<String> found = new ArrayList<>();
        long start = LogFixture.START.getEpochSecond() * 1_000_000_000L + 123_456_789;
        Random places = new Random(1);
        for (int i = 0; i < 5; i++) {
            int seq = places.nextInt(SEALED_RECORDS);
            try (SegmentReader reader = stream.log().reader()) {
                found.add(
                        reader.read(seq) instanceof ReadResult.Records(var batch)
                                ? LogFixture.content(batch, 0).trim() + " is " + batch.first()
                                : "nothing");
            }
            found.add("at " + stream.log().search().firstAt(start + seq * 1_000_000L));
            var before = stream.log().search().before(seq);
            found.add("before " + seq + (before == null ? " nothing" : " to " + before.next()));
        }
        return found;
    }
}
