package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Line;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The log in real files beside a list: random appends, commits, reopenings and crashes, and after
 * each whatever is read is what the list has.
 */
class LogOnDiskTest {
    private static final int STEPS = 200;

    /** A record as the model has it. */
    private record Kept(Origin origin, boolean partial, String content) {
        static Kept of(Batch batch, int record) {
            Line line = Line.of(batch, record);
            return new Kept(line.origin(), line.partial(), new String(line.content(), ISO_8859_1));
        }
    }

    private final Path path;
    private final List<Kept> kept = new ArrayList<>();
    private final List<Kept> pending = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    LogOnDiskTest(@TempDir Path path) {
        this.path = path;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 500, 16384",
        "2, 500, 16384",
        "3, 3000, 16384",
        "4, 20000, 65536",
        "5, 200000, 16384",
        "6, 200000, 1000000",
        "7, 67108864, 16384",
    })
    void whatIsReadIsWhatWasAppended(long seed, long segmentBytes, long tailBytes)
            throws IOException {
        Random random = new Random(seed);
        try (LogFixture stream = new LogFixture(path, LogFixture.bounds(segmentBytes, tailBytes))) {
            for (int step = 0; step < STEPS; step++) {
                act(stream, random);
                String which = "seed " + seed + ", step " + step;
                assertThat(stream.log().next()).as(which).isEqualTo(kept.size());
                assertThat(stream.log().first()).as(which).isZero();
                long seq = random.nextLong(kept.size() + 1);
                assertThat(inFiles(stream, seq)).as(which).isEqualTo(modelFrom(seq));
                long first = stream.log().recent().first();
                assertThat(inTail(stream, first)).as(which).isEqualTo(modelFrom(first));
                List<Kept> before = backwards(stream, seq);
                assertThat(before)
                        .as(which)
                        .isEqualTo(kept.subList((int) seq - before.size(), (int) seq));
                if (seq < kept.size()) {
                    long time = times.get((int) seq);
                    assertThat(stream.log().search().firstAt(time)).as(which).isEqualTo(seq);
                }
            }
        }
        assertThat(kept).hasSizeGreaterThan(500);
    }

    private void act(LogFixture stream, Random random) throws IOException {
        switch (random.nextInt(20)) {
            case 0 -> {
                stream.reopen();
                committed(stream);
            }
            case 1 -> {
                // What has filled up a block is committed by itself, so ask where the log is.
                stream.open();
                keepUpTo(stream.log().next());
                pending.clear();
                timesOf(stream);
            }
            case 2 -> stream.clock.move(Duration.ofNanos(random.nextLong(-1_000_000, 1_000_000)));
            case 3 -> stream.clock.move(Duration.ofMillis(random.nextLong(2000)));
            default -> {
                stream.log().writer().readNow();
                for (int i = random.nextInt(20); i >= 0; i--) {
                    append(stream, random);
                }
            }
        }
        if (random.nextInt(3) > 0) {
            stream.log().writer().commit();
            committed(stream);
        } else {
            keepUpTo(stream.log().next());
            timesOf(stream);
        }
    }

    private void append(LogFixture stream, Random random) {
        int length = random.nextInt(50) == 0 ? random.nextInt(9000) : random.nextInt(100);
        byte[] content = new byte[length];
        random.nextBytes(content);
        for (int i = 0; i < length; i++) {
            content[i] = content[i] == '\n' ? (byte) '\r' : content[i];
        }
        Origin origin = random.nextBoolean() ? Origin.STDOUT : Origin.STDERR;
        boolean partial = random.nextInt(5) == 0;
        stream.log().writer().append(origin, partial, content, 0, length);
        pending.add(new Kept(origin, partial, new String(content, ISO_8859_1)));
    }

    private void committed(LogFixture stream) throws IOException {
        kept.addAll(pending);
        pending.clear();
        timesOf(stream);
    }

    private void keepUpTo(long next) {
        while (kept.size() < next) {
            kept.add(pending.removeFirst());
        }
    }

    /** The times of new records as they are read first; they must stay and rise. */
    private void timesOf(LogFixture stream) throws IOException {
        try (SegmentReader reader = stream.log().reader()) {
            while (times.size() < kept.size()) {
                Batch batch = records(reader.read(times.size()));
                for (int i = 0; i < batch.count(); i++) {
                    long before = times.isEmpty() ? 0 : times.getLast();
                    assertThat(batch.time(i)).isGreaterThan(before);
                    times.add(batch.time(i));
                }
            }
        }
    }

    private List<Kept> inFiles(LogFixture stream, long seq) throws IOException {
        List<Kept> found = new ArrayList<>();
        try (SegmentReader reader = stream.log().reader()) {
            while (seq + found.size() < stream.log().next()) {
                add(records(reader.read(seq + found.size())), seq + found.size(), found);
            }
            assertThat(reader.read(stream.log().next())).isInstanceOf(ReadResult.AtEnd.class);
        }
        return found;
    }

    private List<Kept> inTail(LogFixture stream, long seq) {
        List<Kept> found = new ArrayList<>();
        Batch batch = stream.log().recent().from(seq);
        while (batch != null) {
            add(batch, seq + found.size(), found);
            batch = stream.log().recent().from(batch.next());
        }
        return found;
    }

    private void add(Batch batch, long seq, List<Kept> found) {
        assertThat(batch.first()).isEqualTo(seq);
        for (int i = 0; i < batch.count(); i++) {
            found.add(Kept.of(batch, i));
            assertThat(batch.time(i)).isEqualTo(times.get((int) seq + i));
        }
    }

    /** The last records before {@code end}, as they come at once. */
    private static List<Kept> backwards(LogFixture stream, long end) throws IOException {
        List<Kept> found = new ArrayList<>();
        for (int times = 0; times < 3 && end > 0; times++) {
            Batch batch = Objects.requireNonNull(stream.log().search().before(end));
            assertThat(batch.next()).isEqualTo(end);
            List<Kept> these = new ArrayList<>();
            for (int i = 0; i < batch.count(); i++) {
                these.add(Kept.of(batch, i));
            }
            found.addAll(0, these);
            end = batch.first();
        }
        return found;
    }

    private static Batch records(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.Records.class);
        return ((ReadResult.Records) result).batch();
    }

    private List<Kept> modelFrom(long seq) {
        return kept.subList((int) seq, kept.size());
    }
}
