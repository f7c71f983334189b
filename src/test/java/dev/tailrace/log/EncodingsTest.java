package dev.tailrace.log;

import static dev.tailrace.log.Encodings.ENTRY_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoded once for all who ask for the same, within a bound. */
class EncodingsTest {
    private static final int TAIL_BYTES = 64 * 1024;

    private static final AtomicInteger MADE = new AtomicInteger();

    private record Wish(String name, int heldBytes) implements Batch.Filter {}

    /** Two encoders of one name are equal; each record takes {@code size} bytes. */
    private record Padded(String name, int size) implements Encoder {
        @Override
        public Wish filter() {
            return new Wish(name, 0);
        }

        @Override
        public Encoded encode(Batch batch) {
            MADE.incrementAndGet();
            return new Encoded(new byte[size * batch.count()], batch.count());
        }
    }

    private final LogFixture stream;

    EncodingsTest(@TempDir Path path) {
        MADE.set(0);
        stream = new LogFixture(path, LogFixture.bounds(1 << 20, TAIL_BYTES));
        joined("x");
        joined("y");
        joined("large");
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void twoReadersAtOnePlaceShareOneEncoding() {
        stream.append("a", "b");
        Encoded one = from(0).encoded(new Padded("x", 10));
        stream.append("c");
        assertThat(from(0).encoded(new Padded("x", 10))).isSameAs(one);
        assertThat(one.lines()).isEqualTo(2);
        assertThat(MADE).hasValue(1);
    }

    @Test
    void anotherEncoderOrAnotherPlaceIsAnotherEncoding() {
        stream.append("a", "b");
        Encoded one = from(0).encoded(new Padded("x", 10));
        assertThat(from(0).encoded(new Padded("y", 10))).isNotSameAs(one);
        assertThat(from(1).encoded(new Padded("x", 10)).lines()).isEqualTo(1);
        assertThat(from(0).slice(1, 2).encoded(new Padded("x", 10)))
                .isSameAs(from(1).encoded(new Padded("x", 10)));
        assertThat(MADE).hasValue(3);
    }

    @Test
    void encodingsAreCountedAndGoWithTheirBlock() {
        stream.append("a");
        long records = stream.log().recent().heldBytes();
        from(0).encoded(new Padded("x", 1000));
        assertThat(stream.log().recent().heldBytes()).isEqualTo(records + 1000 + ENTRY_BYTES);
        stream.appendNumbers(1, 5000);
        assertThat(stream.log().recent().first()).isPositive();
        assertThat(stream.log().recent().heldBytes()).isLessThanOrEqualTo(TAIL_BYTES);
    }

    @Test
    void aBatchWhoseBlockHasLeftTheTailIsEncodedAndNotKept() {
        stream.append("a");
        Batch old = from(0);
        stream.appendNumbers(1, 5000);
        long held = stream.log().recent().heldBytes();
        assertThat(old.encoded(new Padded("x", 1000)).lines()).isEqualTo(1);
        assertThat(stream.log().recent().heldBytes()).isEqualTo(held);
    }

    @Test
    void theOldestEncodingsAreForgottenFirst() {
        stream.appendNumbers(0, 300);
        Encoder encoder = new Padded("x", 100);
        long seq = stream.log().recent().first();
        Batch oldest = from(seq);
        Encoded first = oldest.encoded(encoder);
        Encoded last = first;
        while (seq < stream.log().next()) {
            last = from(seq).encoded(encoder);
            seq = from(seq).next();
        }
        assertThat(oldest.encoded(encoder)).isSameAs(first);
        from(stream.log().next() - 1).encoded(new Padded("large", 40_000));
        assertThat(oldest.encoded(encoder)).isNotSameAs(first);
        assertThat(from(stream.log().next() - 1).encoded(encoder)).isSameAs(last);
    }

    /** Readers that begin at every record of a quiet stream have as many encodings made. */
    @Test
    void encodingsStayWithinTheirBoundEvenIfOneBlockHasThemAll() {
        stream.append("a", "b", "c", "d", "e", "f", "g", "h");
        long records = stream.log().recent().heldBytes();
        for (int i = 0; i < 100; i++) {
            joined("reader " + i);
            from(0).encoded(new Padded("reader " + i, 1000));
            assertThat(stream.log().recent().heldBytes() - records)
                    .as("after reader %d", i)
                    .isLessThanOrEqualTo(TAIL_BYTES);
        }
    }

    @Test
    void anEncodingGoesWithTheLastOfItsReaders() {
        stream.append("a");
        long records = stream.log().recent().heldBytes();
        joined("z");
        joined("z");
        Encoded one = from(0).encoded(new Padded("z", 10));
        from(0).encoded(new Padded("x", 10));
        left("z");
        assertThat(from(0).encoded(new Padded("z", 10))).isSameAs(one);
        left("z");
        assertThat(stream.log().recent().heldBytes()).isEqualTo(records + 10 + ENTRY_BYTES);
        assertThat(from(0).encoded(new Padded("z", 10))).isNotSameAs(one);
        assertThat(stream.log().recent().heldBytes()).isEqualTo(records + 10 + ENTRY_BYTES);
        left("x");
        assertThat(stream.log().recent().heldBytes()).isEqualTo(records);
    }

    /** Between the look whether there are readers and the keeping. */
    @Test
    void whatIsKeptWhileItsLastReaderLeavesGoesAsWell() {
        stream.append("a");
        AtomicLong held = new AtomicLong();
        AtomicBoolean isThere = new AtomicBoolean(true);
        AtomicReference<Encodings> encodings = new AtomicReference<>();
        encodings.set(
                new Encodings(
                        held::addAndGet,
                        filter -> {
                            boolean wanted = isThere.getAndSet(false);
                            encodings.get().forget(filter);
                            return wanted;
                        }));
        Encoded one = encodings.get().get(from(0), new Padded("z", 10), 0, 1);
        assertThat(one.lines()).isEqualTo(1);
        assertThat(held).hasValue(0);
        assertThat(encodings.get().get(from(0), new Padded("z", 10), 0, 1)).isNotSameAs(one);
    }

    /** Most that a search lets through is nothing, and what it searches for takes memory. */
    @Test
    void whatIsEmptyAndWhatItIsForCountAsWell() {
        stream.append("a");
        long records = stream.log().recent().heldBytes();
        for (int i = 0; i < 400; i++) {
            Wish wish = new Wish("search " + i, 10_000);
            stream.log().recent().joined(wish);
            from(0).encoded(new Search(wish));
            assertThat(stream.log().recent().heldBytes() - records)
                    .as("after reader %d", i)
                    .isLessThanOrEqualTo(TAIL_BYTES);
        }
        for (int i = 0; i < 400; i++) {
            stream.log().recent().left(new Wish("search " + i, 10_000));
        }
        assertThat(stream.log().recent().heldBytes()).isEqualTo(records);
    }

    private record Search(Wish filter) implements Encoder {
        @Override
        public Encoded encode(Batch batch) {
            return new Encoded(new byte[0], 0);
        }
    }

    private void joined(String name) {
        stream.log().recent().joined(new Wish(name, 0));
    }

    private void left(String name) {
        stream.log().recent().left(new Wish(name, 0));
    }

    private Batch from(long seq) {
        return Objects.requireNonNull(stream.log().recent().from(seq));
    }
}
