package dev.tailrace.log;

import dev.tailrace.model.Cri;
import dev.tailrace.model.Origin;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes the headers of one stream's records, with times that strictly rise: the clock is asked
 * once a chunk (asking for each record costs two thirds of the throughput), and each record is at
 * least 1 ns after the one before, so that time order and seq order are one. Confined to the log's
 * writer.
 */
final class RecordHeader {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int NANOS_AT = 20;

    /** The time of the newest record where there is none. */
    private static final long NO_RECORD = 0;

    private static final int NANO_DIGITS = 9;

    private final InstantSource clock;
    private final byte[] header =
            "1970-01-01T00:00:00.000000000Z stdout F ".getBytes(StandardCharsets.US_ASCII);
    private long second = Long.MIN_VALUE;
    private long chunkTime;
    private long last;

    /**
     * @param last the time of the newest record there is, in nanoseconds since 1970; 0 if none is
     */
    RecordHeader(InstantSource clock, long last) {
        this.clock = clock;
        this.last = last;
    }

    /** Asks the clock: the records that follow were read now. */
    void readNow() {
        chunkTime = LogTime.nanos(clock.instant());
    }

    /** The records that follow are of {@code time}, in nanoseconds since 1970. */
    void readAt(long time) {
        chunkTime = time;
    }

    /** The records that follow come 1 ns after those before; where there are none, they are now. */
    void readAfterLast() {
        if (isEmpty()) {
            readNow();
        } else {
            chunkTime = last;
        }
    }

    boolean isEmpty() {
        return last == NO_RECORD;
    }

    /** Writes the next record's header to {@code target}. */
    void writeTo(byte[] target, int at, Origin origin, boolean partial) {
        last = Math.max(chunkTime, last + 1);
        long newSecond = Math.floorDiv(last, NANOS_PER_SECOND);
        if (newSecond != second) {
            second = newSecond;
            String text = SECONDS.format(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
            System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, header, 0, 19);
        }
        int nanos = (int) (last - second * NANOS_PER_SECOND);
        for (int i = NANOS_AT + NANO_DIGITS - 1; i >= NANOS_AT; i--) {
            int rest = nanos / 10;
            header[i] = (byte) ('0' + nanos - rest * 10);
            nanos = rest;
        }
        System.arraycopy(origin.bytes(), 0, header, Cri.ORIGIN_AT, Cri.ORIGIN_BYTES);
        header[Cri.TAG_AT] = (byte) (partial ? 'P' : 'F');
        System.arraycopy(header, 0, target, at, Cri.HEADER_BYTES);
    }
}
