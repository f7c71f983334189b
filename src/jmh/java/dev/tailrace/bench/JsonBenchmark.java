package dev.tailrace.bench;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Sight;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.face.WireFormat;
import dev.tailrace.face.ndjson.NdjsonFormat;
import dev.tailrace.face.sse.SseFormat;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.StreamName;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** JSON of each line: by itself, and as the two formats that carry it. */
public class JsonBenchmark extends LineBenchmark {
    private static final StreamName STREAM = new StreamName("web");

    private final Batch batch = batch();
    private final Wire sse = open(new SseFormat());
    private final Wire ndjson = open(new NdjsonFormat());

    private static Wire open(WireFormat format) {
        return format.open(
                new Epoch("8g4345uu"),
                new WireFormat.Options(
                        RecordFilter.LINES, false, false, true, Duration.ofSeconds(15)));
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int record() {
        WireBuffer out = WireBuffer.ofThread();
        Sight sight = new Sight(RecordFilter.LINES, LineState.NOTHING);
        for (int i = 0; i < LINES; i++) {
            JsonRecord.addLine(out, JsonRecord.HEAD, batch, i, sight);
        }
        return out.length();
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public Encoded sse() {
        return sse.records(STREAM, batch, LineState.NOTHING);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public Encoded ndjson() {
        return ndjson.records(STREAM, batch, LineState.NOTHING);
    }
}
