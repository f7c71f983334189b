package dev.tailrace.search;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Span;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A search of what a log keeps at a moment, done in steps. Between them it holds nothing but where
 * it is. One thread at a time.
 *
 * <pre>
 *   first ... &lt;--1, backwards-- at --2, forwards--&gt; ... next
 * </pre>
 */
public final class Search {
    /**
     * What is to be searched.
     *
     * @param span which records are in question
     * @param at where the reader is: backwards is before that record, forwards begins with it; the
     *     end if empty
     * @param limit after how many matches to end
     * @param since only records of this time (ns since 1970) or later
     * @param until only records before this time
     */
    public record Request(
            RecordFilter filter,
            Span span,
            OptionalLong at,
            SearchOrder order,
            long limit,
            OptionalLong since,
            OptionalLong until) {}

    /** A step has no more than this many matches: they are sent at once, 20 KB of them. */
    private static final int MATCHES_A_STEP = 1000;

    private final StreamLog log;
    private final RecordFilter filter;
    private final long limit;
    private final long first;
    private final long next;
    private final long at;
    private final List<Sweep> sweeps;
    private long matches;
    private long scanned;

    private Search(StreamLog log, Request request, long low, long high) {
        this.log = log;
        this.filter = request.filter();
        this.limit = request.limit();
        this.first = log.first();
        this.next = log.next();
        this.at = Math.min(request.at().orElse(next), next);
        Sweep back = new Sweep(true, low, Math.min(at, high));
        Sweep forth = new Sweep(false, Math.max(at, low), high);
        this.sweeps =
                switch (request.order()) {
                    case AROUND -> List.of(back, forth);
                    case DESC -> List.of(back);
                    case ASC -> List.of(forth);
                };
    }

    /**
     * Begins a search. Reads files if there is a time.
     *
     * @throws IOException if they cannot be read
     */
    public static Search of(StreamLog log, Request request) throws IOException {
        Span span = request.span();
        long low = span.equals(Span.ALL) ? log.first() : span.first();
        long high = Math.min(span.end(), log.next());
        if (request.since().isPresent()) {
            low = Math.max(low, log.search().firstAt(request.since().getAsLong()));
        }
        if (request.until().isPresent()) {
            high = Math.min(high, log.search().firstAt(request.until().getAsLong()));
        }
        return new Search(log, request, low, high);
    }

    /** The oldest record that was kept when it began. */
    public long first() {
        return first;
    }

    /** The record that was to come next when it began: what it ends before. */
    public long next() {
        return next;
    }

    /** Where it begins. */
    public long at() {
        return at;
    }

    /** Whether there is nothing more to be found. */
    private boolean isOver() {
        return matches >= limit || sweeps.stream().allMatch(Sweep::isOver);
    }

    /**
     * Goes on for about {@code nanos}: it looks at the clock after each piece of a file, and after
     * each record that its pattern is asked about.
     *
     * @param wanted whether anybody is to be told still
     * @return what it has found, and as the last of all that it is over
     * @throws IOException if the files cannot be read
     */
    public List<SearchEvent> step(long nanos, BooleanSupplier wanted) throws IOException {
        Step step = new Step(System.nanoTime() + nanos, wanted);
        try (PieceReader reader = new PieceReader(log, filter)) {
            Sweep sweep = current();
            boolean goesOn = sweep != null && wanted.getAsBoolean();
            while (sweep != null && goesOn) {
                step.take(sweep, sweep.next(reader));
                if (sweep.isOver()) {
                    step.flush(sweep);
                    sweep = current();
                    step.from(sweep);
                }
                goesOn = !step.isOver();
            }
            if (sweep != null) {
                step.flush(sweep);
            }
        }
        if (isOver()) {
            step.events.add(done());
        }
        return step.events;
    }

    private @Nullable Sweep current() {
        return sweeps.stream().filter(sweep -> !sweep.isOver()).findFirst().orElse(null);
    }

    private SearchEvent done() {
        return new SearchEvent.Done(current() != null, left(true), left(false), matches, scanned);
    }

    private @Nullable Long left(boolean backwards) {
        return sweeps.stream()
                .filter(sweep -> sweep.isBackwards() == backwards && !sweep.isOver())
                .map(Sweep::at)
                .findFirst()
                .orElse(null);
    }

    /** What one step has found. */
    private final class Step {
        private final long deadline;
        private final BooleanSupplier wanted;
        private final Levels levels = new Levels(log, filter);
        private final List<SearchEvent> events = new ArrayList<>();
        private final List<Long> found = new ArrayList<>();
        private long bytes;
        private int foundInAll;
        private long begin;

        Step(long deadline, BooleanSupplier wanted) {
            this.deadline = deadline;
            this.wanted = wanted;
            from(current());
        }

        boolean isOver() {
            return foundInAll >= MATCHES_A_STEP
                    || matches >= limit
                    || System.nanoTime() - deadline >= 0
                    || !wanted.getAsBoolean();
        }

        void from(@Nullable Sweep sweep) {
            begin = sweep == null ? 0 : sweep.at();
        }

        void take(Sweep sweep, Piece piece) throws IOException {
            switch (piece) {
                case Piece.Missing(Gap gap) -> {
                    flush(sweep);
                    events.add(new SearchEvent.Missing(gap));
                    sweep.passed(piece);
                    from(sweep);
                }
                case Piece.Records records -> {
                    bytes += records.bytes();
                    if (sweep.isBackwards()
                            ? backwards(sweep, records)
                            : forwards(sweep, records)) {
                        sweep.passed(piece);
                    }
                }
            }
        }

        private boolean forwards(Sweep sweep, Piece.Records records) throws IOException {
            for (Batch batch : records.candidates()) {
                for (int i = 0; i < batch.count(); i++) {
                    if (!decide(sweep, batch, i)) {
                        return false;
                    }
                }
            }
            return true;
        }

        private boolean backwards(Sweep sweep, Piece.Records records) throws IOException {
            for (Batch batch : records.candidates().reversed()) {
                for (int i = batch.count() - 1; i >= 0; i--) {
                    if (!decide(sweep, batch, i)) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** Whether to go on. */
        private boolean decide(Sweep sweep, Batch batch, int record) throws IOException {
            long seq = batch.first() + record;
            if (filter.accepts(batch, record) && hasLevel(sweep, seq)) {
                found.add(seq);
                foundInAll++;
                matches++;
            }
            boolean over = isOver();
            if (over) {
                sweep.passed(seq);
            }
            return !over;
        }

        private boolean hasLevel(Sweep sweep, long seq) throws IOException {
            return !filter.choosesLevels() || filter.accepts(levels.at(seq, sweep.isBackwards()));
        }

        /** What has been searched since the last event is one of its own. */
        void flush(Sweep sweep) {
            long from = Math.min(begin, sweep.at());
            long next = Math.max(begin, sweep.at());
            if (from < next) {
                long[] seqs = found.stream().mapToLong(Long::longValue).sorted().toArray();
                events.add(new SearchEvent.Range(from, next - 1, seqs, bytes));
            }
            scanned += bytes;
            bytes = 0;
            found.clear();
            begin = sweep.at();
        }
    }
}
