package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compressed segment is what it was, to our reader and to gzip's own, and any part is near. */
class CompressionTest {
    private final Path path;

    CompressionTest(@TempDir Path path) {
        this.path = path;
    }

    private static void compressAll(LogFixture stream) throws IOException {
        boolean more = true;
        while (more) {
            more = stream.log().keeper().compressOne();
        }
    }

    private static List<String> fill(LogFixture stream, int records) {
        Random random = new Random(7);
        List<String> all = new ArrayList<>();
        stream.log().writer().readNow();
        for (int i = 0; i < records; i++) {
            String text = "x".repeat(random.nextInt(300)) + random.nextLong();
            stream.append(Origin.STDOUT, random.nextInt(10) == 0, text);
            all.add(i + " " + text);
            if (random.nextInt(20) == 0) {
                stream.log().writer().commit();
                stream.clock.move(Duration.ofMillis(1));
                stream.log().writer().readNow();
            }
        }
        stream.log().writer().commit();
        return all;
    }

    @Test
    void ourReaderAndGzipReadTheSameBytesAsBefore() throws Exception {
        try (LogFixture stream = new LogFixture(path, LogFixture.bounds(1 << 20, 1 << 20))) {
            List<String> all = fill(stream, 20_000);
            String segment = stream.files(".log").getFirst();
            byte[] plain = stream.bytes(segment);
            assertThat(plain.length).isGreaterThan(3 * GzipMember.CONTENT_BYTES);
            compressAll(stream);
            assertThat(stream.files(".log")).hasSize(1);
            assertThat(stream.inFiles(0)).isEqualTo(all);
            String compressed = path.resolve(segment + ".gz").toString();
            assertThat(output("gzip", "-t", compressed)).isEmpty();
            assertThat(output("zcat", compressed)).isEqualTo(plain);
            stream.reopen();
            assertThat(stream.inFiles(0)).isEqualTo(all);
            assertThat(stream.log().next()).isEqualTo(all.size());
        }
    }

    private static byte[] output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return output;
    }

    @Test
    void anyRecordIsFoundBySeqAndByTime() throws IOException {
        try (LogFixture stream = new LogFixture(path, LogFixture.bounds(1 << 20, 16 * 1024))) {
            List<String> all = fill(stream, 20_000);
            long[] times = new long[all.size()];
            try (SegmentReader reader = stream.log().reader()) {
                for (int seq = 0; seq < all.size(); seq++) {
                    times[seq] = records(reader.read(seq)).time(0);
                }
            }
            compressAll(stream);
            for (int seq = 0; seq < all.size(); seq += 211) {
                try (SegmentReader reader = stream.log().reader()) {
                    var batch = records(reader.read(seq));
                    assertThat(LogFixture.texts(batch).getFirst()).isEqualTo(all.get(seq));
                }
                assertThat(stream.log().search().firstAt(times[seq])).isEqualTo(seq);
                assertThat(stream.log().search().firstAt(times[seq] + 1)).isEqualTo(seq + 1);
            }
        }
    }

    private static Batch records(ReadResult result) {
        return ((ReadResult.Records) result).batch();
    }

    @Test
    void aReaderOfThePlainFileReadsOnWhenItIsReplaced() throws IOException {
        try (LogFixture stream = new LogFixture(path, LogFixture.bounds(1 << 20, 16 * 1024))) {
            List<String> all = fill(stream, 20_000);
            List<String> found = new ArrayList<>();
            try (SegmentReader reader = stream.log().reader()) {
                found.addAll(LogFixture.texts(records(reader.read(0))));
                compressAll(stream);
                while (found.size() < all.size()) {
                    found.addAll(LogFixture.texts(records(reader.read(found.size()))));
                }
            }
            assertThat(found).isEqualTo(all);
        }
    }

    @Test
    void aDamagedMemberCostsItsOwnRecords() throws IOException {
        try (LogFixture stream = new LogFixture(path, LogFixture.bounds(1 << 20, 16 * 1024))) {
            List<String> all = fill(stream, 20_000);
            compressAll(stream);
            String compressed = stream.files(".gz").getFirst();
            byte[] whole = stream.bytes(compressed);
            Random random = new Random(3);
            for (int round = 0; round < Depth.rounds(60); round++) {
                byte[] damaged = whole.clone();
                int at = random.nextInt(damaged.length);
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                stream.overwrite(compressed, damaged);
                assertWholeButForGaps(stream.inFiles(0), all, "byte " + at);
            }
        }
    }

    /** Each seq once, whole or in a gap; what is shown is what was appended. */
    private static void assertWholeButForGaps(List<String> found, List<String> all, String which) {
        int seq = 0;
        int lost = 0;
        for (String each : found) {
            if (each.endsWith(" corrupt")) {
                String[] range = each.substring(0, each.indexOf(' ')).split("-", -1);
                assertThat(range[0]).as(which).isEqualTo(Integer.toString(seq));
                int to = Integer.parseInt(range[1]);
                lost += to - seq + 1;
                seq = to + 1;
            } else {
                assertThat(each).as(which).isEqualTo(all.get(seq++));
            }
        }
        assertThat(seq).as(which).isEqualTo(all.size());
        assertThat(lost).as(which).isLessThan(3 * GzipMember.CONTENT_BYTES / 40);
    }

    @Test
    void aSegmentWithADamagedLineStaysPlain() throws IOException {
        try (LogFixture stream = new LogFixture(path, LogFixture.bounds(2 * 44L, 1 << 20))) {
            stream.append("one", "two", "three");
            String first = stream.files(".log").getFirst();
            byte[] bytes = stream.bytes(first);
            bytes[2] = 'x';
            stream.overwrite(first, bytes);
            compressAll(stream);
            assertThat(stream.files(".log")).hasSize(2);
            assertThat(stream.files(".gz")).isEmpty();
            assertThat(stream.inFiles(0)).containsExactly("0-0 corrupt", "1 two", "2 three");
        }
    }

    @Test
    void whatACrashLeftOfCompressingIsRemoved() throws IOException {
        LogFixture stream = new LogFixture(path, LogFixture.bounds(2 * 44L, 1 << 20));
        stream.append("one", "two", "three", "four", "five");
        String first = stream.files(".log").getFirst();
        byte[] plain = stream.bytes(first);
        compressAll(stream);
        stream.close();
        stream.overwrite(first, plain); // it was to be removed
        stream.overwrite("00000000000000000099.log.gz.new", "half".getBytes(UTF_8));
        stream.open();
        assertThat(stream.files(".new")).isEmpty();
        assertThat(stream.files(".log")).doesNotContain(first);
        assertThat(stream.inFiles(0))
                .containsExactly("0 one", "1 two", "2 three", "3 four", "4 five");
        stream.close();
    }
}
