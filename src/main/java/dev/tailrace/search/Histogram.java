package dev.tailrace.search;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Span;
import dev.tailrace.level.Level;
import dev.tailrace.level.LineState;
import dev.tailrace.level.LineWalk;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * How many lines there were when, by level: what a log keeps at a moment, counted in steps. Between
 * them it holds nothing but where it is. One thread at a time.
 *
 * <pre>
 *   since        since + step                            until
 *     | bucket 0      | bucket 1      | ...  | the last    |
 * </pre>
 */
public final class Histogram {
    /**
     * What is to be counted.
     *
     * @param span which records are in question
     * @param since from when on, ns since 1970; the first record's time if empty
     * @param until before when; the last record's time, with that one, if empty
     * @param buckets how many there may be
     */
    public record Request(
            RecordFilter filter, Span span, OptionalLong since, OptionalLong until, int buckets) {}

    /**
     * One of them.
     *
     * @param time its beginning, ms since 1970
     * @param first the seq of the first record of this time or later
     * @param lines how many there are that the filter shows
     * @param levels how many of each level, by its ordinal
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on to be written
    public record Bucket(long time, long first, long lines, long[] levels) {
        /** How many of that level. */
        @SuppressWarnings("EnumOrdinal") // as they are counted
        public long lines(Level level) {
            return levels[level.ordinal()];
        }
    }

    private static final long NANOS = Duration.ofMillis(1).toNanos();

    private final StreamLog log;
    private final RecordFilter filter;
    private final long since;
    private final long until;
    private final long step;
    private final long from;
    private final long end;
    private final int count;
    private LineState open = LineState.NOTHING;
    private long next;
    private int bucket;
    private long first;
    private long lines;
    private long[] levels = new long[Level.values().length];
    private boolean complete = true;
    private long scanned;

    private Histogram(StreamLog log, Request request, Span seqs, long since, long until) {
        this.log = log;
        this.filter = request.filter();
        this.since = since;
        this.until = Math.max(until, since + 1);
        this.step = Math.max(1, Math.ceilDiv(this.until - since, request.buckets()));
        this.count = (int) Math.ceilDiv(this.until - since, step);
        this.from = seqs.first();
        this.end = seqs.end();
        this.next = Math.max(log.first(), from - LineWalk.LOOK_BACK_RECORDS);
        this.next = Math.min(this.next, from);
        this.first = from;
    }

    /**
     * Begins to count. Reads files.
     *
     * @throws IOException if they cannot be read
     */
    public static Histogram of(StreamLog log, Request request) throws IOException {
        Span span = request.span();
        long low = span.equals(Span.ALL) ? log.first() : span.first();
        long high = Math.min(span.end(), log.next());
        if (request.since().isPresent()) {
            low = Math.max(low, log.search().firstAt(request.since().getAsLong()));
        }
        if (request.until().isPresent()) {
            high = Math.min(high, log.search().firstAt(request.until().getAsLong()));
        }
        Span seqs = new Span(low, Math.max(low, high));
        long[] times = times(log, seqs);
        long since = request.since().orElse(Math.min(times[0], request.until().orElse(times[0])));
        long until = request.until().orElse(Math.max(times[1] + NANOS, since));
        return new Histogram(
                log,
                request,
                seqs,
                Math.floorDiv(since, NANOS),
                request.until().isPresent()
                        ? Math.ceilDiv(until, NANOS)
                        : Math.floorDiv(until, NANOS));
    }

    /** The times of the first and the last record that there are; of none, the newest there was. */
    private static long[] times(StreamLog log, Span seqs) throws IOException {
        long[] times = {log.writer().lastTime(), log.writer().lastTime()};
        try (PieceReader reader = new PieceReader(log, RecordFilter.LINES)) {
            for (long seq = seqs.first(); seq < seqs.end(); ) {
                Piece piece = reader.forward(seq, seqs.end());
                if (piece instanceof Piece.Records records) {
                    times[0] = records.candidates().getFirst().time(0);
                    break;
                }
                seq = piece.next();
            }
            for (long seq = seqs.end(); seq > seqs.first(); ) {
                Piece piece = reader.backward(seq - 1, seqs.first());
                if (piece instanceof Piece.Records records) {
                    Batch last = records.candidates().getLast();
                    times[1] = last.time(last.count() - 1);
                    break;
                }
                seq = piece.from();
            }
        }
        return times;
    }

    /** When it begins, ms since 1970. */
    public long since() {
        return since;
    }

    /** Before when it ends, ms since 1970. */
    public long until() {
        return until;
    }

    /** How long each bucket is, in ms; the last may be cut off. */
    public long step() {
        return step;
    }

    /** How many buckets there are. */
    public int count() {
        return count;
    }

    /** Whether all have been told. */
    public boolean isOver() {
        return bucket >= count;
    }

    /** Whether there was no record that could not be read. */
    public boolean isComplete() {
        return complete;
    }

    /** How many bytes have been looked through. */
    public long scanned() {
        return scanned;
    }

    /**
     * Goes on for about {@code nanos}.
     *
     * @param wanted whether anybody is to be told still
     * @return the buckets that are finished, in their order
     * @throws IOException if the files cannot be read
     */
    public List<Bucket> step(long nanos, BooleanSupplier wanted) throws IOException {
        long deadline = System.nanoTime() + nanos;
        List<Bucket> finished = new ArrayList<>();
        LineWalk walk = new LineWalk(open);
        try (PieceReader reader = new PieceReader(log, RecordFilter.LINES)) {
            boolean goesOn = wanted.getAsBoolean();
            while (goesOn && next < end) {
                switch (reader.forward(next, end)) {
                    case Piece.Missing(Gap gap) -> {
                        complete &= gap.to() < from;
                        walk = new LineWalk(LineState.NOTHING);
                        next = gap.to() + 1;
                    }
                    case Piece.Records records -> {
                        for (Batch batch : records.candidates()) {
                            count(batch, walk, finished, wanted);
                        }
                        scanned += records.bytes();
                    }
                }
                goesOn = System.nanoTime() - deadline < 0 && wanted.getAsBoolean();
            }
        }
        open = walk.state();
        while (next >= end && !isOver()) {
            finish(finished, end);
        }
        return finished;
    }

    @SuppressWarnings("EnumOrdinal") // a map would make a number of each count of each line
    private void count(Batch batch, LineWalk walk, List<Bucket> finished, BooleanSupplier wanted) {
        int at = 0;
        while (at < batch.count() && batch.first() + at < from) {
            walk.to(batch, at++);
        }
        while (at < batch.count() && wanted.getAsBoolean()) {
            boolean last = bucket + 1 >= count;
            int stop = last ? batch.count() : batch.countBefore(endOfBucket());
            while (at < stop) {
                walk.to(batch, at);
                if (filter.accepts(walk.level()) && filter.accepts(batch, at)) {
                    lines++;
                    levels[walk.level().ordinal()]++;
                }
                at++;
            }
            if (at < batch.count()) {
                finish(finished, batch.first() + at);
            }
        }
        next = batch.first() + at;
    }

    private long endOfBucket() {
        return (since + (bucket + 1) * step) * NANOS;
    }

    private void finish(List<Bucket> finished, long firstOfNext) {
        finished.add(new Bucket(since + bucket * step, first, lines, levels));
        bucket++;
        first = firstOfNext;
        lines = 0;
        levels = new long[levels.length];
    }
}
