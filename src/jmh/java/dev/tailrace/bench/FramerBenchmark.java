package dev.tailrace.bench;

import dev.tailrace.framing.Framer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Framing, into a sink that only counts. */
public class FramerBenchmark extends LineBenchmark {
    private static final int MAX_RECORD_BYTES = 16 * 1024;

    /** Where a read cuts a line in two, as most do. */
    private static final int CUT = 50;

    private final byte[] chunk = chunk();
    private final Framer framer = new Framer(MAX_RECORD_BYTES, this::count);
    private long records;

    private void count(byte[] bytes, int offset, int length, boolean partial) {
        records++;
    }

    /** Each call has one line that the read before it began, and begins one. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long frame() {
        framer.accept(chunk, CUT, chunk.length - CUT);
        framer.accept(chunk, 0, CUT);
        return records;
    }
}
