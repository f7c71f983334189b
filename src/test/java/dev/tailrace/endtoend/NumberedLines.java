package dev.tailrace.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes numbered lines to a FIFO at a steady rate, as a program does that holds it {@code
 * 1<>fifo}: it outlives every reader, and is blocked while the FIFO is full. Like stdio it writes
 * in blocks of 4 KiB, so that most of them end in the middle of a line.
 */
final class NumberedLines implements AutoCloseable {
    private static final int LINES_A_TICK = 200;
    private static final int TICK_MILLIS = 10;
    private static final int BLOCK = 4096;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final RandomAccessFile fifo;
    private final Future<?> writing;
    private final ByteArrayOutputStream buffered = new ByteArrayOutputStream();
    private int next;

    private NumberedLines(Path path) throws IOException {
        this.fifo = new RandomAccessFile(path.toFile(), "rw");
        this.writing =
                thread.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Begins to write 20,000 lines a second. */
    static NumberedLines to(Path fifo) throws IOException {
        return new NumberedLines(fifo);
    }

    /** The line of that number, without its newline. */
    static String line(int number) {
        return "%08d %s".formatted(number, "x".repeat(number % 97));
    }

    /** Writes what is buffered, and no more: how many lines it has been. */
    int finish() throws IOException, InterruptedException, ExecutionException {
        writing.cancel(false);
        return thread.submit(
                        () -> {
                            fifo.write(buffered.toByteArray());
                            return next;
                        })
                .get();
    }

    private void tick() {
        for (int i = 0; i < LINES_A_TICK; i++) {
            buffered.writeBytes((line(next++) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        byte[] all = buffered.toByteArray();
        int blocks = all.length / BLOCK * BLOCK;
        try {
            fifo.write(all, 0, blocks);
        } catch (IOException e) {
            throw new IllegalStateException("a FIFO that is held has an end", e);
        }
        buffered.reset();
        buffered.write(all, blocks, all.length - blocks);
    }

    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        fifo.close();
    }
}
