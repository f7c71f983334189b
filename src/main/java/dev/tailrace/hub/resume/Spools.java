package dev.tailrace.hub.resume;

import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Position;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.LeftSpool;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.Spool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The spools of one stream, one an origin. Only on the stream's ingest loop, but for {@link #bytes}
 * and {@link #mayHaveLeft}.
 */
public final class Spools {
    private static final System.Logger LOG = System.getLogger(Spools.class.getName());

    /**
     * How far a spool's position may fall behind. The records from there on must still be kept when
     * the spool is recovered, and no log is kept for so short a time; renewing costs some
     * microseconds.
     */
    private static final Duration RENEW_AFTER = Duration.ofMillis(250);

    private final IngestLoop loop;
    private final StreamLog log;
    private final Path folder;
    private final Spool stdout;
    private final Spool stderr;
    private @Nullable Future<?> renewal;
    private final LongAdder recovered;

    /**
     * @param folder where the files are; made when it is needed
     * @param enabled false to look only for what another gateway has left
     * @param maxBytes of an origin: what of a file may be in records
     * @param recovered counts the bytes that are taken in though a killed gateway had read them
     */
    public Spools(
            IngestLoop loop,
            StreamLog log,
            Path folder,
            boolean enabled,
            int maxBytes,
            LongAdder recovered) {
        this.loop = loop;
        this.log = log;
        this.folder = folder;
        this.recovered = recovered;
        this.stdout = new Spool(folder, Origin.STDOUT, this::next, enabled, maxBytes);
        this.stderr = new Spool(folder, Origin.STDERR, this::next, enabled, maxBytes);
    }

    private Position next() {
        return new Position(log.description().epoch(), log.next());
    }

    public Spool of(Origin origin) {
        return origin == Origin.STDERR ? stderr : stdout;
    }

    /** What their files take now. Any thread. */
    public long bytes() {
        return stdout.bytes() + stderr.bytes();
    }

    /** All bytes read of {@code origin} are committed, but for the last {@code carried}. */
    public void settled(Origin origin, int carried) {
        of(origin).settled(carried);
        if (renewal == null && bytes() > 0) {
            renewLater();
        }
    }

    private void renewLater() {
        renewal =
                loop.executor().schedule(this::renew, RENEW_AFTER.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Their files need no record that is written by now. */
    public void renewNow() {
        if (renewal != null) {
            renewal.cancel(false);
        }
        renew();
    }

    /** As time does it. */
    void renew() {
        renewal = null;
        boolean stdoutUsed = stdout.renew();
        if (stderr.renew() || stdoutUsed) {
            renewLater();
        }
    }

    /** Whether {@link #recover} may find something. Any thread. */
    public boolean mayHaveLeft() {
        return Files.isDirectory(folder);
    }

    /**
     * Hands to {@code taker} what was read by a gateway that was killed, or before a source failed,
     * and is not in the log.
     *
     * @param carried how many of the bytes that {@code taker} has of an origin are in no record
     */
    public void recover(Consumer<SourceItem.Chunk> taker, ToIntFunction<Origin> carried) {
        for (Origin origin : List.of(Origin.STDOUT, Origin.STDERR)) {
            of(origin).release();
            Optional<LeftSpool> left = find(origin);
            if (left.isPresent() && handOn(left.get(), origin, taker)) {
                of(origin).goOnWith(left.get(), carried.applyAsInt(origin));
                settled(origin, carried.applyAsInt(origin));
            }
        }
    }

    private Optional<LeftSpool> find(Origin origin) {
        try {
            return LeftSpool.find(folder, origin, next());
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "What was read of {0} before the gateway was killed cannot be taken in: {1}",
                    origin.text(),
                    Reasons.of(e));
            return Optional.empty();
        }
    }

    /** Whether it worked. */
    private boolean handOn(LeftSpool left, Origin origin, Consumer<SourceItem.Chunk> taker) {
        try {
            long at = SpooledBytes.takenOver(left, origin, log);
            long rest = left.size() - at;
            if (rest > 0) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "{0}: {1,number,#} of {2,number,#} bytes were read and not written; they are"
                                + " in the log from seq {3,number,#} on.",
                        left,
                        rest,
                        left.size(),
                        log.next());
            }
            byte[] buffer = loop.buffer();
            while (at < left.size()) {
                int length = (int) Math.min(buffer.length, left.size() - at);
                left.read(buffer, length, at);
                taker.accept(SourceItem.Chunk.read(origin, buffer, 0, length));
                at += length;
            }
            recovered.add(rest);
            return true;
        } catch (IOException e) {
            setAside(left, e);
            return false;
        }
    }

    private static void setAside(LeftSpool left, IOException failure) {
        LOG.log(
                System.Logger.Level.ERROR,
                "{0} ({1,number,#} bytes) cannot be taken in, and is set aside as *.unread: {2}",
                left,
                left.size(),
                Reasons.of(failure));
        try {
            left.setAside();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "{0} stays where it is: {1}", left, Reasons.of(e));
        }
    }

    /** Removes them, after all that was read has been committed. */
    public void close() {
        if (renewal != null) {
            renewal.cancel(false);
        }
        stdout.close();
        stderr.close();
    }
}
