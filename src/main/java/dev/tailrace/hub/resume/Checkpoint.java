package dev.tailrace.hub.resume;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailrace.log.Folder;
import dev.tailrace.log.SmallFile;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Position;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.Resumed;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the source of one stream was, kept in {@code source.json} beside the log:
 *
 * <pre>
 *   {"position":"k3v9x2ab-1234","place":"..."}     all before position was before place
 *   {..., "stdout":120,"stderr":7}                 but for so many bytes: their records may be
 *                                                  removed, and cannot be counted then
 *   source.json.old                                the one before it, which is as exact: it has
 *                                                  more bytes counted after it
 *
 *   loop:    offer(place) --newest--.
 *   keeper:            take --> sync of the log --> keep: what was taken is durable now
 *   next start:  place, and the bytes in records from position on ----> Resumed
 * </pre>
 *
 * The position is the log's, the count comes from its records: so it does not matter when the
 * gateway was killed. {@link #offer}, {@link #count} and {@link #resumed} on the stream's ingest
 * loop, the others on any thread.
 */
public final class Checkpoint {
    public static final String NAME = "source.json";

    private static final String STDOUT = "stdout";
    private static final String STDERR = "stderr";

    private static final String GOES_ON = "its source goes on from the place before that";
    private static final String BEGINS =
            "its source begins as if it were new, and lines may be stored twice";

    private static final System.Logger LOG = System.getLogger(Checkpoint.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Two fsyncs a second and busy stream; and a start has at most so much to count. A gateway that
     * was started a moment ago may be killed in another: then it is more often, so that one that is
     * killed again and again gets on all the same.
     */
    private static final Duration APART = Duration.ofSeconds(1);

    private final SmallFile file;
    private final StreamLog log;
    private final LongSupplier ticks;
    private final long openedAt;

    /** Whether the log has records though no place of a source is known. */
    private boolean unknown;

    private volatile @Nullable Kept newest;
    private volatile @Nullable Kept written;
    private long writtenAt;
    private boolean failing;

    /** All records before {@code next} were before {@code place}, but for {@code more} bytes. */
    public record Kept(long next, String place, ProducedBytes more) {}

    /**
     * @param ticks a clock that is never set, in ns
     * @throws IOException if the disk fails
     */
    public Checkpoint(Folder folder, StreamLog log, LongSupplier ticks) throws IOException {
        this.file = new SmallFile(folder, NAME);
        this.log = log;
        this.ticks = ticks;
        this.openedAt = ticks.getAsLong();
        this.writtenAt = openedAt;
        Kept found = read();
        // What is known from the spare alone is to be written again.
        this.written = file.exists() ? found : null;
        this.newest = found;
        if (found != null && found.next() > log.next()) {
            // Numbers that were given while the disk was full are given again: not those of before.
            Kept lowered = new Kept(log.next(), found.place(), found.more());
            this.newest = lowered;
            keep(lowered);
        }
    }

    private @Nullable Kept read() throws IOException {
        SmallFile spare = file.spare();
        boolean there = file.exists();
        boolean spareThere = spare.exists();
        Optional<Kept> found = file.read(Checkpoint::parsed, spareThere ? GOES_ON : BEGINS);
        if (found.isPresent()) {
            return found.get();
        }
        Optional<Kept> before = spare.read(Checkpoint::parsed, BEGINS);
        // Of what was there and cannot be used it has been said what that means.
        if (before.isPresent() && !there) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} is missing: its source goes on from the place before that, in {1}.",
                    file,
                    spare);
        }
        unknown = !there && !spareThere && log.next() > 0;
        return before.orElse(null);
    }

    private static Kept parsed(byte[] bytes) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new IOException("it is no JSON", e);
        }
        Position position =
                Position.parse(json.path("position").asText())
                        .orElseThrow(() -> new IOException("it has no position"));
        ProducedBytes more =
                new ProducedBytes(json.path(STDOUT).asLong(), json.path(STDERR).asLong());
        return new Kept(position.seq(), json.path("place").asText(), more);
    }

    /** The source was at {@code place} after all that is published now. */
    public void offer(String place) {
        Kept offered = new Kept(log.next(), place, ProducedBytes.NONE);
        newest = offered;
        // Without any, a start would not know from where to count; nothing is to be synced yet.
        if (written == null && offered.next() <= log.settled()) {
            keep(offered);
        }
    }

    /** What to hand to {@link #keepDurable} after a sync, if one is due. */
    public @Nullable Kept take() {
        Kept now = newest;
        return now == null || now.equals(written) ? null : now;
    }

    /** Writes what was taken before a sync, unless the last time was just now. */
    public synchronized void keepDurable(@Nullable Kept taken) {
        if (taken != null
                && taken.next() <= log.settled()
                && ticks.getAsLong() - writtenAt >= apart()) {
            keep(taken);
        }
    }

    private long apart() {
        return Math.min(APART.toNanos(), (ticks.getAsLong() - openedAt) / 2);
    }

    /** Writes the newest; all that is published must be durable. */
    public void close() {
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
                    "{0} cannot be written, which is tried again: {1}",
                    file,
                    Reasons.of(e));
            failing = true;
        }
    }

    private void write(Kept kept) throws IOException {
        Position position = new Position(log.description().epoch(), kept.next());
        ObjectNode json =
                JSON.createObjectNode()
                        .put("position", position.toString())
                        .put("place", kept.place());
        if (kept.more().sum() > 0) {
            json.put(STDOUT, kept.more().stdout()).put(STDERR, kept.more().stderr());
        }
        file.replaceAndKeep(JSON.writeValueAsBytes(json), SmallFile.Survives.POWER_LOSS);
    }

    /**
     * Counts what records there are after the newest place: they may be removed then, once {@link
     * #keepTwice} has it.
     *
     * @throws IOException if they cannot be read
     */
    public void count() throws IOException {
        Kept from = newest;
        if (from != null && from.next() < log.next()) {
            OriginBytes count = new OriginBytes();
            count.count(log, from.next());
            newest = new Kept(log.next(), from.place(), from.more().plus(count.counted()));
        }
    }

    /**
     * Writes what was taken before a sync, and in the place of the one before it, too: what that
     * would count is to be removed.
     *
     * @throws IOException if it cannot be written
     */
    public synchronized void keepTwice(@Nullable Kept taken) throws IOException {
        if (taken != null) {
            write(taken);
            write(taken);
            written = taken;
        }
    }

    /** Where the source goes on: its newest place, and what the log has had of it since. */
    public Resumed resumed() {
        Kept from = newest;
        if (from == null) {
            if (unknown) {
                unknown = false;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} is missing though the log has records: the source begins as if it"
                                + " were new, and what it still has is stored again.",
                        file);
            }
            return Resumed.NOTHING;
        }
        OriginBytes count = new OriginBytes();
        try {
            count.count(log, from.next());
            if (count.next() < log.next()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The log of {0} lacks records from seq {1,number,#} on; the source reads them"
                                + " again, and what the log has after them may be stored twice.",
                        file,
                        count.next());
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The log of {0} cannot be read from seq {1,number,#} on, so lines may be"
                            + " stored twice: {2}",
                    file,
                    from.next(),
                    Reasons.of(e));
        }
        return new Resumed(Optional.of(from.place()), from.more().plus(count.counted()));
    }
}
