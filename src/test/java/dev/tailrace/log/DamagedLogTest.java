package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Epoch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to the files of a log that nobody has open: what is delivered and what is
 * declared are what was published, for the right reason, in the log line and the counter as well,
 * and the numbers go on where they were.
 *
 * <pre>
 *   0.log  0-9 | 10.log  10-19 | 20.log  20-29 | 30.log  30-39 | 40.log  40-49
 * </pre>
 */
class DamagedLogTest {
    /** Each record is two digits, and ten of them fill a segment. */
    private static final int RECORD = 43;

    private static final int SEGMENT = 10;
    private static final int NEXT = 50;
    private static final LogSettings SETTINGS = LogFixture.bounds(SEGMENT * RECORD, 16 * 1024);
    private static final Pattern FOUND = Pattern.compile("(\\d+)(?:-(\\d+))? (.*)");

    private final Path path;
    private final LogFixture stream;
    private final LogLines lines;

    DamagedLogTest(@TempDir Path path) {
        this.path = path;
        this.stream = new LogFixture(path, SETTINGS);
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
        DELETED,
        EMPTY,
        CUT_IN_A_LINE,
        CUT_AT_A_LINES_END,
        NULS,
        GARBAGE;

        void doTo(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            switch (this) {
                case DELETED -> Files.delete(file);
                case EMPTY -> Files.write(file, new byte[0]);
                case CUT_IN_A_LINE -> cut(file, bytes, bytes.length / 2 + 20);
                case CUT_AT_A_LINES_END -> cut(file, bytes, bytes.length / 2);
                case NULS -> Files.write(file, new byte[bytes.length]);
                case GARBAGE -> {
                    Arrays.fill(bytes, (byte) 'x');
                    Files.write(file, bytes);
                }
            }
        }
    }

    private static void cut(Path file, byte[] bytes, int length) throws IOException {
        Files.write(file, Arrays.copyOf(bytes, length));
    }

    private record Case(int segment, boolean compressed, boolean killed, Damage damage) {
        String file() {
            return "%020d.log%s".formatted(segment, compressed ? ".gz" : "");
        }

        /** The first record that a reader cannot have. */
        int firstLost() {
            boolean cut = damage == Damage.CUT_IN_A_LINE || damage == Damage.CUT_AT_A_LINES_END;
            return segment + (cut && !compressed ? 5 : 0);
        }

        GapReason reason() {
            return damage == Damage.DELETED ? GapReason.MISSING : GapReason.CORRUPT;
        }

        @Override
        public String toString() {
            return file() + " " + damage + (killed ? " after a kill" : "");
        }
    }

    static Stream<Case> cases() {
        return Stream.of(0, 20, 40)
                .flatMap(segment ->
                        Stream.of(false, true)
                                .flatMap(compressed ->
                                        Stream.of(false, true)
                                                .flatMap(killed ->
                                                        Arrays.stream(Damage.values())
                                                                .map(damage ->
                                                                        new Case(
                                                                                segment,
                                                                                compressed,
                                                                                killed,
                                                                                damage)))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsLostIsDeclaredAndNothingElseIs(Case one) throws IOException {
        Epoch epoch = leave(one);
        one.damage.doTo(path.resolve(one.file()));
        stream.open();
        int from = one.firstLost();
        int to = one.segment + SEGMENT - 1;
        List<String> expected = records(0, from);
        expected.add(from + "-" + to + " " + one.reason().text());
        expected.addAll(records(to + 1, NEXT));
        assertThat(together(stream.inFiles(0))).isEqualTo(expected);
        assertThat(together(stream.inFiles(from + 1)).getFirst())
                .isEqualTo(from + 1 + "-" + to + " " + one.reason().text());
        assertThat(lines.all())
                .filteredOn(line -> line.contains("history lacks"))
                .containsExactly(
                        "%s/%s: history lacks %s: %s"
                                .formatted(
                                        path,
                                        fileOf(one),
                                        new Gap(from, to, one.reason()).shown(),
                                        one.reason().text()));
        for (GapReason reason : GapReason.values()) {
            assertThat(stream.log().lostLines(reason))
                    .isEqualTo(reason == one.reason() ? to - from + 1 : 0);
        }
        assertThat(stream.log().next()).isEqualTo(NEXT);
        boolean numbersMayComeAgain = one.killed && to == NEXT - 1;
        assertThat(stream.log().description().epoch().equals(epoch))
                .isNotEqualTo(numbersMayComeAgain);
        goesOn(expected, to == NEXT - 1);
    }

    /** Numbers go on, and the next start finds the same. */
    private void goesOn(List<String> before, boolean atTheEnd) throws IOException {
        stream.append("after");
        List<String> expected = new ArrayList<>(before);
        if (atTheEnd) {
            String last = before.getLast();
            String[] gap = last.split("[- ]", 3);
            long count = Long.parseLong(gap[1]) - Long.parseLong(gap[0]) + 1;
            expected.add(
                    NEXT
                            + " {\"state\":\"gap\",\"from\":%s,\"to\":%s,\"lines\":%d,\"reason\":\"%s\"}"
                                    .formatted(gap[0], gap[1], count, gap[2]));
        }
        expected.add(expected.size() - before.size() + NEXT + " after");
        assertThat(together(stream.inFiles(0))).isEqualTo(expected);
        stream.reopen();
        assertThat(together(stream.inFiles(0))).isEqualTo(expected);
        stream.open();
        assertThat(together(stream.inFiles(0))).isEqualTo(expected);
    }

    private static String fileOf(Case one) {
        return one.damage == Damage.DELETED ? one.file().replace(".gz", "") : one.file();
    }

    /** Ends the log as the case has it. */
    private Epoch leave(Case one) throws IOException {
        if (one.compressed) {
            stream.clock.move(Duration.ofHours(2));
            stream.log().tend();
            while (stream.log().keeper().compressOne()) {}
        }
        stream.log().keeper().sync();
        if (!one.killed) {
            stream.log().close();
        }
        return stream.log().description().epoch();
    }

    private static List<String> records(int from, int to) {
        List<String> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add("%d %02d".formatted(i, i));
        }
        return records;
    }

    /** Gaps of one reason that follow each other are one. */
    private static List<String> together(List<String> found) {
        List<String> together = new ArrayList<>();
        for (String each : found) {
            Matcher now = FOUND.matcher(each);
            Matcher before = together.isEmpty() ? null : FOUND.matcher(together.getLast());
            if (now.matches()
                    && before != null
                    && before.matches()
                    && now.group(2) != null
                    && before.group(2) != null
                    && before.group(3).equals(now.group(3))) {
                together.removeLast();
                each = before.group(1) + "-" + now.group(2) + " " + now.group(3);
            }
            together.add(each);
        }
        return together;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000900000.log",
                "00000000000000900000.log.gz",
                "00000000000000000005.log",
                "00000000000000000045.log.gz",
                "README",
                "123.log",
                "99999999999999999999.log"
            })
    void anEmptyFileThatIsNoSegmentOfTheLogIsNoGap(String name) throws IOException {
        for (boolean killed : new boolean[] {false, true}) {
            leave(new Case(0, false, killed, Damage.EMPTY));
            Files.write(path.resolve(name), new byte[0]);
            stream.open();
            assertThat(stream.log().next()).isEqualTo(NEXT);
            assertThat(stream.inFiles(0)).isEqualTo(records(0, NEXT));
        }
        goesOn(records(0, NEXT), false);
    }

    @Test
    void recordsUnderNumbersThatWereNotGivenOutAreSetAside() throws IOException {
        byte[] foreign = stream.bytes("00000000000000000010.log");
        stream.log().close();
        stream.overwrite("00000000000000900000.log", foreign);
        stream.open();
        assertThat(stream.inFiles(0)).isEqualTo(records(0, NEXT));
        assertThat(stream.bytes("00000000000000900000.log.aside-20261120T040000Z"))
                .isEqualTo(foreign);
        goesOn(records(0, NEXT), false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000050.log",
                "00000000000000000045.log",
                "00000000000000000020.log.gz",
                "00000000000000000050.idx",
                "00000000000000000020.idx",
                "probe.new"
            })
    void aFolderOrAFifoThatIsNamedAsAFileOfTheLogIsSetAside(String name) throws Exception {
        for (boolean fifo : new boolean[] {false, true}) {
            stream.log().close();
            Path file = path.resolve(name);
            Files.deleteIfExists(file);
            if (fifo) {
                assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                        .isZero();
            } else {
                Files.createDirectories(file.resolve("with something in it"));
            }
            stream.open();
            assertThat(stream.inFiles(0)).isEqualTo(records(0, NEXT));
        }
        goesOn(records(0, NEXT), false);
    }

    @Test
    void anIndexThatIsMissingOrWrongLosesNothing() throws IOException {
        for (String index : stream.files(".idx")) {
            byte[] bytes = stream.bytes(index);
            byte[] nulls = new byte[bytes.length];
            for (byte[] wrong : List.of(nulls, Arrays.copyOf(bytes, 40), new byte[0])) {
                stream.log().close();
                stream.overwrite(index, wrong);
                stream.open();
                assertThat(stream.inFiles(0)).isEqualTo(records(0, NEXT));
            }
            stream.log().close();
            Files.delete(path.resolve(index));
            stream.open();
            assertThat(stream.inFiles(0)).isEqualTo(records(0, NEXT));
        }
        assertThat(stream.log().lostLines(GapReason.CORRUPT)).isZero();
        goesOn(records(0, NEXT), false);
    }

    @Test
    void ofAPlainAndACompressedFileThatWhichIsWholeCounts() throws IOException {
        String plain = "00000000000000000020.log";
        byte[] lines20 = stream.bytes(plain);
        leave(new Case(20, true, false, Damage.EMPTY));
        byte[] whole = stream.bytes(plain + ".gz");
        stream.overwrite(plain, new byte[10]);
        stream.open();
        assertThat(stream.inFiles(0)).isEqualTo(records(0, NEXT));
        for (byte[] damaged : List.of(new byte[0], Arrays.copyOf(whole, whole.length - 1))) {
            stream.log().close();
            stream.overwrite(plain, lines20);
            stream.overwrite(plain + ".gz", damaged);
            stream.open();
            assertThat(stream.inFiles(0)).isEqualTo(records(0, NEXT));
        }
    }

    @Test
    void whatRetentionRemovedIsNoLossAndWhatIsLostBehindItIs() throws IOException {
        LogSettings three =
                LogFixture.retaining(SEGMENT * RECORD, 1, Long.MAX_VALUE, Duration.ofDays(9), 3);
        try (LogFixture retained = new LogFixture(path.resolve("retained"), three)) {
            for (int i = 0; i < NEXT; i++) {
                retained.append("%02d".formatted(i));
            }
            retained.log().keeper().retain();
            retained.reopen();
            assertThat(retained.inFiles(0)).startsWith("0-19 retention", "20 20");
            assertThat(lines.all()).isEmpty();
            retained.log().close();
            Files.delete(retained.path.resolve("00000000000000000020.log"));
            retained.open();
            assertThat(retained.log().first()).isEqualTo(20);
            assertThat(retained.inFiles(0)).startsWith("0-19 retention", "20-29 missing", "30 30");
            assertThat(retained.log().lostLines(GapReason.MISSING)).isEqualTo(10);
        }
    }

    @Test
    void whatRetentionHadNotRemovedWhenItWasKilledIsRemovedByTheNextStart() throws IOException {
        LogSettings three =
                LogFixture.retaining(SEGMENT * RECORD, 1, Long.MAX_VALUE, Duration.ofDays(9), 3);
        try (LogFixture retained = new LogFixture(path.resolve("retained"), three)) {
            for (int i = 0; i < NEXT; i++) {
                retained.append("%02d".formatted(i));
            }
            byte[] second = retained.bytes("00000000000000000010.log");
            retained.log().keeper().retain();
            retained.overwrite("00000000000000000010.log", second);
            retained.open();
            assertThat(retained.files(".log")).hasSize(3);
            assertThat(retained.inFiles(0)).startsWith("0-19 retention", "20 20");
            assertThat(lines.all()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "cut", "garbage", "a folder", "a FIFO"})
    void withoutTheLedgerNoPositionOfBeforeFits(String how) throws Exception {
        Epoch epoch = stream.log().description().epoch();
        stream.log().close();
        spoil(path.resolve(Ledger.NAME), how);
        stream.open();
        assertThat(stream.log().description().epoch()).isNotEqualTo(epoch);
        assertThat(lines.all()).last().asString().contains("new epoch");
        goesOn(records(0, NEXT), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "cut", "garbage", "a folder", "a FIFO"})
    void withoutTheDescriptionTheLedgerHasTheEpoch(String how) throws Exception {
        Epoch epoch = stream.log().description().epoch();
        stream.log().close();
        spoil(path.resolve(StreamFile.NAME), how);
        stream.open();
        assertThat(stream.log().description().epoch()).isEqualTo(epoch);
        assertThat(lines.all()).hasSize(1).first().asString().contains(StreamFile.NAME);
        goesOn(records(0, NEXT), false);
    }

    @Test
    void aDescriptionOfAnotherLogHasNoPositionOfBeforeFit() throws IOException {
        stream.log().close();
        String text = Files.readString(path.resolve(StreamFile.NAME));
        Epoch epoch = stream.log().description().epoch();
        Files.writeString(path.resolve(StreamFile.NAME), text.replace(epoch.value(), "another1"));
        stream.open();
        assertThat(stream.log().description().epoch()).isNotIn(epoch, new Epoch("another1"));
    }

    private static void spoil(Path file, String how) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        switch (how) {
            case "missing" -> {}
            case "empty" -> Files.write(file, new byte[0]);
            case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case "garbage" -> Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
            case "a folder" -> Files.createDirectories(file.resolve("with something in it"));
            default ->
                    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                            .isZero();
        }
    }

    @Test
    void whatTheDiskDidNotTakeIsStillThatWhenTheGatewayWasKilledBeforeTheLogSaidIt()
            throws IOException {
        stream.folder.fillUpAfter(0);
        stream.append("lost", "lost");
        stream.open(); // as after kill -9
        stream.folder.recover();
        List<String> expected = records(0, NEXT);
        expected.add("50-51 disk-full");
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        assertThat(stream.log().lostLines(GapReason.DISK_FULL)).isEqualTo(2);
        assertThat(lines.all()).last().asString().endsWith("2 records, 50 to 51: disk-full");
        stream.append("after");
        expected.add(
                "52 {\"state\":\"gap\",\"from\":50,\"to\":51,\"lines\":2,\"reason\":\"disk-full\"}");
        expected.add("53 after");
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        stream.reopen();
        stream.reopen();
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        assertThat(stream.log().lostLines(GapReason.DISK_FULL)).isZero();
    }

    @Test
    void whatIsCutOffBesideARecordedGapIsNotTakenForIt() throws IOException {
        stream.folder.fillUpAfter(0);
        stream.append("lost", "lost");
        stream.folder.recover();
        stream.clock.move(Duration.ofSeconds(1));
        stream.append("52").close();
        stream.overwrite(
                "00000000000000000040.log",
                Arrays.copyOf(stream.bytes("00000000000000000040.log"), 8 * RECORD));
        stream.open();
        List<String> expected = records(0, 48);
        expected.addAll(List.of("48-49 corrupt", "50-51 disk-full", "52 52"));
        assertThat(stream.inFiles(0)).startsWith(expected.toArray(String[]::new));
        assertThat(stream.log().lostLines(GapReason.CORRUPT)).isEqualTo(2);
    }
}
