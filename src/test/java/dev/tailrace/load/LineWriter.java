package dev.tailrace.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes numbered lines of 120 bytes into a FIFO at a steady rate, on a thread of its own:
 * {@code @NANOS#NUMBER@ xxx...}, with the {@link System#nanoTime} at which the line was made.
 */
final class LineWriter {
    static final int LINE_BYTES = 120;

    private static final int LINES_AT_ONCE = 512;

    /** Short beside the latencies that are measured. */
    private static final long NAP_NANOS = 200_000;

    private final Path fifo;
    private final int rate;
    private final long lines;
    private final long start = System.nanoTime();
    private final byte[] bytes = new byte[LINES_AT_ONCE * LINE_BYTES];
    private volatile long end;
    private volatile @Nullable IOException failure;
    private volatile boolean done;

    private LineWriter(Path fifo, int rate, long lines) {
        this.fifo = fifo;
        this.rate = rate;
        this.lines = lines;
    }

    /**
     * @param rate in lines/s
     * @param lines how many there will be
     */
    static LineWriter start(Path fifo, int rate, long lines) {
        LineWriter writer = new LineWriter(fifo, rate, lines);
        Thread.ofPlatform().daemon().name("writer").start(writer::run);
        return writer;
    }

    private void run() {
        try (FileChannel channel = FileChannel.open(fifo, StandardOpenOption.WRITE)) {
            long written = 0;
            while (written < lines) {
                long due = Math.min(lines, (long) ((System.nanoTime() - start) / 1e9 * rate) + 1);
                int now = (int) Math.min(due - written, LINES_AT_ONCE);
                if (now == 0) {
                    LockSupport.parkNanos(NAP_NANOS);
                    continue;
                }
                write(channel, written, now);
                written += now;
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            end = System.nanoTime();
            done = true;
        }
    }

    private void write(FileChannel channel, long first, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            line(i * LINE_BYTES, first + i);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count * LINE_BYTES);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private void line(int at, long number) {
        byte[] mark =
                ("@" + System.nanoTime() + "#" + number + "@ ").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(mark, 0, bytes, at, mark.length);
        Arrays.fill(bytes, at + mark.length, at + LINE_BYTES - 1, (byte) 'x');
        bytes[at + LINE_BYTES - 1] = '\n';
    }

    /** Whether it writes nothing any more. Any thread. */
    boolean isDone() {
        return done;
    }

    /** How many lines there are to be. */
    long lines() {
        return lines;
    }

    /** The rate that was reached; to be asked when it is done. */
    double linesPerSecond() {
        return lines / ((end - start) / 1e9);
    }

    /** From its start to a {@link System#nanoTime}, in s. */
    double secondsUntil(long nanos) {
        return (nanos - start) / 1e9;
    }

    /**
     * @throws IOException if it could not write them all
     */
    void check() throws IOException {
        IOException cause = failure;
        if (cause != null) {
            throw new IOException("not all lines could be written", cause);
        }
        if (!done) {
            throw new IOException("the gateway takes no more lines");
        }
    }
}
