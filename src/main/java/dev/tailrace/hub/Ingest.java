package dev.tailrace.hub;

import dev.tailrace.cursor.Feed;
import dev.tailrace.framing.Framer;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Spool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The way of a chunk: framed, appended, written, published. Confined to the stream's ingest loop.
 *
 * <p>Standard error goes out with the read that brought it, finished or not; a line of standard
 * output waits for its newline, or until it has been quiet for a while. A spool keeps what is read
 * until it is written: it is told after each commit how much is not.
 */
final class Ingest implements ChunkSink {
    private final IngestLoop loop;
    private final StreamLog log;
    private final Feed feed;
    private final Spools spools;
    private final long flushAfterNanos;
    private final Consumer<SourceEvent> events;
    private final Framer stdout;
    private final Framer stderr;
    private long lastStdout;
    private boolean flushScheduled;

    /** Whether what was last appended waits for the disk, and the producer with it. */
    private boolean held;

    Ingest(
            IngestLoop loop,
            Feed feed,
            Spools spools,
            int maxRecordBytes,
            Duration flushAfter,
            Consumer<SourceEvent> events) {
        this.loop = loop;
        this.log = feed.log();
        this.feed = feed;
        this.spools = spools;
        this.flushAfterNanos = flushAfter.toNanos();
        this.events = events;
        this.stdout = newFramer(Origin.STDOUT, maxRecordBytes);
        this.stderr = newFramer(Origin.STDERR, maxRecordBytes);
    }

    private Framer framer(Origin origin) {
        return origin == Origin.STDERR ? stderr : stdout;
    }

    private Framer newFramer(Origin origin, int maxRecordBytes) {
        return new Framer(
                maxRecordBytes,
                (bytes, offset, length, partial) ->
                        log.append(origin, partial, bytes, offset, length));
    }

    @Override
    public Spool spool(Origin origin) {
        return spools.of(origin);
    }

    /**
     * Takes in what a killed gateway had read and not written; nothing if there is none.
     *
     * @param goesOn whether the source that is to start goes on with a line that is unfinished
     */
    void recover(boolean goesOn) {
        spools.recover(this, origin -> framer(origin).carried());
        if (!goesOn) {
            end(Origin.STDOUT);
        }
    }

    /** Writes what is unfinished: nothing more will come. */
    void close() {
        end(Origin.STDOUT);
        end(Origin.STDERR);
        spools.close();
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
        settle(origin);
    }

    private void settle(Origin origin) {
        if (!held) {
            spools.settled(origin, framer(origin).carried());
        }
    }

    @Override
    public boolean isTaking() {
        if (held) {
            publish();
            settle(Origin.STDOUT);
            settle(Origin.STDERR);
        }
        return !held;
    }

    @Override
    public void end(Origin origin) {
        log.readNow();
        framer(origin).flush();
        publish();
        if (!held) {
            spools.flushed(origin);
        }
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
        held = !log.commit();
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
