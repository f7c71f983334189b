package dev.tailrace.hub.ingest;

import dev.tailrace.framing.Framer;
import dev.tailrace.model.Origin;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.SourceItem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way of one origin's bytes to the log: cut into lines, with the producer's time if they have
 * one. A line that has no end yet is written as a part once it has been quiet for a while. Confined
 * to the stream's ingest loop.
 */
final class OriginWay {
    private final Appender appender;
    private final Framer framer;
    private final IngestLoop loop;
    private final long flushAfterNanos;
    private final Runnable quiet;

    /** The producer's time of the newest bytes; null if they are of when they were read. */
    private @Nullable Long ownTime;

    private long lastBytes;
    private boolean flushScheduled;

    /**
     * @param flushAfter after how much quiet a line without its end is written
     * @param quiet writes it, and publishes it
     */
    OriginWay(
            Origin origin,
            Appender appender,
            int maxRecordBytes,
            IngestLoop loop,
            Duration flushAfter,
            Runnable quiet) {
        this.appender = appender;
        this.loop = loop;
        this.flushAfterNanos = flushAfter.toNanos();
        this.quiet = quiet;
        this.framer =
                new Framer(
                        maxRecordBytes,
                        (bytes, offset, length, partial) ->
                                appender.append(origin, partial, bytes, offset, length));
    }

    /** Appends the lines that have their end; {@code time} is the producer's, if it has one. */
    void accept(SourceItem.Chunk chunk, @Nullable Long time) {
        ownTime = time;
        appender.at(time);
        framer.accept(chunk.bytes(), chunk.offset(), chunk.length());
    }

    /** Appends what has no end yet, as a part of its line. */
    void flush() {
        appender.at(ownTime);
        framer.flush();
    }

    /** Whether there is a line without its end. */
    boolean isCarrying() {
        return framer.isCarrying();
    }

    /** How many bytes of it there are. */
    int carried() {
        return framer.carried();
    }

    void flushWhenQuiet() {
        if (framer.isCarrying()) {
            lastBytes = System.nanoTime();
            if (!flushScheduled) {
                flushIn(flushAfterNanos);
            }
        }
    }

    private void flushIn(long nanos) {
        flushScheduled = true;
        var _ = loop.executor().schedule(this::flushIfQuiet, nanos, TimeUnit.NANOSECONDS);
    }

    private void flushIfQuiet() {
        flushScheduled = false;
        if (!framer.isCarrying()) {
            return;
        }
        long wait = flushAfterNanos - (System.nanoTime() - lastBytes);
        if (wait > 0) {
            flushIn(wait);
        } else {
            quiet.run();
        }
    }
}
