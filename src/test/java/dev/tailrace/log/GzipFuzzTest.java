package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tailrace.model.Batch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Whatever bytes a compressed segment has: it is read to its end, each seq at most once and in
 * order, in memory that its size bounds; and a member that is accepted can be written again.
 */
class GzipFuzzTest {
    /** No byte of a deflated file stands for more than this many. */
    private static final long INFLATED_A_BYTE = 1032;

    /** What is kept of each inflated byte: itself, and where it ends if it were a line. */
    private static final int ALLOCATED_A_BYTE = 8;

    /** Beside that: the windows in which a whole member is looked for. */
    private static final long WINDOW = 128 * 1024;

    private static final long SOME_SEQ = 100;

    @FuzzTest
    void aCompressedSegmentIsReadToItsEnd(byte[] bytes) throws IOException {
        assertReadable(bytes);
        // Or a checksum keeps almost all that is tried from what comes after it.
        assertReadable(TrueChecksums.in(bytes));
    }

    private static void assertReadable(byte[] bytes) throws IOException {
        assertReadInOrder(bytes, null);
        assertReadInOrder(bytes, SOME_SEQ);
        assertReadByTime(bytes);
        assertMembersCanBeWrittenAgain(bytes);
    }

    private static void assertReadInOrder(byte[] bytes, @Nullable Long seek) throws IOException {
        // Again, as classes that are loaded on the way take memory too, but once.
        long beyond = Math.min(readBeyondBound(bytes, seek), readBeyondBound(bytes, seek));
        assertThat(beyond).as("bytes allocated beyond the bound").isNotPositive();
    }

    /** How much more memory it takes than it may. */
    private static long readBeyondBound(byte[] bytes, @Nullable Long seek) throws IOException {
        OneFile folder = new OneFile(bytes);
        try (GzipStretches stretches = open(folder)) {
            if (seek != null) {
                stretches.seek(seek);
            }
            int read = readAll(stretches);
            long bound = INFLATED_A_BYTE * ALLOCATED_A_BYTE * bytes.length + WINDOW * (2 + read);
            return folder.allocated() - bound;
        }
    }

    private static void assertReadByTime(byte[] bytes) throws IOException {
        try (GzipStretches stretches = open(new OneFile(bytes))) {
            stretches.seekTime(0);
            readAll(stretches);
        }
    }

    private static GzipStretches open(OneFile folder) throws IOException {
        return new GzipStretches(folder, new Segment(0, Segment.Form.GZIP, folder.size(), 0, true));
    }

    private static int readAll(GzipStretches stretches) throws IOException {
        long next = stretches.next();
        int read = 0;
        List<ReadResult> parts = stretches.read();
        while (parts != null) {
            for (ReadResult part : parts) {
                long first = first(part);
                assertThat(first).isEqualTo(next);
                next = next(part);
                assertThat(next).isGreaterThan(first);
            }
            assertThat(stretches.next()).isEqualTo(next);
            read++;
            parts = stretches.read();
        }
        return read;
    }

    private static long first(ReadResult part) {
        return switch (part) {
            case ReadResult.Records(Batch batch) -> batch.first();
            case ReadResult.Missing(var gap) -> gap.from();
            case ReadResult.AtEnd _ -> throw new AssertionError("no part");
        };
    }

    private static long next(ReadResult part) {
        return switch (part) {
            case ReadResult.Records(Batch batch) -> batch.next();
            case ReadResult.Missing(var gap) -> gap.to() + 1;
            case ReadResult.AtEnd _ -> throw new AssertionError("no part");
        };
    }

    private static void assertMembersCanBeWrittenAgain(byte[] bytes) throws IOException {
        OneFile file = new OneFile(bytes);
        GzipMember member = GzipMember.find(file, 0, bytes.length);
        while (member != null) {
            byte[] content = member.content(file);
            if (content != null && !Stretch.of(content).isDamaged()) {
                assertWrittenAgain(member, content);
            }
            member = GzipMember.find(file, member.end(), bytes.length);
        }
    }

    private static void assertWrittenAgain(GzipMember member, byte[] content) throws IOException {
        Stretch stretch = Stretch.of(content);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        ByteBuffer written = GzipMember.deflate(stretch, member.firstSeq(), deflater);
        deflater.end();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        GzipMember again = GzipMember.at(new OneFile(bytes), 0, bytes.length);
        Objects.requireNonNull(again);
        assertThat(again.firstSeq()).isEqualTo(member.firstSeq());
        assertThat(again.records()).isEqualTo(member.records());
        assertThat(again.content(new OneFile(bytes))).isEqualTo(content);
    }
}
