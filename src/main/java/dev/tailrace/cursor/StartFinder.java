package dev.tailrace.cursor;

import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Position;
import java.io.IOException;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/** Turns a {@link Start} into a seq. Reads files: runs on the replay threads. */
public final class StartFinder {
    /**
     * The first seq that the reader gets, backwards the one after it; and how that meets its wish.
     */
    public record Found(long seq, Resumption resumption) {}

    private StartFinder() {}

    /**
     * Finds where {@code start} is within {@code span}: at its first record at the earliest, which
     * may be one that is not kept any more.
     *
     * @param wanted asked now and then: a search for the last lines with a pattern may go through
     *     all of the log
     * @throws CancellationException if it is not wanted any more
     * @throws IOException if the log's files cannot be read
     */
    public static Found find(
            StreamLog log, Start start, RecordFilter filter, Span span, BooleanSupplier wanted)
            throws IOException {
        return switch (start) {
            case Start.First _ -> within(span, span.firstIn(log));
            case Start.Now _ -> within(span, log.next());
            case Start.After(Position position) -> after(log, position, span);
            case Start.LastLines(int lines) ->
                    within(span, startOfLast(log, span, lines, filter, wanted));
            case Start.Since(long time) -> within(span, log.search().firstAt(time));
            case Start.Backwards back -> backwards(log, back, span);
        };
    }

    private static Found within(Span span, long seq) {
        return new Found(span.clamp(seq), Resumption.START);
    }

    /**
     * A position of another log, or one that this log has not come to, is no place to guess from.
     */
    private static Found after(StreamLog log, Position position, Span span) {
        return isOf(log, position)
                ? new Found(span.clamp(position.seq() + 1), Resumption.EXACT)
                : new Found(span.clamp(span.firstIn(log)), Resumption.RESET);
    }

    /** Which records of a page are seen: levels are known only from its front on. */
    private static IntPredicate shown(StreamLog log, RecordFilter filter, Batch batch)
            throws IOException {
        if (!filter.choosesLevels()) {
            return record -> filter.accepts(batch, record);
        }
        BitSet shown = new BitSet(batch.count());
        Sight sight = new Sight(filter, filter.openBefore(log, batch));
        for (int i = 0; i < batch.count(); i++) {
            shown.set(i, sight.shows(batch, i));
        }
        return shown::get;
    }

    private static boolean isOf(StreamLog log, Position position) {
        return position.epoch().equals(log.description().epoch()) && position.seq() < log.next();
    }

    /** The seq before which a reader that goes backwards begins. */
    private static Found backwards(StreamLog log, Start.Backwards back, Span span)
            throws IOException {
        Position before = back.before();
        Resumption resumption = Resumption.START;
        long end = span.endIn(log);
        if (before != null) {
            resumption = isOf(log, before) ? Resumption.EXACT : Resumption.RESET;
            end = isOf(log, before) ? Math.min(end, before.seq()) : end;
        }
        if (back.until().isPresent()) {
            end = Math.min(end, log.search().firstAt(back.until().getAsLong()));
        }
        return new Found(end, resumption);
    }

    /**
     * The seq of the last record that a reader gets that goes backwards.
     *
     * @throws IOException if the log's files cannot be read
     */
    public static long oldest(StreamLog log, Start.Backwards back, Span span) throws IOException {
        long oldest = span.firstIn(log);
        return back.since().isPresent()
                ? Math.max(oldest, log.search().firstAt(back.since().getAsLong()))
                : oldest;
    }

    /** Goes backwards over line ends, one for each line; parts belong to the line they are of. */
    private static long startOfLast(
            StreamLog log, Span span, int lines, RecordFilter filter, BooleanSupplier wanted)
            throws IOException {
        long end = span.endIn(log);
        if (lines == 0) {
            return end;
        }
        EnumSet<Origin> seen = EnumSet.noneOf(Origin.class);
        int counted = 0;
        long start = end;
        Batch batch = log.search().before(end);
        while (batch != null) {
            if (!wanted.getAsBoolean()) {
                throw new CancellationException("the client has left");
            }
            IntPredicate shown = shown(log, filter, batch);
            for (int i = batch.count() - 1; i >= 0; i--) {
                if (!shown.test(i)) {
                    continue;
                }
                Origin origin = batch.origin(i);
                boolean endsLine = !batch.partial(i) || !seen.contains(origin);
                if (endsLine && counted == lines) {
                    return start;
                }
                counted += endsLine ? 1 : 0;
                seen.add(origin);
                start = batch.first() + i;
            }
            batch = log.search().before(batch.first());
        }
        return Math.min(end, log.first()) == end ? span.firstIn(log) : log.first();
    }
}
