package dev.tailrace.search;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.RequiredLiteral;
import dev.tailrace.log.ReadResult;
import dev.tailrace.log.RecentRecords;
import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.Uncut;
import dev.tailrace.log.UncutReader;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log piece by piece, in either direction: from memory what is there, sifted from the files
 * what can be, and record by record the rest, which tells why what is missing is. One thread.
 */
final class PieceReader implements Closeable {
    private final StreamLog log;
    private final RecentRecords recent;
    private final SegmentReader reader;
    private final @Nullable Sieve sieve;
    private final @Nullable UncutReader uncut;

    PieceReader(StreamLog log, RecordFilter filter) {
        this.log = log;
        this.recent = log.recent();
        this.reader = log.reader();
        RequiredLiteral literal = filter.required();
        this.sieve = literal == null ? null : new Sieve(literal);
        this.uncut = sieve == null ? null : log.uncutReader(sieve.room(), sieve.packed());
    }

    /**
     * The piece that begins with the record {@code seq}, and ends before {@code end} at the latest,
     * which is published.
     *
     * @throws IOException if the files cannot be read
     */
    Piece forward(long seq, long end) throws IOException {
        while (true) {
            long kept = log.first();
            if (seq < kept) {
                return missing(seq, Math.min(kept, end), log.goneReason());
            }
            long held = recent.first();
            Piece quick = quick(recent.from(seq), seq, false);
            Piece piece = quick == null ? recorded(seq, Math.min(end, Math.max(held, seq))) : quick;
            if (piece != null) {
                return part(piece, seq, end);
            }
        }
    }

    /** By records; null if memory has it, that had it not a moment ago. */
    private @Nullable Piece recorded(long seq, long lackingBefore) throws IOException {
        return switch (reader.read(seq)) {
            case ReadResult.Records(Batch batch) -> all(batch);
            case ReadResult.Missing(Gap gap) when seq < lackingBefore ->
                    missing(seq, Math.min(gap.to() + 1, lackingBefore), gap.reason());
            case ReadResult.AtEnd _ when seq < lackingBefore ->
                    missing(seq, lackingBefore, GapReason.CORRUPT);
            case ReadResult.Missing _, ReadResult.AtEnd _ -> null;
        };
    }

    /**
     * The piece that ends with the record {@code seq}, which is published, and begins with {@code
     * first} at the earliest.
     *
     * @throws IOException if the files cannot be read
     */
    Piece backward(long seq, long first) throws IOException {
        long kept = log.first();
        if (seq < kept) {
            return missing(first, seq + 1, log.goneReason());
        }
        Piece quick = quick(recent.before(seq + 1), seq, true);
        if (quick != null) {
            return part(quick, first, seq + 1);
        }
        Batch batch = log.search().before(seq + 1);
        if (batch != null && batch.next() == seq + 1) {
            return part(all(batch), first, seq + 1);
        }
        return lastOf(Math.max(first, batch == null ? first : batch.next()), seq);
    }

    /** The last piece of those that lie between, mostly of what is missing. */
    private Piece lastOf(long from, long seq) throws IOException {
        Piece piece = forward(from, seq + 1);
        while (piece.next() <= seq) {
            piece = forward(piece.next(), seq + 1);
        }
        return piece;
    }

    /** What need not be read record by record; null if it must be. */
    private @Nullable Piece quick(@Nullable Batch inMemory, long seq, boolean backwards)
            throws IOException {
        if (inMemory != null) {
            List<Batch> candidates = sieve == null ? List.of(inMemory) : sieve.sift(inMemory);
            return records(inMemory.first(), inMemory.next(), candidates, inMemory.size());
        }
        if (uncut == null || sieve == null) {
            return null;
        }
        Uncut found = uncut.read(seq, backwards);
        List<Batch> candidates =
                found == null
                        ? null
                        : sieve.sift(found.first(), found.next() - found.first(), found.length());
        return found == null || candidates == null
                ? null
                : records(found.first(), found.next(), candidates, found.length());
    }

    private static Piece all(Batch batch) {
        return records(batch.first(), batch.next(), List.of(batch), batch.size());
    }

    private static Piece records(long from, long next, List<Batch> candidates, long bytes) {
        return new Piece.Records(from, next, candidates, bytes);
    }

    private static Piece missing(long from, long next, GapReason reason) {
        return new Piece.Missing(new Gap(from, next - 1, reason));
    }

    /** What of the piece is wanted. */
    private static Piece part(Piece piece, long first, long end) {
        if (piece.from() >= first && piece.next() <= end) {
            return piece;
        }
        long from = Math.max(first, piece.from());
        long next = Math.min(end, piece.next());
        return switch (piece) {
            case Piece.Missing(Gap gap) -> missing(from, next, gap.reason());
            case Piece.Records(_, _, List<Batch> candidates, long bytes) ->
                    records(
                            from,
                            next,
                            candidates.stream()
                                    .filter(batch -> batch.first() < next && batch.next() > from)
                                    .map(batch -> within(batch, from, next))
                                    .toList(),
                            bytes);
        };
    }

    private static Batch within(Batch batch, long from, long next) {
        return batch.slice(
                (int) (Math.max(from, batch.first()) - batch.first()),
                (int) (Math.min(next, batch.next()) - batch.first()));
    }

    @Override
    public void close() throws IOException {
        try (reader;
                sieve;
                uncut) {
            // What was opened last is closed first.
        }
    }
}
