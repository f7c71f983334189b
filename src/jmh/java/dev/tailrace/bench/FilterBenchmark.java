package dev.tailrace.bench;

import dev.tailrace.cursor.BoundedPattern;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.util.EnumSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Filters: by origin alone, by a word, and by a pattern that has no word to look for. */
public class FilterBenchmark extends LineBenchmark {
    private final Batch batch = batch();
    private final RecordFilter word = matching("slow");
    private final RecordFilter pattern = matching("(slow|stuck) [0-9]+ ms");

    private static RecordFilter matching(String pattern) {
        return new RecordFilter(EnumSet.of(Origin.STDOUT), BoundedPattern.compile(pattern), false);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int origin() {
        return accepted(RecordFilter.LINES);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int word() {
        return accepted(word);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int pattern() {
        return accepted(pattern);
    }

    private int accepted(RecordFilter filter) {
        int accepted = 0;
        for (int i = 0; i < LINES; i++) {
            if (filter.accepts(batch, i)) {
                accepted++;
            }
        }
        return accepted;
    }
}
