package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * Whatever bytes a segment has: each of its lines is a record, whose header can be written again
 * from what was read of it, or the number of a gap.
 */
class RecordFuzzTest {
    private static final long FIRST = 7;

    /** How much further than its lines an index may say that a stretch goes. */
    private static final int[] BEYOND = {-3, -1, 0, 1, 1000};

    /** Beside what grows with the lines. */
    private static final long ALLOCATED = 4 << 20;

    private static final int ALLOCATED_A_BYTE = 1000;

    @FuzzTest
    void aLineIsARecordOrAGap(byte[] bytes) throws IOException {
        // Again, as classes that are loaded on the way take memory too, but once.
        long allocated = Math.min(allocatedByReading(bytes), allocatedByReading(bytes));
        assertThat(allocated).isLessThan(ALLOCATED + (long) ALLOCATED_A_BYTE * bytes.length);
    }

    private static long allocatedByReading(byte[] bytes) throws IOException {
        OneFile file = new OneFile(bytes);
        Stretch stretch = Stretch.read(file, 0, bytes.length, Stretch.BYTES);
        assertThat(stretch.scanned()).isEqualTo(wholeLines(bytes));
        for (int beyond : BEYOND) {
            long next = Math.max(FIRST, FIRST + stretch.lines() + beyond);
            assertNumbered(stretch, next);
        }
        return file.allocated();
    }

    private static int wholeLines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static void assertNumbered(Stretch stretch, long next) {
        long seq = FIRST;
        for (ReadResult part : stretch.numbered(FIRST, next)) {
            switch (part) {
                case ReadResult.Records(Batch batch) -> {
                    assertThat(batch.first()).isEqualTo(seq);
                    seq = batch.next();
                    for (int i = 0; i < batch.count(); i++) {
                        assertWrittenAgain(batch, i);
                    }
                }
                case ReadResult.Missing(var gap) -> {
                    assertThat(gap.from()).isEqualTo(seq);
                    seq = gap.to() + 1;
                }
                case ReadResult.AtEnd _ -> throw new AssertionError("no part");
            }
        }
        assertThat(seq).isEqualTo(next);
    }

    private static void assertWrittenAgain(Batch batch, int record) {
        int start = batch.start(record);
        byte[] read = Arrays.copyOfRange(batch.bytes(), start, start + Cri.HEADER_BYTES);
        InstantSource clock = InstantSource.fixed(Instant.EPOCH.plusNanos(batch.time(record)));
        RecordHeader header = new RecordHeader(clock, Long.MIN_VALUE);
        header.readNow();
        byte[] written = new byte[Cri.HEADER_BYTES];
        header.writeTo(written, 0, batch.origin(record), batch.partial(record));
        if (!Arrays.equals(written, read)) {
            throw new AssertionError(
                    new String(read, US_ASCII) + " is written " + new String(written, US_ASCII));
        }
    }
}
