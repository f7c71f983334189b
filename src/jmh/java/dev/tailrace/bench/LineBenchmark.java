package dev.tailrace.bench;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What all benchmarks of lines share: an operation is a line, so a score is in lines/s. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@State(Scope.Thread)
public abstract class LineBenchmark {
    /** How many lines a call takes: close to what one read of 64 KiB brings. */
    protected static final int LINES = 512;

    /** With the newline. */
    protected static final int LINE_BYTES = 120;

    /** The lines, as a workload writes them. */
    protected static byte[] chunk() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append(line(i)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The lines, as readers get them. Nothing that is encoded of them is kept. */
    protected static Batch batch() {
        StringBuilder text = new StringBuilder();
        int[] ends = new int[LINES];
        for (int i = 0; i < LINES; i++) {
            text.append("2026-11-20T04:00:00.%09dZ stdout F ".formatted(i));
            text.append(line(i)).append('\n');
            ends[i] = (i + 1) * (Cri.HEADER_BYTES + LINE_BYTES);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return new Batch(bytes, ends, 0, 0, LINES, 0, null);
    }

    /** One of sixteen is slow. */
    private static String line(int number) {
        String line =
                "GET /cart/%d/items?page=2 \"Mozilla/5.0\" 10.0.3.17 %s %d ms "
                        .formatted(number, number % 16 == 0 ? "slow" : "fine", number % 90);
        return line + "x".repeat(LINE_BYTES - 1 - line.length());
    }
}
