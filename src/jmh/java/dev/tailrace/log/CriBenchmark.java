package dev.tailrace.log;

import dev.tailrace.bench.LineBenchmark;
import dev.tailrace.model.Origin;
import java.time.InstantSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Lines become CRI lines in memory, block after block, as the log's writer does it. */
public class CriBenchmark extends LineBenchmark {
    private static final long TAIL_BYTES = 4L << 20;

    private final byte[] chunk = chunk();
    private final RecordHeader header = new RecordHeader(InstantSource.system(), 0);
    private final RecentRecords recent = new RecentRecords(TAIL_BYTES, 0);
    private Block block = recent.newest();

    @Benchmark
    @OperationsPerInvocation(LINES)
    public long append() {
        header.readNow();
        int length = LINE_BYTES - 1;
        for (int from = 0; from < chunk.length; from += LINE_BYTES) {
            if (!block.hasRoom(length)) {
                publish();
                block = recent.grow(length);
            }
            block.append(header, Origin.STDOUT, false, chunk, from, length);
        }
        publish();
        return recent.next();
    }

    private void publish() {
        block.publish();
        recent.published(block.appendedNext());
    }
}
