package dev.tailrace.framing;

import static dev.tailrace.framing.Records.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FramerTest {
    private static final int MAX = 64;

    private Records records = new Records();
    private Framer framer = new Framer(MAX, records);

    @Test
    void eachLineIsARecord() {
        accept("one\ntwo\n");
        assertThat(records.texts()).containsExactly("F one", "F two");
        assertThat(framer.isCarrying()).isFalse();
    }

    @Test
    void anUnfinishedLineIsCarriedIntoTheNextChunk() {
        accept("one\ntw");
        assertThat(records.texts()).containsExactly("F one");
        assertThat(framer.isCarrying()).isTrue();
        accept("o");
        accept("\nthree\n");
        assertThat(records.texts()).containsExactly("F one", "F two", "F three");
        assertThat(framer.isCarrying()).isFalse();
    }

    @Test
    void anEmptyLineIsARecordWithoutContent() {
        accept("\n\na\n\n");
        assertThat(records.texts()).containsExactly("F ", "F ", "F a", "F ");
    }

    @Test
    void anEmptyChunkIsNothing() {
        accept("");
        assertThat(records.texts()).isEmpty();
        assertThat(framer.isCarrying()).isFalse();
    }

    @Test
    void onlyTheGivenPartOfAnArrayIsTaken() {
        framer.accept(bytes("no\nyes\nno\n"), 3, 4);
        assertThat(records.texts()).containsExactly("F yes");
    }

    @Test
    void carriageReturnsAndNulsAreContent() {
        accept("a\r");
        accept("\nb\0c\rd\n");
        assertThat(records.texts()).containsExactly("F a\r", "F b\0c\rd");
    }

    @Test
    void aFlushHandsOnWhatIsCarriedAsPartial() {
        accept("Password: ");
        framer.flush();
        assertThat(records.texts()).containsExactly("P Password: ");
        assertThat(framer.isCarrying()).isFalse();
        accept("secret\n");
        assertThat(records.texts()).containsExactly("P Password: ", "F secret");
    }

    @Test
    void aFlushedLineIsEndedByAnEmptyRecord() {
        accept("done");
        framer.flush();
        accept("\nnext\n");
        assertThat(records.texts()).containsExactly("P done", "F ", "F next");
    }

    @Test
    void aFlushWithoutACarryIsNothing() {
        framer.flush();
        accept("a\n");
        framer.flush();
        assertThat(records.texts()).containsExactly("F a");
    }

    @Test
    void aLineAsLongAsTheLimitIsOneRecord() {
        accept("x".repeat(MAX) + "\n");
        accept("y".repeat(MAX));
        accept("\n");
        assertThat(records.texts()).containsExactly("F " + "x".repeat(64), "F " + "y".repeat(64));
    }

    @Test
    void aLineThatIsTooLongGoesOnInTheNextRecord() {
        accept("x".repeat(2 * MAX + 1) + "\n");
        assertThat(records.texts())
                .containsExactly("P " + "x".repeat(64), "P " + "x".repeat(64), "F x");
    }

    @Test
    void aLineThatGrowsTooLongByAndByGoesOnInTheNextRecord() {
        for (int i = 0; i < MAX + 2; i++) {
            accept("x");
        }
        accept("\n");
        assertThat(records.texts()).containsExactly("P " + "x".repeat(64), "F xx");
    }

    @Test
    void aCutFallsBetweenCharacters() {
        for (String character : new String[] {"ä", "€", "😀"}) {
            for (int before = 0; before < 4; before++) {
                anew();
                String line = "x".repeat(MAX - before) + character + "yyyy";
                accept(line + "\n");
                comesOutTheSameInPieces(line);
                assertThat(records.texts())
                        .as("%s after %d", character, MAX - before)
                        .hasSize(2)
                        .noneMatch(text -> text.contains("\ufffd"));
                assertThat(records.longest()).isBetween(MAX - 3, MAX);
            }
        }
    }

    /** The same line once more, a byte a chunk: it must be cut as it was in one chunk. */
    private void comesOutTheSameInPieces(String line) {
        var inOneChunk = records.texts();
        anew();
        for (byte b : bytes(line + "\n")) {
            framer.accept(new byte[] {b}, 0, 1);
        }
        assertThat(records.texts()).isEqualTo(inOneChunk);
    }

    @Test
    void bytesThatAreNoUtf8AreCutAtTheLimit() {
        byte[] line = new byte[MAX + 10];
        Arrays.fill(line, (byte) 0x80);
        framer.accept(line, 0, line.length);
        assertThat(records.longest()).isEqualTo(MAX);
    }

    @Test
    void aLimitThatIsTooSmallIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Framer(Framer.MIN_RECORD_BYTES - 1, records))
                .withMessageContaining("63")
                .withMessageContaining("64");
    }

    private void anew() {
        records = new Records();
        framer = new Framer(MAX, records);
    }

    private void accept(String chunk) {
        byte[] bytes = bytes(chunk);
        framer.accept(bytes, 0, bytes.length);
    }
}
