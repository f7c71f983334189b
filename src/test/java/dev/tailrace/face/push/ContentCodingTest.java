package dev.tailrace.face.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.tailrace.face.Refused;
import dev.tailrace.model.ByteSize;
import dev.tailrace.model.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is inflated is bounded, and what is not compressed as it says is refused. */
class ContentCodingTest {
    private static final long SEED = 23;
    private static final int MAX = 1 << 20;

    private final InFlight inFlight = new InFlight(1, 4 * MAX);
    private final InFlight.Share share = Objects.requireNonNull(inFlight.enter());
    private final PushLimits limits = new PushLimits(new Config());

    private static final class Config implements PushConfig {
        @Override
        public ByteSize maxBodyBytes() {
            return new ByteSize(MAX);
        }

        @Override
        public int maxLines() {
            return Integer.MAX_VALUE;
        }

        @Override
        public ByteSize maxBytesUnderWay() {
            return new ByteSize(4 * MAX);
        }

        @Override
        public int maxRequestsUnderWay() {
            return 1;
        }

        @Override
        public Duration bodyTimeout() {
            return Duration.ofSeconds(1);
        }
    }

    private static byte[] compressed(ContentCoding coding, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compressor(coding, bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static OutputStream compressor(ContentCoding coding, OutputStream to)
            throws IOException {
        return switch (coding) {
            case IDENTITY -> to;
            case GZIP -> new GZIPOutputStream(to);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(to);
        };
    }

    private byte[] inflated(ContentCoding coding, byte[] compressed) {
        BodyBytes body = new BodyBytes(limits, share);
        body.add(compressed);
        BodyBytes inflated = new BodyBytes(limits, share);
        coding.inflate(body, inflated);
        return Arrays.copyOf(inflated.array(), inflated.length());
    }

    private Refusal.Reason refused(ContentCoding coding, byte[] compressed) {
        Refused refused = catchThrowableOfType(Refused.class, () -> inflated(coding, compressed));
        assertThat(refused).isNotNull();
        return refused.refusal().reason();
    }

    @ParameterizedTest
    @EnumSource
    void contentComesBackAsItWas(ContentCoding coding) throws IOException {
        Random random = new Random(SEED);
        for (int size : new int[] {0, 1, 8191, 8192, 100_000, MAX - 1000}) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            assertThat(inflated(coding, compressed(coding, content)))
                    .as(size + " bytes, seed " + SEED)
                    .isEqualTo(content);
            share.release(inFlight.bytes());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void severalMembersAreOneBody(ContentCoding coding) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(compressed(coding, "one\n".getBytes(UTF_8)));
        both.writeBytes(compressed(coding, "two\n".getBytes(UTF_8)));
        assertThat(inflated(coding, both.toByteArray())).asString().isEqualTo("one\ntwo\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void whatWouldBecomeTooLargeIsNotInflatedToItsEnd(ContentCoding coding) throws IOException {
        assertThat(inflated(coding, compressed(coding, new byte[MAX]))).hasSize(MAX);
        share.release(inFlight.bytes());
        assertThat(refused(coding, compressed(coding, new byte[MAX + 1])))
                .isEqualTo(Refusal.Reason.MAX_BODY_BYTES);
        share.release(inFlight.bytes());
        assertThat(refused(coding, compressed(coding, new byte[200 * MAX])))
                .isEqualTo(Refusal.Reason.MAX_BODY_BYTES);
        assertThat(inFlight.bytes()).isLessThan(3L * MAX);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void whatIsCutOffIsRefusedWhereverThatIs(ContentCoding coding) throws IOException {
        byte[] whole = compressed(coding, "a line that is not so long\n".getBytes(UTF_8));
        for (int length = 1; length < whole.length; length++) {
            assertThat(refused(coding, Arrays.copyOf(whole, length)))
                    .as(length + " bytes")
                    .isEqualTo(Refusal.Reason.BAD_CODING);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void anotherThingIsRefused(ContentCoding coding) {
        assertThat(refused(coding, "plain text".getBytes(UTF_8)))
                .isEqualTo(Refusal.Reason.BAD_CODING);
    }

    /** A frame of the stack for each would be more than a thread has. */
    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void manyEmptyMembersAreNoMoreThanTheirBytes(ContentCoding coding) throws IOException {
        byte[] empty = compressed(coding, new byte[0]);
        assertThat(inflated(coding, repeated(empty, GzipMembers.MAX))).isEmpty();
        if (coding == ContentCoding.GZIP) {
            assertThat(refused(coding, repeated(empty, 50_000)))
                    .isEqualTo(Refusal.Reason.BAD_CODING);
        }
    }

    private static byte[] repeated(byte[] bytes, int times) {
        byte[] all = new byte[bytes.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
        }
        return all;
    }

    /** RFC 1952, 2.3: extra field, name, comment, checksum of the head. */
    @Test
    void aGzipHeadMayHaveAllOfItsFields() throws IOException {
        byte[] plain = compressed(ContentCoding.GZIP, "a line\n".getBytes(UTF_8));
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        full.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3});
        full.writeBytes(new byte[] {2, 0, 'x', 'y', 'a', '.', 'l', 'o', 'g', 0, 'c', 0, 1, 2});
        full.write(plain, 10, plain.length - 10);
        assertThat(inflated(ContentCoding.GZIP, full.toByteArray()))
                .asString()
                .isEqualTo("a line\n");
        for (int length = 1; length < full.size(); length++) {
            assertThat(refused(ContentCoding.GZIP, Arrays.copyOf(full.toByteArray(), length)))
                    .isEqualTo(Refusal.Reason.BAD_CODING);
        }
    }

    @Test
    void whatIsDamagedOrFollowsIsNotPassedOver() throws IOException {
        byte[] whole = compressed(ContentCoding.GZIP, "a line\n".getBytes(UTF_8));
        assertThat(refused(ContentCoding.GZIP, Arrays.copyOf(whole, whole.length + 1)))
                .isEqualTo(Refusal.Reason.BAD_CODING);
        for (int at = whole.length - 8; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            assertThat(refused(ContentCoding.GZIP, damaged)).isEqualTo(Refusal.Reason.BAD_CODING);
        }
    }

    /** What it asks for is memory of the machine's, which no bound of the heap holds. */
    @Test
    void aZstdWindowOfMoreThan8MiBIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(bytes)) {
            out.setLong(24).setLevel(Zstd.minCompressionLevel());
            out.write(new byte[1000]);
        }
        assertThat(refused(ContentCoding.ZSTD, bytes.toByteArray()))
                .isEqualTo(Refusal.Reason.BAD_CODING);
    }
}
