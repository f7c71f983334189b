package dev.tailrace.hub.ingest;

import dev.tailrace.cursor.Feed;
import dev.tailrace.hub.resume.Checkpoint;
import dev.tailrace.hub.resume.Spools;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Opening;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.Spool;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of what a source brings: framed, appended, written, published. Confined to the stream's
 * ingest loop, but for {@link #take(Source)}, {@link #takeRest} and {@link #mayRecover}.
 *
 * <p>Standard error goes out with the read that brought it, finished or not; a line of standard
 * output, or with a time of its own, waits for its newline, or until it has been quiet for a while.
 * A spool keeps what is read until it is written: it is told after each commit how much is not.
 */
public final class Ingest {
    private final IngestLoop loop;
    private final StreamLog log;
    private final Appender appender;
    private final Feed feed;
    private final Spools spools;
    private final Consumer<SourceEvent> events;
    private final Checkpoint checkpoint;
    private final OriginWay stdout;
    private final OriginWay stderr;

    /** Of the newest source. */
    private Intake intake;

    /** Whether what was last appended waits for the disk, and the producer with it. */
    private boolean held;

    /** Whether there are records that no {@link #publish} has seen yet. */
    private boolean unpublished;

    /** The producer's time of the event that is told now, if it has one. */
    private @Nullable Long eventTime;

    /** Where the source is, until it hands on more or that is known to {@link #checkpoint}. */
    private @Nullable String place;

    /**
     * @param flushAfter after how much quiet an unfinished line is written as a part
     * @param events told what happens to the source
     */
    public Ingest(
            StreamParts parts,
            Appender appender,
            Duration flushAfter,
            Consumer<SourceEvent> events) {
        this.loop = parts.loop();
        this.log = parts.log();
        this.feed = parts.feed();
        this.appender = appender;
        this.spools = parts.spools();
        this.events = events;
        this.checkpoint = parts.checkpoint();
        this.stdout = wayOf(Origin.STDOUT, flushAfter);
        this.stderr = wayOf(Origin.STDERR, flushAfter);
        this.intake = new Intake(loop, this::takeItem, () -> true);
    }

    private OriginWay wayOf(Origin origin, Duration flushAfter) {
        return new OriginWay(
                origin,
                appender,
                log.settings().maxRecordBytes(),
                loop,
                flushAfter,
                () -> end(origin));
    }

    private OriginWay way(Origin origin) {
        return origin == Origin.STDERR ? stderr : stdout;
    }

    /**
     * Opens a source and takes what it brings, after what the one before it has brought. Any
     * thread.
     *
     * @throws dev.tailrace.source.SourceException if it cannot be set up
     */
    public void take(Source from) {
        SourceItems items = from.open(opening());
        Intake next = new Intake(loop, this::takeItem, () -> isTaking(from.waitsForDisk()));
        loop.executor()
                .execute(() -> {
                    intake.takeRest();
                    intake = next;
                });
        items.subscribe(next);
    }

    private Opening opening() {
        return new Opening() {
            @Override
            public Resumed resumed() {
                return checkpoint.resumed();
            }

            @Override
            public Spool spool(Origin origin) {
                return spools.of(origin);
            }
        };
    }

    /** The source is about to stop: takes what it has yet, whatever the disk does. Any thread. */
    void takeRest() {
        loop.executor().execute(() -> intake.takeRest());
    }

    public void takeItem(SourceItem item) {
        switch (item) {
            case SourceItem.Chunk chunk -> chunk(chunk);
            case SourceItem.Commit _ -> commit();
            case SourceItem.Checkpoint(String newest) -> checkpoint(newest);
            case SourceItem.Event told -> event(told.event(), told.time());
            case SourceItem.End(Origin origin) -> end(origin);
        }
    }

    /** Whether a gateway that was killed may have left something to take in. Any thread. */
    boolean mayRecover() {
        return spools.mayHaveLeft();
    }

    /**
     * Takes in what a killed gateway had read and not written; nothing if there is none.
     *
     * @param goesOn whether the source that is to start goes on with a line that is unfinished
     */
    public void recover(boolean goesOn) {
        spools.recover(this::chunk, origin -> way(origin).carried());
        if (!goesOn) {
            end(Origin.STDOUT);
        }
    }

    /** Writes what is unfinished: nothing more will come. */
    public void close() {
        end(Origin.STDOUT);
        end(Origin.STDERR);
        spools.close();
        intake.close();
    }

    private void chunk(SourceItem.Chunk chunk) {
        place = null;
        switch (chunk.timed()) {
            case READ -> read(chunk);
            case OWN -> timed(chunk, chunk.time());
            case NOT ->
                    timed(
                            chunk,
                            log.writer().isEmpty()
                                    ? appender.bounded(chunk.time())
                                    : SourceItem.AFTER_LAST);
        }
    }

    private void read(SourceItem.Chunk chunk) {
        Origin origin = chunk.origin();
        OriginWay way = way(origin);
        way.accept(chunk, null);
        if (origin == Origin.STDERR) {
            way.flush();
        } else {
            way.flushWhenQuiet();
        }
        publish();
        settle(origin);
    }

    private void timed(SourceItem.Chunk chunk, long time) {
        unpublished = true;
        way(chunk.origin()).accept(chunk, time);
    }

    private void commit() {
        stdout.flushWhenQuiet();
        stderr.flushWhenQuiet();
        publish();
    }

    private void checkpoint(String newest) {
        if (unpublished) {
            commit();
        }
        place = newest;
        offerPlace();
    }

    /** As soon as all that was before it is in a record that is written. */
    private void offerPlace() {
        if (place != null && !held && !stdout.isCarrying() && !stderr.isCarrying()) {
            checkpoint.offer(place);
            place = null;
        }
    }

    private void settle(Origin origin) {
        if (!held) {
            spools.settled(origin, way(origin).carried());
        }
    }

    /**
     * Whether the disk takes records now.
     *
     * @param waits whether one that fails is to be waited for even if nothing is held for it
     */
    public boolean isTaking(boolean waits) {
        if (held) {
            publish();
            settle(Origin.STDOUT);
            settle(Origin.STDERR);
        }
        return !held && !(waits && log.isFailing());
    }

    private void end(Origin origin) {
        way(origin).flush();
        publish();
        if (!held) {
            spools.of(origin).flushed();
        }
    }

    private void event(SourceEvent event, @Nullable Long time) {
        eventTime = time;
        try {
            events.accept(event);
        } finally {
            eventTime = null;
        }
    }

    /** When the event that is told now happened. */
    Instant eventTime() {
        Long own = eventTime;
        return own == null || own == SourceItem.AFTER_LAST
                ? Instant.now()
                : Instant.EPOCH.plusNanos(appender.bounded(own));
    }

    /** Appends one of the gateway's own records. */
    void system(byte[] record) {
        appender.at(eventTime);
        appender.append(Origin.SYSTEM, false, record, 0, record.length);
        publish();
    }

    /** Appends a mark of a person; empty if the disk does not take it now. */
    Optional<Mark> mark(byte[] record) {
        if (held || log.isFailing()) {
            return Optional.empty();
        }
        system(record);
        Batch newest = log.written() < log.next() ? null : log.recent().before(log.next());
        return Optional.ofNullable(newest).map(Mark::lastOf);
    }

    /**
     * Prepares that records of before now are removed: how much of the source they have is known
     * without them from now on.
     *
     * @param all whether the segment that is written is to go, too, and so is sealed
     * @return the seq that comes next
     * @throws IOException if the disk takes no records now, or the newest cannot be read
     */
    long beforeRemoval(boolean all) throws IOException {
        publish();
        long next = all ? log.removals().seal() : log.next();
        checkpoint.count();
        spools.renewNow();
        return next;
    }

    private void publish() {
        held = !appender.commit();
        unpublished = false;
        feed.published();
        offerPlace();
    }
}
