package dev.tailrace.hub;

import dev.tailrace.cursor.Feed;
import dev.tailrace.framing.Framer;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.IngestLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The way of a chunk: framed, appended, written, published. Confined to the stream's ingest loop.
 *
 * <p>Standard error goes out with the read that brought it, finished or not; a line of standard
 * output waits for its newline, or until it has been quiet for a while.
 */
final class Ingest implements ChunkSink {
    private final IngestLoop loop;
    private final StreamLog log;
    private final Feed feed;
    private final long flushAfterNanos;
    private final Consumer<SourceEvent> events;
    private final Framer stdout;
    private final Framer stderr;
    private long lastStdout;
    private boolean flushScheduled;

    Ingest(
            IngestLoop loop,
            Feed feed,
            int maxRecordBytes,
            Duration flushAfter,
            Consumer<SourceEvent> events) {
        this.loop = loop;
        this.log = feed.log();
        this.feed = feed;
        this.flushAfterNanos = flushAfter.toNanos();
        this.events = events;
        this.stdout = framer(Origin.STDOUT, maxRecordBytes);
        this.stderr = framer(Origin.STDERR, maxRecordBytes);
    }

    private Framer framer(Origin origin, int maxRecordBytes) {
        return new Framer(
                maxRecordBytes,
                (bytes, offset, length, partial) ->
                        log.append(origin, partial, bytes, offset, length));
    }

    @Override
    public void bytes(Origin origin, byte[] buffer, int offset, int length) {
        log.readNow();
        if (origin == Origin.STDERR) {
            stderr.accept(buffer, offset, length);
            stderr.flush();
        } else {
            stdout.accept(buffer, offset, length);
            if (stdout.isCarrying()) {
                flushWhenQuiet();
            }
        }
        publish();
    }

    @Override
    public void end(Origin origin) {
        log.readNow();
        (origin == Origin.STDERR ? stderr : stdout).flush();
        publish();
    }

    @Override
    public void event(SourceEvent event) {
        events.accept(event);
    }

    /** Appends one of the gateway's own records. */
    void system(byte[] record) {
        log.readNow();
        log.append(Origin.SYSTEM, false, record, 0, record.length);
        publish();
    }

    private void publish() {
        log.commit();
        feed.published();
    }

    private void flushWhenQuiet() {
        lastStdout = System.nanoTime();
        if (!flushScheduled) {
            flushIn(flushAfterNanos);
        }
    }

    private void flushIn(long nanos) {
        flushScheduled = true;
        var _ = loop.executor().schedule(this::flushIfQuiet, nanos, TimeUnit.NANOSECONDS);
    }

    private void flushIfQuiet() {
        flushScheduled = false;
        if (!stdout.isCarrying()) {
            return;
        }
        long wait = flushAfterNanos - (System.nanoTime() - lastStdout);
        if (wait > 0) {
            flushIn(wait);
        } else {
            end(Origin.STDOUT);
        }
    }
}
