package dev.tailrace.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.log.Folder;
import dev.tailrace.log.LogFile;
import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Position;
import dev.tailrace.source.Resumed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the source of one stream was, kept in {@code source.json} beside the log:
 *
 * <pre>
 *   {"position":"k3v9x2ab-1234","place":"..."}     all before position was before place
 *
 *   loop:    offer(place) --newest--.
 *   keeper:            take --> sync of the log --> keep: what was taken is durable now
 *   next start:  place, and the bytes in records from position on ----> Resumed
 * </pre>
 *
 * The position is the log's, the count comes from its records: so it does not matter when the
 * gateway was killed. {@link #offer} and {@link #resumed} on the stream's ingest loop, the others
 * on any thread.
 */
final class Checkpoint {
    static final String NAME = "source.json";

    private static final System.Logger LOG = System.getLogger(Checkpoint.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Two fsyncs a second and busy stream; and a start has at most so much to count. Whoever was
     * started a moment ago may be killed in another: then it is more often, so that one that is
     * killed again and again gets on all the same.
     */
    private static final Duration APART = Duration.ofSeconds(1);

    /** A place is some hundred bytes; a file that is larger is not ours. */
    private static final int MAX_BYTES = 1 << 20;

    private final Folder folder;
    private final StreamLog log;
    private final LongSupplier ticks;
    private final long openedAt;
    private volatile @Nullable Kept newest;
    private volatile @Nullable Kept written;
    private long writtenAt;
    private boolean failing;

    /** All records before {@code next} were before {@code place}. */
    record Kept(long next, String place) {}

    /**
     * @param ticks a clock that is never set, in ns
     */
    Checkpoint(Folder folder, StreamLog log, LongSupplier ticks) {
        this.folder = folder;
        this.log = log;
        this.ticks = ticks;
        this.openedAt = ticks.getAsLong();
        this.writtenAt = openedAt;
        Kept found = read();
        this.written = found;
        this.newest = found;
        if (found != null && found.next() > log.next()) {
            // Numbers that were given while the disk was full are given again: not those of before.
            Kept lowered = new Kept(log.next(), found.place());
            this.newest = lowered;
            keep(lowered);
        }
    }

    private @Nullable Kept read() {
        if (!folder.exists(NAME)) {
            return null;
        }
        try (LogFile file = folder.openForReading(NAME)) {
            byte[] bytes = new byte[(int) Math.min(file.size(), MAX_BYTES)];
            file.readFully(ByteBuffer.wrap(bytes), 0);
            var json = JSON.readTree(bytes);
            Position position = Position.parse(json.path("position").asText()).orElseThrow();
            return new Kept(position.seq(), json.path("place").asText());
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}/{1} cannot be read, so its source begins as if it were new: {2}",
                    folder,
                    NAME,
                    e.toString());
            return null;
        }
    }

    /** The source was at {@code place} after all that is published now. */
    void offer(String place) {
        Kept offered = new Kept(log.next(), place);
        newest = offered;
        // Without any, a start would not know from where to count; nothing is to be synced yet.
        if (written == null && offered.next() <= log.durable()) {
            keep(offered);
        }
    }

    /** What to hand to {@link #keepDurable} after a sync, if one is due. */
    @Nullable Kept take() {
        Kept now = newest;
        return now == null || now.equals(written) ? null : now;
    }

    /** Writes what was taken before a sync, unless the last time was just now. */
    synchronized void keepDurable(@Nullable Kept taken) {
        if (taken != null
                && taken.next() <= log.durable()
                && ticks.getAsLong() - writtenAt >= apart()) {
            keep(taken);
        }
    }

    private long apart() {
        return Math.min(APART.toNanos(), (ticks.getAsLong() - openedAt) / 2);
    }

    /** Writes the newest; all that is published must be durable. */
    void close() {
        Kept last = take();
        if (last != null) {
            keep(last);
        }
    }

    private synchronized void keep(Kept kept) {
        writtenAt = ticks.getAsLong();
        try {
            write(kept);
            written = kept;
            failing = false;
        } catch (IOException e) {
            LOG.log(
                    failing ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "{0}/{1} cannot be written, which is tried again: {2}",
                    folder,
                    NAME,
                    Reasons.of(e));
            failing = true;
        }
    }

    private void write(Kept kept) throws IOException {
        Position position = new Position(log.description().epoch(), kept.next());
        byte[] json =
                JSON.writeValueAsBytes(
                        JSON.createObjectNode()
                                .put("position", position.toString())
                                .put("place", kept.place()));
        String temporary = NAME + ".new";
        folder.delete(temporary);
        try (LogFile file = folder.create(temporary)) {
            file.write(ByteBuffer.wrap(json), 0);
            file.sync();
        }
        folder.rename(temporary, NAME);
        folder.sync();
    }

    /** Where the source goes on: its newest place, and what the log has had of it since. */
    Resumed resumed() {
        Kept from = newest;
        if (from == null) {
            return Resumed.NOTHING;
        }
        Count count = new Count();
        try {
            count.from(from.next());
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} cannot be read from seq {1,number,#} on, so lines may be stored twice: {2}",
                    folder,
                    from.next(),
                    Reasons.of(e));
        }
        return new Resumed(Optional.of(from.place()), count.stdout, count.stderr);
    }

    /** The bytes in records, up to the first hole: what was in that is read again. */
    private final class Count {
        long stdout;
        long stderr;

        void from(long first) throws IOException {
            long seq = first;
            try (SegmentReader reader = log.reader()) {
                while (seq < log.next()
                        && reader.read(seq) instanceof SegmentReader.Result.Records(Batch batch)) {
                    add(batch);
                    seq = batch.next();
                }
            }
            if (seq < log.next()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} lacks records from seq {1,number,#} on; the source reads them again, and"
                                + " what the log has after them may be stored twice.",
                        folder,
                        seq);
            }
        }

        private void add(Batch batch) {
            for (int i = 0; i < batch.count(); i++) {
                int length = batch.contentEnd(i) - batch.contentStart(i);
                int bytes = length + (batch.partial(i) ? 0 : 1);
                if (batch.origin(i) == Origin.STDOUT) {
                    stdout += bytes;
                } else if (batch.origin(i) == Origin.STDERR) {
                    stderr += bytes;
                }
            }
        }
    }
}
