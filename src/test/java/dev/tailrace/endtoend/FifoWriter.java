package dev.tailrace.endtoend;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes numbered lines into a FIFO, many at a time, until it is closed. It holds the FIFO open for
 * reading too, as a workload does that is to survive its reader: what is in the pipe when the
 * gateway dies is there for the next one.
 *
 * <p>A line tells whether it is whole: {@code line 17 xxxxx 5 end}, with as many x as it says.
 */
final class FifoWriter implements AutoCloseable {
    private static final Pattern WHOLE = Pattern.compile("line (\\d+) (x*) (\\d+) end");

    private final RandomAccessFile fifo;
    private final Thread thread;
    private final int linesAtOnce;
    private final long pauseNanos;
    private volatile boolean stop;
    private final AtomicLong written = new AtomicLong();

    /** At most {@code linesAtOnce} each {@code pauseNanos}; as fast as it goes without a pause. */
    FifoWriter(Path path, int linesAtOnce, long pauseNanos) throws IOException {
        this.fifo = new RandomAccessFile(path.toFile(), "rw");
        this.linesAtOnce = linesAtOnce;
        this.pauseNanos = pauseNanos;
        this.thread = Thread.ofPlatform().daemon().name("writer").start(this::write);
    }

    private void write() {
        try {
            long first = 0;
            while (!stop) {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < linesAtOnce; i++) {
                    lines.append(line(first + i)).append('\n');
                }
                fifo.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
                first += linesAtOnce;
                written.set(first);
                if (pauseNanos > 0) {
                    LockSupport.parkNanos(pauseNanos);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(long number) {
        int length = (int) (number * 31 % 100);
        return "line " + number + " " + "x".repeat(length) + " " + length + " end";
    }

    /** The line's number, or -1 if it is not a whole line. */
    static long number(String line) {
        Matcher whole = WHOLE.matcher(line);
        return whole.matches() && line.equals(line(Long.parseLong(whole.group(1))))
                ? Long.parseLong(whole.group(1))
                : -1;
    }

    /** How many lines are in the pipe or have been read from it. */
    long written() {
        return written.get();
    }

    /** Stops after a whole line; a reader must be there, or it may wait for room for ever. */
    void finish() {
        stop = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stop = true;
        fifo.close();
    }
}
