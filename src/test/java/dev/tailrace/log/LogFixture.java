package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A stream's log in a folder for one test, and what is in it as short texts. */
final class LogFixture implements Closeable {
    /** Segments and a tail that no test fills by accident. */
    static final LogSettings ROOMY = bounds(64L << 20, 4 << 20);

    /**
     * Tests make damage and failures by the hundred, and the log says each: not on this console.
     */
    static final Instant START = Instant.parse("2026-11-20T04:00:00.123456789Z");

    final SettableClock clock = new SettableClock(START);
    final Path path;
    final FailingFolder folder;
    private final LogSettings settings;
    private final Random random = new Random(1);
    private StreamLog log;

    LogFixture(Path path) {
        this(path, ROOMY);
    }

    LogFixture(Path path, LogSettings settings) {
        this.path = path;
        this.settings = settings;
        try {
            this.folder = new FailingFolder(new DiskFolder(path));
            this.log = newLog();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Segments and a tail of this size, and no other bound. */
    static LogSettings bounds(long segmentBytes, long tailBytes) {
        return retaining(segmentBytes, tailBytes, Long.MAX_VALUE, Duration.ofDays(365), 1 << 20);
    }

    /** Segments and a tail of this size, and so much of them; sealed ones are compressed. */
    static LogSettings retaining(
            long segmentBytes, long tailBytes, long bytes, Duration age, int segments) {
        return new LogSettings(
                segmentBytes,
                Duration.ofHours(1),
                tailBytes,
                16 * 1024,
                bytes,
                age,
                segments,
                true,
                OnDiskFull.CONTINUE);
    }

    private StreamLog newLog() throws IOException {
        return opening(clock, random).open(folder, Labels.NONE, settings);
    }

    /** Opens logs whose clocks are {@code clock}, all in one start of the machine. */
    static LogOpening opening(SettableClock clock) {
        return opening(clock, new Random(1));
    }

    private static LogOpening opening(SettableClock clock, Random random) {
        LogTime time = new LogTime(clock, () -> clock.instant().toEpochMilli() * 1_000_000);
        return new LogOpening(time, random, "this boot");
    }

    StreamLog log() {
        return log;
    }

    /** Appends whole lines from stdout, as one read of the source brings them. */
    LogFixture append(String... lines) {
        log.writer().readNow();
        for (String line : lines) {
            append(Origin.STDOUT, false, line);
        }
        log.writer().commit();
        return this;
    }

    /** Appends a record that is not committed. */
    void append(Origin origin, boolean partial, String content) {
        byte[] bytes = content.getBytes(UTF_8);
        log.writer().append(origin, partial, bytes, 0, bytes.length);
    }

    /** Appends records {@code from} to {@code to}, excluded, each with its number as its line. */
    LogFixture appendNumbers(int from, int to) {
        for (int i = from; i < to; i++) {
            append(Integer.toString(i));
            clock.move(Duration.ofMillis(1));
        }
        return this;
    }

    /** Closes the log and opens it again. */
    void reopen() throws IOException {
        log.close();
        open();
    }

    /** Opens the log again; without closing it first, as after {@code kill -9}. */
    void open() throws IOException {
        log = newLog();
    }

    /** What the files have from {@code seq} on: {@code 7 text} or {@code 8-9 corrupt}. */
    List<String> inFiles(long seq) throws IOException {
        List<String> found = new ArrayList<>();
        long next = seq;
        try (SegmentReader reader = log.reader()) {
            while (true) {
                switch (reader.read(next)) {
                    case ReadResult.Records(Batch batch) -> {
                        found.addAll(texts(batch));
                        next = batch.next();
                    }
                    case ReadResult.Missing(Gap gap) -> {
                        found.add(gap.from() + "-" + gap.to() + " " + gap.reason().text());
                        next = gap.to() + 1;
                    }
                    case ReadResult.AtEnd _ -> {
                        return found;
                    }
                }
            }
        }
    }

    /** What the tail has from {@code seq} on, as {@code 7 text}. */
    List<String> inTail(long seq) {
        List<String> found = new ArrayList<>();
        Batch batch = log.recent().from(seq);
        while (batch != null) {
            found.addAll(texts(batch));
            batch = log.recent().from(batch.next());
        }
        return found;
    }

    static List<String> texts(Batch batch) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < batch.count(); i++) {
            texts.add(batch.first() + i + " " + content(batch, i));
        }
        return texts;
    }

    static String content(Batch batch, int record) {
        int start = batch.contentStart(record);
        return new String(batch.bytes(), start, batch.contentEnd(record) - start, UTF_8);
    }

    /** The texts of the records that {@link #appendNumbers} appends. */
    static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(i + " " + i);
        }
        return numbers;
    }

    /** The names of the files in the folder that end so, sorted. */
    List<String> files(String ending) throws IOException {
        return folder.names().stream().filter(name -> name.endsWith(ending)).sorted().toList();
    }

    byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(path.resolve(file));
    }

    void overwrite(String file, byte[] bytes) throws IOException {
        Files.write(path.resolve(file), bytes);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
