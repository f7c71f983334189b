package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Cri;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A segment is full when the next record would make it larger than it may be. */
class SegmentRollTest {
    private static final String TEN_BYTES = "0123456789";

    /** Ten records with ten bytes of content. */
    private static final int SEGMENT_BYTES = 10 * (Cri.OVERHEAD_BYTES + 10);

    private final LogFixture stream;

    SegmentRollTest(@TempDir Path path) {
        stream = new LogFixture(path, LogFixture.bounds(SEGMENT_BYTES, 1 << 20));
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void aSegmentIsNamedByItsFirstSeqInTwentyDigits() throws IOException {
        append(25);
        assertThat(stream.files(".log"))
                .containsExactly(
                        "00000000000000000000.log",
                        "00000000000000000010.log",
                        "00000000000000000020.log");
        assertThat(stream.files(".idx"))
                .containsExactly(
                        "00000000000000000000.idx",
                        "00000000000000000010.idx",
                        "00000000000000000020.idx");
    }

    @Test
    void aSegmentIsFilledToTheByteAndNotBeyond() throws IOException {
        append(10);
        assertThat(stream.files(".log")).hasSize(1);
        assertThat(stream.bytes("00000000000000000000.log")).hasSize(SEGMENT_BYTES);
        append(1);
        assertThat(stream.files(".log")).hasSize(2);
        assertThat(stream.bytes("00000000000000000000.log")).hasSize(SEGMENT_BYTES);
    }

    @Test
    void aRecordThatIsAByteTooLongForItBeginsTheNext() throws IOException {
        append(9);
        stream.append(TEN_BYTES + "!", TEN_BYTES);
        assertThat(stream.bytes("00000000000000000000.log")).hasSize(SEGMENT_BYTES * 9 / 10);
        assertThat(stream.files(".log")).last().isEqualTo("00000000000000000009.log");
    }

    @Test
    void aBatchGoesOverAsManySegmentsAsItTakes() throws IOException {
        stream.append(Collections.nCopies(35, TEN_BYTES).toArray(String[]::new));
        assertThat(stream.files(".log")).hasSize(4);
        assertThat(stream.inFiles(0)).hasSize(35).isEqualTo(stream.inTail(0));
        assertThat(stream.log().bytes()).isEqualTo(35L * SEGMENT_BYTES / 10);
    }

    @Test
    void aRecordThatIsLargerThanASegmentHasOneOfItsOwn() throws IOException {
        String large = "x".repeat(2 * SEGMENT_BYTES);
        stream.append("before", large, "after", "and so on");
        assertThat(stream.files(".log"))
                .containsExactly(
                        "00000000000000000000.log",
                        "00000000000000000001.log",
                        "00000000000000000002.log");
        assertThat(stream.inFiles(0))
                .containsExactly("0 before", "1 " + large, "2 after", "3 and so on");
    }

    @Test
    void aSegmentIsGoneOnWithAfterReopening() throws IOException {
        append(5);
        stream.reopen();
        append(5);
        assertThat(stream.files(".log")).hasSize(1);
        stream.reopen();
        append(1);
        assertThat(stream.files(".log")).hasSize(2);
        assertThat(stream.inFiles(0)).hasSize(11);
    }

    @Test
    void filesThatAreNoSegmentsAreLeftAlone() throws IOException {
        append(5);
        for (String name :
                List.of("0.log", "99999999999999999999.log", "x", "a.log", "1.log.bak")) {
            stream.overwrite(name, new byte[] {'?'});
        }
        stream.reopen();
        assertThat(stream.log().next()).isEqualTo(5);
        assertThat(stream.inFiles(0)).hasSize(5);
        assertThat(stream.bytes("99999999999999999999.log")).containsExactly('?');
    }

    @Test
    void readersSeeNothingThatIsNotWritten() throws IOException {
        stream.append("seen");
        stream.append(Origin.STDOUT, false, "not yet");
        assertThat(stream.inTail(0)).containsExactly("0 seen");
        assertThat(stream.inFiles(0)).containsExactly("0 seen");
        assertThat(stream.log().next()).isEqualTo(1);
        stream.log().writer().commit();
        assertThat(stream.inTail(0)).containsExactly("0 seen", "1 not yet");
    }

    @Test
    void atTheMomentThatARecordIsWrittenTheTailDoesNotHaveIt() throws IOException {
        stream.append("first");
        List<List<String>> seen = new ArrayList<>();
        stream.folder.beforeWrite(() -> seen.add(stream.inTail(0)));
        stream.append("second");
        assertThat(seen).containsExactly(List.of("0 first"));
        assertThat(stream.inTail(0)).containsExactly("0 first", "1 second");
    }

    private void append(int records) {
        for (int i = 0; i < records; i++) {
            stream.append(TEN_BYTES);
        }
    }
}
