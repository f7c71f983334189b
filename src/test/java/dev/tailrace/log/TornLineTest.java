package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Cri;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash may stop a write at any byte. */
class TornLineTest {
    private static final String FIRST = "00000000000000000000.log";
    private static final List<String> LINES = List.of("zero", "one", "two", "three");

    private final Path root;

    TornLineTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void nothingWholeIsLostAndNothingTornIsServedWhereverTheFileIsCut() throws IOException {
        LogFixture whole = new LogFixture(root.resolve("whole"));
        whole.append(LINES.toArray(String[]::new)).close();
        byte[] segment = whole.bytes(FIRST);
        int[] ends = ends(segment);
        for (int size = ends[0]; size <= segment.length; size++) {
            Path path = root.resolve("cut-" + size);
            LogFixture stream = new LogFixture(path);
            stream.append(LINES.toArray(String[]::new));
            stream.overwrite(FIRST, Arrays.copyOf(segment, size));
            stream.open();
            int records = recordsIn(ends, size);
            assertThat(stream.log().next()).as("cut at %d", size).isEqualTo(records);
            assertThat(stream.log().bytes()).isEqualTo(ends[records - 1]);
            assertThat(stream.inFiles(0)).isEqualTo(texts(records));
            goesOnAfter(records, stream);
        }
    }

    private static void goesOnAfter(int records, LogFixture stream) throws IOException {
        stream.append("new");
        List<String> expected = texts(records, "new");
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        // What a dead gateway has left is never appended to, whole or not.
        assertThat(stream.files(".log")).containsExactly(FIRST, segmentAt(records));
        stream.reopen();
        assertThat(stream.log().next()).isEqualTo(records + 1);
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        assertThat(stream.inFiles(records)).containsExactly(records + " new");
        stream.append("newer");
        assertThat(stream.inFiles(0)).isEqualTo(texts(records, "new", "newer"));
        stream.close();
    }

    @Test
    void aFileThatHoldsOnlyATornLineIsSetAside() throws IOException {
        int record = Cri.OVERHEAD_BYTES + 1;
        for (int size = 1; size < record; size++) {
            LogFixture stream =
                    new LogFixture(
                            root.resolve("only-" + size), LogFixture.bounds(2L * record, 4096));
            stream.append("a", "b", "c");
            String last = "00000000000000000002.log";
            byte[] torn = Arrays.copyOf(stream.bytes(last), size);
            stream.overwrite(last, torn);
            stream.open();
            assertThat(stream.log().next()).isEqualTo(2);
            assertThat(stream.bytes(last + ".torn")).isEqualTo(torn);
            assertThat(stream.files(".log")).containsExactly(FIRST);
            stream.append("again");
            assertThat(stream.inFiles(0)).containsExactly("0 a", "1 b", "2 again");
            stream.reopen();
            assertThat(stream.inFiles(0)).containsExactly("0 a", "1 b", "2 again");
            stream.close();
        }
    }

    @Test
    void aTornLineThatIsTheWholeLogIsSetAside() throws IOException {
        LogFixture stream = new LogFixture(root.resolve("all"));
        stream.append("a");
        stream.overwrite(FIRST, "2026-11-20T04".getBytes(UTF_8));
        stream.open();
        assertThat(stream.log().next()).isZero();
        assertThat(stream.inFiles(0)).isEmpty();
        stream.append("b");
        assertThat(stream.inFiles(0)).containsExactly("0 b");
        stream.close();
    }

    @Test
    void anEmptySegmentIsWrittenOn() throws IOException {
        LogFixture stream = new LogFixture(root.resolve("empty"));
        stream.append("a").close();
        stream.overwrite("00000000000000000001.log", new byte[0]);
        stream.open();
        long before = stream.log().writer().lastTime();
        assertThat(stream.log().next()).isEqualTo(1);
        assertThat(before).isPositive();
        stream.append("b");
        assertThat(stream.log().writer().lastTime()).isEqualTo(before + 1);
        assertThat(stream.inFiles(0)).containsExactly("0 a", "1 b");
        assertThat(stream.files(".log")).hasSize(2);
        stream.close();
    }

    @Test
    void theEpochStaysAndNumberingGoesOn() throws IOException {
        LogFixture stream = new LogFixture(root.resolve("epoch"));
        var epoch = stream.log().description().epoch();
        for (int i = 0; i < 5; i++) {
            stream.append("line " + i);
            stream.reopen();
            assertThat(stream.log().description().epoch()).isEqualTo(epoch);
            assertThat(stream.log().next()).isEqualTo(i + 1);
            assertThat(stream.log().first()).isZero();
        }
        assertThat(stream.inFiles(3)).containsExactly("3 line 3", "4 line 4");
        stream.close();
    }

    private static int[] ends(byte[] segment) {
        int[] ends = new int[LINES.size()];
        int found = 0;
        for (int i = 0; i < segment.length; i++) {
            if (segment[i] == '\n') {
                ends[found++] = i + 1;
            }
        }
        return ends;
    }

    private static int recordsIn(int[] ends, int size) {
        return (int) Arrays.stream(ends).filter(end -> end <= size).count();
    }

    private static List<String> texts(int records, String... more) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            texts.add(i + " " + LINES.get(i));
        }
        for (String line : more) {
            texts.add(texts.size() + " " + line);
        }
        return texts;
    }

    private static String segmentAt(int base) {
        return "0000000000000000000" + base + ".log";
    }
}
