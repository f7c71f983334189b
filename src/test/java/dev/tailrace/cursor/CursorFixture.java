package dev.tailrace.cursor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.FailingFolder;
import dev.tailrace.log.Folder;
import dev.tailrace.log.LogSettings;
import dev.tailrace.log.SettableClock;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Origin;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A log with cursors on it, whose owner and replay threads take a step when the test says so. */
final class CursorFixture implements Closeable {
    /** A block of the tail takes 94 records of two or three digits; a segment 23. */
    static final LogSettings TINY = TestLogs.settings(1024, 1, 16 * 1024);

    static final Instant START = Instant.parse("2026-11-20T04:00:00Z");
    static final long START_NANOS = START.getEpochSecond() * 1_000_000_000L;
    static final long MS = 1_000_000;

    final SettableClock clock = new SettableClock(START);
    final ManualLoop owner = new ManualLoop();
    final ManualLoop replayers = new ManualLoop();
    final FailingFolder folder;
    Replayers turns = new Replayers(replayers, 32, 1000);
    private final LogSettings settings;
    StreamLog log;
    Feed feed;
    private int readers;

    CursorFixture(Path path, LogSettings settings) {
        this(onDisk(path), settings);
    }

    CursorFixture(Folder folder, LogSettings settings) {
        this.settings = settings;
        this.folder = new FailingFolder(folder);
        try {
            log = newLog();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        feed = new Feed(log);
    }

    private static Folder onDisk(Path path) {
        try {
            return new DiskFolder(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StreamLog newLog() throws IOException {
        return TestLogs.open(folder, settings, clock);
    }

    /** Closes the log and opens it again: all that was in memory is in the files alone. */
    void reopen() throws IOException {
        log.close();
        log = newLog();
        feed = new Feed(log);
    }

    /** Appends the numbers that come next up to {@code to}, excluded; record n is n ms after 0. */
    CursorFixture appendTo(long to) {
        long before = log.next();
        for (long i = before; i < to; i++) {
            log.writer().readNow();
            append(Origin.STDOUT, false, Long.toString(i));
            clock.move(Duration.ofMillis(1));
        }
        log.writer().commit();
        feed.published();
        return this;
    }

    /** Appends a record that is not committed. */
    void append(Origin origin, boolean partial, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        log.writer().append(origin, partial, bytes, 0, bytes.length);
    }

    Cursor cursor(long from, Overflow overflow) {
        return new Cursor(feed, from, overflow, owner, turns);
    }

    Reader read(long from, Overflow overflow) {
        return new Reader(cursor(from, overflow), "reader " + ++readers);
    }

    Reader read(long from) {
        return read(from, Overflow.WAIT);
    }

    /** Runs all that the threads have to do. */
    void run() {
        boolean more = true;
        while (more) {
            more = runOne();
        }
    }

    /** Runs what one of the threads has to do next; false if that is nothing. */
    boolean runOne() {
        return replayers.runOne() || owner.runOne();
    }

    /** Removes what may be removed. */
    void retain() {
        try {
            log.keeper().retain();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compresses what can be compressed. */
    void compress() {
        try {
            boolean more = true;
            while (more) {
                more = log.keeper().compressOne();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of the records from {@code from} to {@code to}, excluded. */
    static List<String> numbers(long from, long to) {
        List<String> numbers = new ArrayList<>();
        for (long i = from; i < to; i++) {
            numbers.add(i + " " + i);
        }
        return numbers;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
