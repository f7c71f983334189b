package dev.tailrace.source.push;

import dev.tailrace.model.Origin;
import dev.tailrace.model.PushedLines;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Source;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lines that requests bring. It reads nothing by itself: what one request brought is handed to it
 * whole, on its stream's loop, and by it to the sink. It has no end but {@link #stop}.
 */
public final class PushSource implements Source {
    private final IngestLoop loop;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile @Nullable ChunkSink sink;
    private boolean stopped;

    public PushSource(IngestLoop loop) {
        this.loop = loop;
    }

    @Override
    public String kind() {
        return "push";
    }

    @Override
    public void start(ChunkSink to) {
        sink = to;
    }

    @Override
    public CompletionStage<Void> stop() {
        loop.executor()
                .execute(() -> {
                    stopped = true;
                    over.complete(null);
                });
        return over.minimalCompletionStage();
    }

    /** Whether nothing may be handed on any more. Only on the loop's thread. */
    public boolean isStopped() {
        return stopped;
    }

    /**
     * Whether what was handed on is written and more is taken: if not, the disk holds it, and the
     * sink is to be asked again after {@link ChunkSink#ASK_AGAIN}. Only on the loop's thread.
     */
    public boolean isTaking() {
        return sink().isTaking();
    }

    /**
     * Hands lines on, and has them written at once. Only on the loop's thread, and only while it is
     * taking.
     *
     * @param stored how much of their beginning is to be left out
     * @param now the time of the request, in ns since 1970: that of its lines if none has its own
     */
    public void hand(PushedLines lines, Stored stored, long now) {
        ChunkSink to = sink();
        long otherwise = beforeFirstTime(lines, now);
        long skipStdout = stored.stdoutBytes();
        long skipStderr = stored.stderrBytes();
        for (int i = 0; i < lines.pieces(); i++) {
            Origin origin = lines.origin(i);
            int start = lines.start(i);
            int length = lines.end(i) - start;
            boolean stderr = origin == Origin.STDERR;
            int skip = (int) Math.min(length, stderr ? skipStderr : skipStdout);
            if (stderr) {
                skipStderr -= skip;
            } else {
                skipStdout -= skip;
            }
            if (skip < length) {
                boolean timed = lines.time(i) != PushedLines.NO_TIME;
                long time = timed ? lines.time(i) : otherwise;
                otherwise = timed ? ChunkSink.AFTER_LAST : otherwise;
                to.bytes(origin, time, lines.bytes(), start + skip, length - skip);
                if (lines.isPart(i)) {
                    // As it came: what it is a part of may come in another request, or never.
                    to.end(origin);
                }
            }
        }
        to.commit();
    }

    /**
     * The time of the lines before the first that has its own: less than that by 1 ns for each of
     * their bytes, as there may be so many records.
     */
    private static long beforeFirstTime(PushedLines lines, long now) {
        for (int i = 0; i < lines.pieces(); i++) {
            if (lines.time(i) != PushedLines.NO_TIME) {
                return Math.min(now, lines.time(i) - lines.start(i));
            }
        }
        return now;
    }

    private ChunkSink sink() {
        return Objects.requireNonNull(sink, "it has not been started");
    }
}
