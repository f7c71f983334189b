package dev.tailrace.log;

import dev.tailrace.model.Batch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What happens to records that the disk does not take: they are left out of history, and it is said
 * which. Writing is tried again with later records. Confined to the log's writer.
 *
 * <pre>
 *   WRITING --failed write--> LEAVING OUT --a write after RETRY_AFTER that succeeds--> WRITING
 * </pre>
 */
final class DiskFailures {
    private static final System.Logger LOG = System.getLogger(DiskFailures.class.getName());

    /** Long enough that a full disk is not hammered, short enough that little more is lost. */
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    private final String where;
    private final InstantSource clock;
    private @Nullable Instant retryAt;
    private long firstLost;

    DiskFailures(String where, InstantSource clock) {
        this.where = where;
        this.clock = clock;
    }

    void write(SegmentWriter writer, Batch batch) {
        if (retryAt != null && clock.instant().isBefore(retryAt)) {
            return;
        }
        try {
            writer.write(batch);
            if (retryAt != null) {
                retryAt = null;
                resumed(batch);
            }
        } catch (IOException e) {
            failed(writer, batch, e);
        }
    }

    private void failed(SegmentWriter writer, Batch batch, IOException failure) {
        if (retryAt == null) {
            firstLost = batch.first();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} cannot be written from seq {1,number,#} on: {2}. Live delivery goes on;"
                            + " history has a gap until writing succeeds again.",
                    where,
                    firstLost,
                    failure.toString());
        }
        retryAt = clock.instant().plus(RETRY_AFTER);
        try {
            writer.abandon();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "A segment of " + where + " was not closed: " + e);
        }
    }

    /**
     * Seals what is written. The numbers of lost records stay used: readers have seen them, so an
     * empty segment is left that holds {@code next}.
     */
    void close(SegmentWriter writer, long next) throws IOException {
        if (retryAt != null) {
            writer.hold(next);
        }
        writer.close();
    }

    private void resumed(Batch batch) {
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} is written again from seq {1,number,#} on; seq {2,number,#} to {3,number,#} may be"
                        + " missing from history.",
                where,
                batch.first(),
                firstLost,
                batch.first() - 1);
    }
}
