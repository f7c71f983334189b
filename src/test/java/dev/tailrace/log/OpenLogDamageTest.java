package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to the files of a log that is open: readers get what they would get after a
 * start, and the log line and the counter say it once. What comes next goes on.
 *
 * <pre>
 *   0.log  0-9 | 10.log  10-19 | 20.log  20-29 | 30.log  30-39 | 40.log  40-49, the last one
 * </pre>
 */
class OpenLogDamageTest {
    /** Each record is two digits, and ten of them fill a segment. */
    private static final int RECORD = 43;

    private static final int SEGMENT = 10;
    private static final int NEXT = 50;

    private final Path path;
    private final LogFixture stream;
    private final LogLines lines;

    OpenLogDamageTest(@TempDir Path path) {
        this.path = path;
        this.stream = new LogFixture(path, LogFixture.bounds(SEGMENT * RECORD, 1));
        this.lines = new LogLines("dev.tailrace.log");
        for (int i = 0; i < NEXT; i++) {
            stream.append("%02d".formatted(i));
        }
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
        lines.close();
    }

    private enum Damage {
        REMOVED,
        A_FOLDER,
        A_FIFO,
        FORBIDDEN,
        EMPTIED,
        CUT_OFF,
        OVERWRITTEN,
        A_RECORD_OVERWRITTEN,
        A_NEWLINE_IN_A_RECORD;

        boolean isOfTheFile() {
            return ordinal() <= FORBIDDEN.ordinal();
        }
    }

    /** How the segment stands when it is damaged. */
    private enum Form {
        WRITTEN_ON,
        RESUMED,
        SEALED,
        COMPRESSED
    }

    private record Case(int segment, Form form, Damage damage) {
        String file() {
            return "%020d.log%s".formatted(segment, form == Form.COMPRESSED ? ".gz" : "");
        }

        int first() {
            return segment
                    + switch (damage) {
                        case CUT_OFF -> form == Form.COMPRESSED ? 0 : 5;
                        case A_RECORD_OVERWRITTEN, A_NEWLINE_IN_A_RECORD ->
                                form == Form.COMPRESSED ? 0 : 3;
                        default -> 0;
                    };
        }

        int last() {
            boolean one = damage.ordinal() >= Damage.A_RECORD_OVERWRITTEN.ordinal();
            return one && form != Form.COMPRESSED ? segment + 3 : segment + SEGMENT - 1;
        }

        String gap() {
            return first() + "-" + last() + " " + reason().text();
        }

        GapReason reason() {
            return damage.isOfTheFile() ? GapReason.MISSING : GapReason.CORRUPT;
        }

        @Override
        public String toString() {
            return damage + ", " + file() + " " + form;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(0, 20, 40)
                .flatMap(segment ->
                        Arrays.stream(Form.values())
                                .filter(form -> segment == 40 || form.compareTo(Form.SEALED) >= 0)
                                .flatMap(form ->
                                        Arrays.stream(Damage.values())
                                                .map(damage -> new Case(segment, form, damage))));
    }

    private void prepare(Case one) throws IOException {
        if (one.form == Form.RESUMED) {
            stream.reopen();
        }
        if (one.form.compareTo(Form.SEALED) >= 0) {
            stream.clock.move(Duration.ofHours(2));
            stream.log().tend();
        }
        if (one.form == Form.COMPRESSED) {
            while (stream.log().keeper().compressOne()) {}
        }
        stream.log().keeper().sync();
    }

    private void damage(Case one) throws Exception {
        Path file = path.resolve(one.file());
        byte[] bytes = Files.readAllBytes(file);
        switch (one.damage) {
            case REMOVED -> Files.delete(file);
            case A_FOLDER -> {
                Files.delete(file);
                Files.createDirectories(file.resolve("with something in it"));
            }
            case A_FIFO -> {
                Files.delete(file);
                assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                        .isZero();
            }
            case FORBIDDEN -> stream.folder.forbid(one.file());
            case EMPTIED -> Files.write(file, new byte[0]);
            case CUT_OFF -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2 + 20));
            case OVERWRITTEN -> {
                Arrays.fill(bytes, (byte) 'x');
                Files.write(file, bytes);
            }
            case A_RECORD_OVERWRITTEN -> overwrite(file, bytes, one, (byte) 'x', 5);
            case A_NEWLINE_IN_A_RECORD -> overwrite(file, bytes, one, (byte) '\n', RECORD - 2);
        }
    }

    private static void overwrite(Path file, byte[] bytes, Case one, byte with, int at)
            throws IOException {
        int record = one.form == Form.COMPRESSED ? 60 : 3 * RECORD;
        bytes[record + at] = with;
        Files.write(file, bytes);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsLostIsDeclaredToEachReaderAndSaidOnce(Case one) throws Exception {
        prepare(one);
        damage(one);
        List<String> expected = new ArrayList<>(records(0, one.first()));
        expected.add(one.gap());
        expected.addAll(records(one.last() + 1, NEXT));
        for (int reader = 0; reader < 3; reader++) {
            assertThat(stream.inFiles(0)).isEqualTo(expected);
            assertThat(stream.inFiles(one.first() + 1L)).isEqualTo(from(one, expected));
        }
        assertSaid(one);
        stream.append("50", "51");
        expected.addAll(records(NEXT, NEXT + 2));
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        assertSaid(one);
        lines.forget();
        stream.reopen();
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        assertSaid(one);
    }

    @ParameterizedTest
    @EnumSource(names = {"REMOVED", "A_FOLDER", "EMPTIED", "CUT_OFF", "OVERWRITTEN"})
    void theNextStartFindsTheSameIfNothingHasComeMeanwhile(Damage damage) throws Exception {
        Case one = new Case(40, Form.RESUMED, damage);
        prepare(one);
        damage(one);
        List<String> found = stream.inFiles(0);
        assertSaid(one);
        lines.forget();
        stream.reopen();
        assertThat(stream.inFiles(0)).isEqualTo(found);
        assertSaid(one);
    }

    @Test
    void whatIsWrittenBehindACutThatNobodyHasSeenKeepsItsNumber() throws IOException {
        try (LogFixture other = new LogFixture(path.resolve("other"), LogFixture.bounds(4096, 1))) {
            other.append("00", "01", "02", "03");
            byte[] bytes = other.bytes("00000000000000000000.log");
            other.overwrite("00000000000000000000.log", Arrays.copyOf(bytes, 2 * RECORD + 20));
            other.append("04", "05", "06");
            // The record right behind the cut has lost its beginning to what fills the hole.
            assertThat(other.inFiles(0))
                    .containsExactly("0 00", "1 01", "2-4 corrupt", "5 05", "6 06");
            other.append("07");
            assertThat(other.files(".log")).hasSize(2);
            assertThat(other.inFiles(3)).containsExactly("3-4 corrupt", "5 05", "6 06", "7 07");
            assertThat(other.log().lostLines(GapReason.CORRUPT)).isEqualTo(3);
        }
    }

    @Test
    void whatIsLostAfterTheFirstLossIsSaidAsWell() throws Exception {
        Case one = new Case(20, Form.SEALED, Damage.A_RECORD_OVERWRITTEN);
        damage(one);
        assertThat(stream.inFiles(0)).contains("23-23 corrupt");
        damage(new Case(20, Form.SEALED, Damage.REMOVED));
        assertThat(stream.inFiles(0)).contains("19 19", "20-29 missing", "30 30");
        assertThat(stream.log().lostLines(GapReason.MISSING)).isEqualTo(10);
        assertThat(lines.all()).hasSize(2);
    }

    /** What a reader gets that begins with the second record that is lost, or the one after. */
    private static List<String> from(Case one, List<String> all) {
        int position = one.first() == one.last() ? one.first() + 1 : one.first();
        List<String> rest = new ArrayList<>(all.subList(position, all.size()));
        if (one.first() < one.last()) {
            rest.set(0, rest.getFirst().replaceFirst("^\\d+", "" + (one.first() + 1)));
        }
        return rest;
    }

    private void assertSaid(Case one) {
        int count = one.last() - one.first() + 1;
        String file = one.damage.isOfTheFile() ? one.file().replace(".gz", "") : one.file();
        assertThat(lines.all())
                .filteredOn(line -> line.contains("history lacks"))
                .containsExactly(
                        "%s/%s: history lacks %s: %s"
                                .formatted(
                                        path,
                                        file,
                                        Gap.shown(count, one.first(), one.last()),
                                        one.reason().text()));
        for (GapReason reason : GapReason.values()) {
            assertThat(stream.log().lostLines(reason))
                    .isEqualTo(reason == one.reason() ? count : 0);
        }
    }

    private static List<String> records(int from, int to) {
        List<String> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add("%d %02d".formatted(i, i));
        }
        return records;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReaderThatIsOnItsWayComesPastWhatHasGone(boolean compressed) throws IOException {
        prepare(new Case(0, compressed ? Form.COMPRESSED : Form.SEALED, Damage.REMOVED));
        try (SegmentReader reader = stream.log().reader()) {
            assertThat(reader.read(15)).isInstanceOf(ReadResult.Records.class);
            String ending = compressed ? ".log.gz" : ".log";
            for (String base : List.of("00", "10", "20", "30")) {
                Files.delete(path.resolve("0".repeat(18) + base + ending));
            }
            assertThat(reader.read(20)).isEqualTo(missing(20, 29));
            assertThat(reader.read(30)).isEqualTo(missing(30, 39));
            assertThat(reader.read(40))
                    .isInstanceOfSatisfying(
                            ReadResult.Records.class,
                            it -> assertThat(it.batch().next()).isEqualTo(NEXT));
        }
        assertThat(stream.inFiles(0))
                .startsWith("0-9 missing", "10-19 missing", "20-29 missing", "30-39 missing")
                .endsWith("48 48", "49 49");
        assertThat(stream.log().lostLines(GapReason.MISSING)).isEqualTo(40);
    }

    private static ReadResult missing(long from, long to) {
        return new ReadResult.Missing(new Gap(from, to, GapReason.MISSING));
    }

    @Test
    void retentionGoesOnPastWhatIsGone() throws IOException {
        LogSettings two =
                LogFixture.retaining(SEGMENT * RECORD, 1, Long.MAX_VALUE, Duration.ofDays(9), 2);
        try (LogFixture retained = new LogFixture(path.resolve("retained"), two)) {
            for (int i = 0; i < NEXT; i++) {
                retained.append("%02d".formatted(i));
            }
            Files.delete(retained.path.resolve("00000000000000000010.log"));
            assertThat(retained.inFiles(0)).contains("10-19 missing");
            retained.log().keeper().retain();
            assertThat(retained.files(".log")).hasSize(2);
            assertThat(retained.inFiles(0)).startsWith("0-29 retention", "30 30");
            assertThat(retained.log().lostLines(GapReason.MISSING)).isEqualTo(10);
            lines.forget();
            retained.reopen();
            assertThat(retained.inFiles(0)).startsWith("0-29 retention", "30 30");
            assertThat(lines.all()).isEmpty();
        }
    }

    @Test
    void searchesComePastWhatIsGone() throws IOException {
        stream.reopen();
        for (String base : List.of("00", "20", "30")) {
            Files.delete(path.resolve("0".repeat(18) + base + ".log"));
        }
        assertThat(stream.log().search().before(40)).extracting(Batch::next).isEqualTo(20L);
        assertThat(stream.log().search().before(10)).isNull();
        long thirty = LogTime.nanos(LogFixture.START);
        assertThat(stream.log().search().firstAt(thirty)).isEqualTo(10);
    }

    @Test
    void compressingSaysWhatItFinds() throws IOException {
        Files.delete(path.resolve("00000000000000000000.log"));
        byte[] bytes = stream.bytes("00000000000000000010.log");
        bytes[3 * RECORD + RECORD - 1] = 'x';
        stream.overwrite("00000000000000000010.log", bytes);
        while (stream.log().keeper().compressOne()) {}
        assertThat(stream.files(".gz")).hasSize(2);
        assertThat(stream.log().lostLines(GapReason.MISSING)).isEqualTo(10);
        assertThat(stream.log().lostLines(GapReason.CORRUPT)).isEqualTo(1);
        assertThat(lines.all()).hasSize(2).allMatch(line -> line.contains("history lacks"));
    }

    @Test
    void anIndexThatIsGoneLosesNothing() throws Exception {
        Files.delete(path.resolve("00000000000000000000.idx"));
        stream.folder.forbid("00000000000000000010.idx");
        Files.delete(path.resolve("00000000000000000020.idx"));
        Files.createDirectories(path.resolve("00000000000000000020.idx"));
        assertThat(stream.inFiles(0)).isEqualTo(records(0, NEXT));
        assertThat(stream.inFiles(25)).isEqualTo(records(25, NEXT));
        assertThat(stream.log().lostLines(GapReason.MISSING)).isZero();
    }

    @Test
    void thatTooManyFilesAreOpenIsNoDamage() throws IOException {
        stream.folder.runOutOfFiles();
        assertThatThrownBy(() -> stream.inFiles(0)).hasMessageContaining("Too many open files");
        stream.folder.recover();
        assertThat(stream.inFiles(0)).isEqualTo(records(0, NEXT));
        assertThat(lines.all()).isEmpty();
    }
}
