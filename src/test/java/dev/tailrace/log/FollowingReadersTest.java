package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers follow while the one writer writes; none of them waits for another. */
class FollowingReadersTest {
    private static final int LINES = 300_000;

    @Test
    void readersOnAnyThreadGetEveryRecordInOrder(@TempDir Path path) throws Exception {
        try (LogFixture stream = new LogFixture(path, LogFixture.bounds(1 << 20, 64 * 1024));
                ExecutorService readers = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> following = new ArrayList<>();
            for (boolean byTail : new boolean[] {true, false, true, false}) {
                Callable<Long> reader = () -> follow(stream.log(), byTail);
                following.add(readers.submit(reader));
            }
            write(stream.log());
            for (Future<Long> each : following) {
                assertThat(each.get()).isEqualTo(LINES);
            }
            assertThat(stream.files(".log")).hasSizeGreaterThan(10);
            assertThat(stream.log().recent().heldBytes()).isLessThanOrEqualTo(64 * 1024);
        }
    }

    /** In commits of one to some hundred lines, as reads of a source bring them. */
    private static void write(StreamLog log) {
        int commit = 0;
        for (int i = 0; i < LINES; i++) {
            byte[] content = content(i);
            log.writer().append(Origin.STDOUT, i % 7 == 0, content, 0, content.length);
            if (i >= commit) {
                log.writer().commit();
                commit = i + 1 + (i * 31) % 400;
            }
        }
        log.writer().commit();
    }

    private static byte[] content(int number) {
        return (number + "-".repeat(number % 60)).getBytes(US_ASCII);
    }

    private static long follow(StreamLog log, boolean byTail) throws IOException {
        long next = 0;
        try (SegmentReader reader = log.reader()) {
            while (next < LINES) {
                Batch batch = byTail ? log.recent().from(next) : null;
                if (batch == null) {
                    batch = inFiles(reader, next);
                }
                if (batch != null) {
                    check(batch, next);
                    next = batch.next();
                }
            }
        }
        return next;
    }

    private static @Nullable Batch inFiles(SegmentReader reader, long next) throws IOException {
        return switch (reader.read(next)) {
            case ReadResult.Records(Batch batch) -> batch;
            case ReadResult.AtEnd _ -> null;
            case ReadResult.Missing(var gap) -> throw new AssertionError(gap.toString());
        };
    }

    private static void check(Batch batch, long next) {
        if (batch.first() != next) {
            throw new AssertionError("asked for " + next + " and got " + batch.first());
        }
        for (int i = 0; i < batch.count(); i++) {
            int seq = (int) next + i;
            byte[] expected = content(seq);
            boolean same =
                    Arrays.equals(
                            batch.bytes(),
                            batch.contentStart(i),
                            batch.contentEnd(i),
                            expected,
                            0,
                            expected.length);
            if (!same || batch.partial(i) != (seq % 7 == 0)) {
                throw new AssertionError("record " + seq + " is " + LogFixture.content(batch, i));
            }
        }
    }
}
