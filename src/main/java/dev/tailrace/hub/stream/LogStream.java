package dev.tailrace.hub.stream;

import dev.tailrace.cursor.Feed;
import dev.tailrace.cursor.Replayers;
import dev.tailrace.hub.ingest.IngestConfig;
import dev.tailrace.hub.ingest.SourceLife;
import dev.tailrace.hub.ingest.StreamParts;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One stream: its log, its source while it has one, its readers. Any thread, but for what the
 * source brings, which comes on the stream's ingest loop.
 */
public final class LogStream {
    private static final System.Logger LOG = System.getLogger(LogStream.class.getName());

    private final StreamParts parts;
    private final StreamLog log;
    private final Readers readers;
    private final SourceLife life;
    private final LineRate rate;

    /**
     * @param changed told of each change of its state, and of each run that begins or ends
     */
    LogStream(
            StreamParts parts,
            Replayers replayers,
            Resumptions resumptions,
            IngestConfig config,
            Consumer<LogStream> changed) {
        this.parts = parts;
        this.log = parts.log();
        this.rate = new LineRate(log.next(), System.nanoTime());
        this.readers = new Readers(parts, replayers, resumptions);
        this.life = new SourceLife(parts, config, readers::runEnded, () -> changed.accept(this));
    }

    public StreamName name() {
        return parts.name();
    }

    public Labels labels() {
        return log.description().labels();
    }

    /** What it is made of. */
    public StreamParts parts() {
        return parts;
    }

    /** Its records. */
    public StreamLog log() {
        return log;
    }

    /** Its log, and the cursors that wait for more. */
    public Feed feed() {
        return parts.feed();
    }

    /** Whether somebody has removed its folder: looks at the disk, unless that is known. */
    public boolean isGone() {
        return feed().isRemoved() || log.isGone();
    }

    /** Its source, ended or not, and its state by that. */
    public SourceLife life() {
        return life;
    }

    public Readers readers() {
        return readers;
    }

    /** Tells the positions of its log from those of another. */
    public Epoch epoch() {
        return log.description().epoch();
    }

    /** The oldest seq that is kept. */
    public long first() {
        return log.first();
    }

    /** The seq of the record that comes next. */
    public long next() {
        return log.next();
    }

    /** The seq before which all records survive the gateway's death, or are lost and declared. */
    public long written() {
        return log.written();
    }

    /** The seq before which all records survive a power loss, or are lost and declared. */
    public long durable() {
        return log.durable();
    }

    /** The newest record's time in ns since 1970, 0 without one. */
    public long lastTime() {
        return log.writer().lastTime();
    }

    /** The oldest kept record's time in ns since 1970, 0 without one. */
    public long firstTime() {
        return log.firstTime();
    }

    /** How many records it has got a second in the last some seconds. */
    public double linesPerSecond() {
        return rate.perSecond(log.next(), System.nanoTime());
    }

    /** Notes how far it is, for {@link #linesPerSecond}. One thread, every few seconds. */
    void sampleRate() {
        rate.sample(log.next(), System.nanoTime());
    }

    /** What its segments take on disk, in bytes. */
    public long bytes() {
        return log.bytes();
    }

    /**
     * Its folder is removed: its source is let go as if the gateway stopped, its readers end with
     * what is in memory, and nothing of it is written any more.
     */
    void remove() {
        parts.feed().remove();
        var _ =
                life.remove()
                        .exceptionally(_ -> null)
                        .thenRunAsync(this::closeLog, parts.loop().executor())
                        .exceptionally(failure -> {
                            // There is nothing left that it could be kept in.
                            LOG.log(System.Logger.Level.DEBUG, "A removed log is closed", failure);
                            return null;
                        });
    }

    /** Seals the log, after its source has stopped. */
    public CompletionStage<Void> close() {
        return CompletableFuture.runAsync(
                () -> {
                    closeLog();
                    parts.checkpoint().close();
                },
                parts.loop().executor());
    }

    private void closeLog() {
        life.close();
        try {
            log.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
