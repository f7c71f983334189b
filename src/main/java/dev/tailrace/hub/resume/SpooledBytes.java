package dev.tailrace.hub.resume;

import dev.tailrace.log.ReadResult;
import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Origin;
import dev.tailrace.source.LeftSpool;
import dev.tailrace.source.ProducedBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Finds out how much of a spool the log has: as many bytes as its records of that origin hold from
 * the spool's position on.
 *
 * <pre>
 *   spool    | in records | in a gap: how many? | in records after it | not in the log |
 * </pre>
 *
 * Where records are missing in between (retention, a full disk, damage) the sum is not known. The
 * bytes after the gap are then looked for in the spool, from its end: what the log has is never
 * taken twice, and no more is left out than may be in it.
 */
final class SpooledBytes {
    private static final System.Logger LOG = System.getLogger(SpooledBytes.class.getName());

    private final Origin origin;
    private final long limit;
    private long known;

    /** From where on records are missing, and up to where. */
    private Gap missing;

    /** The bytes in records after the last gap. */
    private final ByteArrayOutputStream after = new ByteArrayOutputStream();

    private SpooledBytes(Origin origin, long limit, long known, Gap missing) {
        this.origin = origin;
        this.limit = limit;
        this.known = known;
        this.missing = missing;
    }

    /**
     * How many of the first bytes of {@code left} the log has, or may have.
     *
     * @throws IOException if the log or the spool cannot be read
     */
    static long takenOver(LeftSpool left, Origin origin, StreamLog log) throws IOException {
        OriginBytes whole = new OriginBytes(ProducedBytes.NONE.with(origin, left.size()));
        whole.count(log, left.first());
        long known = whole.counted().of(origin);
        if (known < left.size() && whole.next() < log.next()) {
            Gap rest = new Gap(whole.next(), log.next() - 1, GapReason.DISK_FULL);
            return new SpooledBytes(origin, left.size(), known, rest).readOn(left, log);
        }
        return Math.min(known, left.size());
    }

    private long readOn(LeftSpool left, StreamLog log) throws IOException {
        long seq = missing.from();
        try (SegmentReader reader = log.reader()) {
            while (seq < log.next() && known < limit) {
                switch (reader.read(seq)) {
                    case ReadResult.Records(Batch batch) -> {
                        add(batch);
                        seq = batch.next();
                    }
                    case ReadResult.Missing(Gap gap) -> {
                        miss(gap);
                        seq = gap.to() + 1;
                    }
                    case ReadResult.AtEnd _ -> {
                        miss(new Gap(seq, log.next() - 1, GapReason.DISK_FULL));
                        seq = log.next();
                    }
                }
            }
        }
        return known < limit ? searched(left) : limit;
    }

    private void miss(Gap gap) {
        missing = new Gap(missing.from(), gap.to(), gap.reason());
        after.reset();
    }

    private void add(Batch batch) {
        for (int i = 0; i < batch.count(); i++) {
            if (batch.origin(i) == origin) {
                known += batch.producedBytes(i);
                after.write(batch.bytes(), batch.contentStart(i), batch.producedBytes(i));
            }
        }
    }

    private long searched(LeftSpool left) throws IOException {
        byte[] spool = new byte[Math.toIntExact(left.size())];
        left.read(spool, spool.length, 0);
        byte[] records = after.toByteArray();
        int begin = Math.toIntExact(Math.min(known - records.length, spool.length));
        int at = records.length == 0 ? -1 : lastIndexOf(records, spool, begin);
        long taken = at < 0 ? spool.length : at + records.length;
        LOG.log(
                System.Logger.Level.ERROR,
                "The log lacks seq {0,number,#} to {1,number,#} ({2}), so it is not known how much of"
                        + " {3} it had. Of {4,number,#} bytes it has {5,number,#}; {6,number,#} that"
                        + " were in those records, or are lost, are left out; {7,number,#} are taken"
                        + " in.",
                missing.from(),
                missing.to(),
                missing.reason().text(),
                left,
                spool.length,
                known,
                taken - known,
                spool.length - taken);
        return taken;
    }

    /** Where {@code part} is in {@code whole} for the last time, not before {@code from}, or -1. */
    private static int lastIndexOf(byte[] part, byte[] whole, int from) {
        for (int at = whole.length - part.length; at >= from; at--) {
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }
}
