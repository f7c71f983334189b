package dev.tailrace.bench;

import dev.tailrace.model.Newline;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** The search for line ends. */
public class NewlineBenchmark extends LineBenchmark {
    private final byte[] chunk = chunk();

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int search() {
        int sum = 0;
        int from = 0;
        while (from < chunk.length) {
            int newline = Newline.indexIn(chunk, from, chunk.length);
            sum += newline;
            from = newline + 1;
        }
        return sum;
    }
}
