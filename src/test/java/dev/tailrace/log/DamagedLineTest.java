package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Cri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line on disk that is no record any more is one gap; everything around it is served. */
class DamagedLineTest {
    private static final String FIRST = "00000000000000000000.log";
    private static final int RECORDS = 10;

    /** Every record is one digit. */
    private static final int RECORD_BYTES = Cri.OVERHEAD_BYTES + 1;

    private final LogFixture stream;

    DamagedLineTest(@TempDir Path path) {
        stream = new LogFixture(path);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void aDamagedLineIsOneGapOfExactlyThatLine() throws IOException {
        stream.appendNumbers(0, RECORDS);
        for (int line = 0; line < RECORDS; line++) {
            byte[] whole = stream.bytes(FIRST);
            damage(line, 31);
            List<String> expected = LogFixture.numbers(0, RECORDS);
            expected.set(line, line + "-" + line + " corrupt");
            assertThat(stream.inFiles(0)).isEqualTo(expected);
            for (int from = 0; from < RECORDS; from++) {
                assertThat(stream.inFiles(from)).isEqualTo(expected.subList(from, RECORDS));
            }
            stream.reopen();
            assertThat(stream.log().next()).isEqualTo(RECORDS);
            assertThat(stream.inFiles(0)).isEqualTo(expected);
            stream.overwrite(FIRST, whole);
        }
    }

    @Test
    void anyByteOfAHeaderMayBeDamaged() throws IOException {
        stream.appendNumbers(0, RECORDS);
        List<String> expected = LogFixture.numbers(0, RECORDS);
        expected.set(5, "5-5 corrupt");
        for (int at = 0; at < Cri.HEADER_BYTES; at++) {
            byte[] whole = stream.bytes(FIRST);
            damage(5, at);
            assertThat(stream.inFiles(0)).as("byte %d", at).isEqualTo(expected);
            stream.reopen();
            assertThat(stream.inFiles(0)).as("byte %d", at).isEqualTo(expected);
            stream.overwrite(FIRST, whole);
        }
    }

    @Test
    void aDigitThatLeavesNoTimeIsDamage() throws IOException {
        stream.appendNumbers(0, RECORDS);
        byte[] bytes = stream.bytes(FIRST);
        bytes[(RECORDS - 1) * RECORD_BYTES + "2026-".length()] = '9';
        bytes[5 * RECORD_BYTES + "2026-11-".length()] = '7';
        stream.overwrite(FIRST, bytes);
        List<String> expected = LogFixture.numbers(0, RECORDS);
        expected.set(5, "5-5 corrupt");
        expected.set(9, "9-9 corrupt");
        stream.reopen();
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        assertThat(stream.log().next()).isEqualTo(RECORDS);
    }

    @Test
    void damagedLinesSideBySideAreMissingOneByOne() throws IOException {
        stream.appendNumbers(0, RECORDS);
        IntStream.of(3, 4, 5).forEach(line -> damage(line, 38));
        assertThat(stream.inFiles(2))
                .startsWith("2 2", "3-3 corrupt", "4-4 corrupt", "5-5 corrupt", "6 6");
        assertThat(stream.inFiles(4)).startsWith("4-4 corrupt", "5-5 corrupt", "6 6");
    }

    @Test
    void aSegmentWithoutARecordIsGapsAndTheNextIsServed() throws IOException {
        stream.appendNumbers(0, 2);
        IntStream.of(0, 1).forEach(line -> damage(line, 0));
        stream.reopen();
        assertThat(stream.log().next()).isEqualTo(2);
        stream.append("after");
        assertThat(stream.inFiles(0)).containsExactly("0-0 corrupt", "1-1 corrupt", "2 after");
    }

    @Test
    void damageBeyondTheFirstPageIsFoundInItsPlace() throws IOException {
        String line = "x".repeat(1000);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            stream.append(line);
            expected.add(i + " " + line);
        }
        byte[] bytes = stream.bytes(FIRST);
        for (int damaged : new int[] {0, 125, 126, 300, 599}) {
            bytes[damaged * (1000 + Cri.OVERHEAD_BYTES) + 10] = '?';
            expected.set(damaged, damaged + "-" + damaged + " corrupt");
        }
        stream.overwrite(FIRST, bytes);
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        assertThat(stream.inFiles(300)).isEqualTo(expected.subList(300, 600));
        stream.reopen();
        assertThat(stream.log().next()).isEqualTo(600);
        assertThat(stream.inFiles(0)).isEqualTo(expected);
    }

    private void damage(int line, int at) {
        try {
            byte[] bytes = stream.bytes(FIRST);
            bytes[line * RECORD_BYTES + at] = 'x';
            stream.overwrite(FIRST, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
