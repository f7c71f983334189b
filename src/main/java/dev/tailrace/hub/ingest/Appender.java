package dev.tailrace.hub.ingest;

import dev.tailrace.log.LogTime;
import dev.tailrace.log.LogWriter;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.SourceItem;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Appends one stream's records with their times, from all its sources. Confined to the stream's
 * ingest loop, but for {@link #ahead}.
 *
 * <pre>
 *   no time of its own               --> the clock's
 *   AFTER_LAST                       --> 1 ns after the record before
 *   at most max-ahead in the future  --> as the producer says
 *   beyond                           --> the clock's, counted; a system record says what was said
 * </pre>
 *
 * Times in a stream only rise: one of the year 2099 would be that of all records after it.
 */
public final class Appender {
    private static final System.Logger LOG = System.getLogger(Appender.class.getName());

    /** Said again after so long: a producer whose clock is wrong says it with each line. */
    private static final Duration SAID_APART = Duration.ofMinutes(1);

    /** The clock has not been asked since the last commit. */
    private static final long NOT_ASKED = Long.MIN_VALUE;

    private final StreamName stream;
    private final LogWriter writer;
    private final LogTime time;
    private final Duration maxAhead;
    private final LongAdder ahead = new LongAdder();
    private long now = NOT_ASKED;

    /** What the producer says of the records that follow, if that is replaced. */
    private @Nullable Instant replaced;

    private @Nullable Long saidAt;

    /**
     * @param maxAhead how far in the future the time of a record may be
     */
    public Appender(StreamName stream, LogWriter writer, LogTime time, Duration maxAhead) {
        this.stream = stream;
        this.writer = writer;
        this.time = time;
        this.maxAhead = maxAhead;
    }

    /** How many records have been given the clock's time instead of their own. Any thread. */
    long ahead() {
        return ahead.sum();
    }

    /**
     * The time of the records that follow.
     *
     * @param own the producer's, in ns since 1970, or {@link SourceItem#AFTER_LAST}; null if they
     *     have none
     */
    void at(@Nullable Long own) {
        replaced = null;
        if (own == null) {
            writer.readNow();
        } else if (own == SourceItem.AFTER_LAST) {
            writer.readAfterLast();
        } else if (isAhead(own)) {
            replaced = Instant.EPOCH.plusNanos(own);
            writer.readNow();
        } else {
            writer.readAt(own);
        }
    }

    /** Whether a time in ns since 1970 is beyond what is accepted. */
    private boolean isAhead(long own) {
        return own > now() + maxAhead.toNanos();
    }

    /** That time, or the clock's if it is beyond what is accepted. */
    long bounded(long own) {
        return isAhead(own) ? now() : own;
    }

    /** The clock's time, asked once a commit: asking for each record costs more than storing it. */
    private long now() {
        if (now == NOT_ASKED) {
            now = ChronoUnit.NANOS.between(Instant.EPOCH, time.clock().instant());
        }
        return now;
    }

    /** Appends a record of the time that was told last. */
    void append(Origin origin, boolean partial, byte[] content, int offset, int length) {
        if (replaced != null) {
            ahead.increment();
            say(replaced);
        }
        writer.append(origin, partial, content, offset, length);
    }

    private void say(Instant said) {
        long ticks = time.ticks().getAsLong();
        if (saidAt != null && ticks - saidAt < SAID_APART.toNanos()) {
            return;
        }
        saidAt = ticks;
        LOG.log(
                System.Logger.Level.WARNING,
                "Stream {0}: a record says that it is of {1}, further in the future than"
                        + " tailrace.ingest.max-ahead ({2}), and gets the clock''s time. All such"
                        + " records are counted; the next is said in a minute at the earliest.",
                stream,
                said,
                // 10m, as in the configuration, and not PT10M.
                maxAhead.toString().substring(2).toLowerCase(Locale.ROOT));
        byte[] record = SystemRecord.ahead(said);
        writer.append(Origin.SYSTEM, false, record, 0, record.length);
    }

    /** As {@link LogWriter#commit}. */
    boolean commit() {
        now = NOT_ASKED;
        return writer.commit();
    }
}
