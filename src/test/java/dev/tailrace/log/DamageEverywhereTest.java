package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.model.Batch;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Wherever a file of the log is cut off or a byte of it is changed: the log opens by itself, serves
 * all that is whole, and no record gets another's number.
 */
class DamageEverywhereTest {
    private static final String FOLDER = "web";
    private static final String PLAIN = "00000000000000000000.log";
    private static final String GZIP = PLAIN + ".gz";
    private static final int FLIPPED = 4096;
    private static final int CUT = 64 * 1024;

    /** Odd, and no divisor of a line's length, so that each part of a line has its turn. */
    private static final int STEP = Depth.step(13);

    private static final int CUT_STEP = Depth.step(17);

    /** Why records were missing where {@link #served} has looked. */
    private final Set<GapReason> reasons = EnumSet.noneOf(GapReason.class);

    /** Files of a log, and its records in their order. */
    private record Stored(Map<String, byte[]> files, List<String> records) {
        byte[] bytes(String name) {
            return Objects.requireNonNull(files.get(name), name);
        }

        /** A disk with these files, but {@code name} with these bytes. */
        SimulatedDisk with(String name, byte[] bytes) throws IOException {
            SimulatedDisk disk = new SimulatedDisk(1);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                byte[] content = file.getKey().equals(name) ? bytes : file.getValue();
                try (LogFile created = disk.folder(FOLDER).create(file.getKey())) {
                    created.write(ByteBuffer.wrap(content), 0);
                }
            }
            return disk;
        }
    }

    @Test
    void theLastSegmentIsCutOffAnywhere() throws IOException {
        Stored stored = stored(70 * 1024, 1L << 20, false);
        byte[] whole = stored.bytes(PLAIN);
        int lines = stored.records.size();
        for (int size = whole.length - 1; size >= whole.length - CUT; size -= CUT_STEP) {
            int kept = newlines(whole, size);
            try (StreamLog log = open(stored.with(PLAIN, Arrays.copyOf(whole, size)))) {
                assertNumber(log.next(), lines, "cut at " + size);
                long from = Math.max(0, kept - 3);
                List<@Nullable String> found = served(log, from, kept + 3L);
                assertServed(found, stored.records, from, kept, "cut at " + size);
            }
        }
    }

    @Test
    void aCompressedSegmentIsCutOffAnywhere() throws IOException {
        Stored stored = stored(12_000, 9_000, true);
        byte[] whole = stored.bytes(GZIP);
        int compressed = recordsBeforeTheSecondSegment(stored);
        for (int size = whole.length - 1; size >= 0; size -= STEP) {
            try (StreamLog log = open(stored.with(GZIP, Arrays.copyOf(whole, size)))) {
                List<@Nullable String> found = served(log, 0, log.next());
                assertNumber(found.size(), stored.records.size(), "cut at " + size);
                assertServed(found, stored.records, 0, 0, "cut at " + size);
                assertThat(found.subList(compressed, found.size())).doesNotContainNull();
            }
        }
    }

    @Test
    void theLastMemberOfACompressedSegmentIsCutOff() throws IOException {
        Stored stored = stored(800 * 1024, 720 * 1024, true);
        byte[] whole = stored.bytes(GZIP);
        int compressed = recordsBeforeTheSecondSegment(stored);
        // Members hold 256 KiB of records: of nearly three, two are whole wherever this is cut.
        long kept = 2L * (256 * 1024 - 200) / 82;
        for (int size = whole.length - 1; size >= whole.length - CUT; size -= 97) {
            try (StreamLog log = open(stored.with(GZIP, Arrays.copyOf(whole, size)))) {
                List<@Nullable String> found = served(log, kept - 2, compressed + 2L);
                assertNumber(log.next(), stored.records.size(), "cut at " + size);
                assertServed(found, stored.records, kept - 2, kept, "cut at " + size);
                assertThat(found.subList(found.size() - 2, found.size())).doesNotContainNull();
            }
        }
    }

    @Test
    void aByteOfASealedSegmentIsChanged() throws IOException {
        Stored stored = stored(12_000, 9_000, false);
        byte[] whole = stored.bytes(PLAIN);
        for (int at = 0; at < FLIPPED; at += STEP) {
            int line = newlines(whole, at);
            for (int with : new int[] {0x01, 0x80, whole[at] ^ '\n'}) {
                if (with != 0 && whole[at] != '\n') {
                    assertOnlyOneIsLost(stored, PLAIN, at, with, line);
                }
            }
        }
        assertThat(reasons).containsExactly(GapReason.CORRUPT);
    }

    @Test
    void aNewlineOfASealedSegmentIsChanged() throws IOException {
        Stored stored = stored(12_000, 9_000, false);
        byte[] whole = stored.bytes(PLAIN);
        int segment = recordsBeforeTheSecondSegment(stored);
        for (int at = 0; at < FLIPPED; at++) {
            if (whole[at] == '\n') {
                // Nothing tells which of its lines is the long one: but no other segment is
                // touched.
                try (StreamLog log = open(stored.with(PLAIN, flipped(whole, at, 0x01)))) {
                    List<@Nullable String> found = served(log, 0, log.next());
                    int line = newlines(whole, at);
                    assertNumber(found.size(), stored.records.size(), "newline at " + at);
                    assertThat(found.subList(0, line)).isEqualTo(stored.records.subList(0, line));
                    assertThat(found.subList(segment, found.size()))
                            .isEqualTo(stored.records.subList(segment, found.size()));
                }
            }
        }
    }

    @Test
    void aByteOfACompressedSegmentIsChanged() throws IOException {
        Stored stored = stored(16_000, 12_000, true);
        byte[] whole = stored.bytes(GZIP);
        int compressed = recordsBeforeTheSecondSegment(stored);
        assertThat(whole.length).isGreaterThan(FLIPPED);
        for (int at = 0; at < FLIPPED; at += STEP) {
            for (int with : new int[] {0x01, 0x80}) {
                try (StreamLog log = open(stored.with(GZIP, flipped(whole, at, with)))) {
                    List<@Nullable String> found = served(log, 0, log.next());
                    assertNumber(found.size(), stored.records.size(), "byte " + at);
                    assertServed(found, stored.records, 0, 0, "byte " + at);
                    assertThat(found.subList(compressed, found.size())).doesNotContainNull();
                }
            }
        }
    }

    private void assertOnlyOneIsLost(Stored stored, String name, int at, int with, int line)
            throws IOException {
        byte[] whole = stored.bytes(name);
        try (StreamLog log = open(stored.with(name, flipped(whole, at, with)))) {
            List<@Nullable String> found = served(log, 0, log.next());
            assertNumber(found.size(), stored.records.size(), "byte " + at);
            for (int seq = 0; seq < found.size(); seq++) {
                if (seq != line && !stored.records.get(seq).equals(found.get(seq))) {
                    throw new AssertionError(
                            "byte " + at + " by " + with + ": " + seq + " is " + found.get(seq));
                }
            }
        }
    }

    /** What is served is right, and nothing before {@code kept} is missing. */
    private static void assertServed(
            List<@Nullable String> found,
            List<String> records,
            long from,
            long kept,
            String which) {
        for (int i = 0; i < found.size(); i++) {
            int seq = (int) from + i;
            String is = found.get(i);
            boolean right = is == null ? seq >= kept : is.equals(records.get(seq));
            if (!right) {
                throw new AssertionError(which + ": " + seq + " is " + is);
            }
        }
        if (from + found.size() < kept) {
            throw new AssertionError(which + ": ends at " + (from + found.size()));
        }
    }

    private static void assertNumber(long is, long expected, String which) {
        if (is != expected) {
            throw new AssertionError(which + ": " + is + " instead of " + expected);
        }
    }

    private static byte[] flipped(byte[] whole, int at, int with) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) with;
        return flipped;
    }

    private static int newlines(byte[] bytes, int before) {
        int newlines = 0;
        for (int i = 0; i < before; i++) {
            newlines += bytes[i] == '\n' ? 1 : 0;
        }
        return newlines;
    }

    private static int recordsBeforeTheSecondSegment(Stored stored) {
        return stored.files.keySet().stream()
                .filter(name -> name.endsWith(".log") && !name.equals(PLAIN))
                .mapToInt(name -> Integer.parseInt(name.substring(0, 20)))
                .min()
                .orElseThrow();
    }

    /** The records from {@code from} to before {@code to}; null where one is missing. */
    private List<@Nullable String> served(StreamLog log, long from, long to) throws IOException {
        List<@Nullable String> served = new ArrayList<>();
        long next = from;
        try (SegmentReader reader = log.reader()) {
            while (next < Math.min(to, log.next())) {
                switch (reader.read(next)) {
                    case ReadResult.Records(Batch batch) -> {
                        for (int i = 0; i < batch.count(); i++) {
                            int start = batch.start(i);
                            int length = batch.contentEnd(i) - start;
                            served.add(new String(batch.bytes(), start, length, ISO_8859_1));
                        }
                        next = batch.next();
                    }
                    case ReadResult.Missing(var gap) -> {
                        reasons.add(gap.reason());
                        for (; next <= gap.to(); next++) {
                            served.add(null);
                        }
                    }
                    case ReadResult.AtEnd _ -> {
                        served.add(null);
                        next++;
                    }
                }
            }
        }
        return served;
    }

    private Stored stored(int bytes, long segmentBytes, boolean compressed) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        LogSettings settings =
                new LogSettings(
                        segmentBytes,
                        Duration.ofDays(365),
                        1 << 20,
                        16 * 1024,
                        Long.MAX_VALUE,
                        Duration.ofDays(365),
                        Integer.MAX_VALUE,
                        compressed,
                        OnDiskFull.CONTINUE);
        List<String> records;
        try (StreamLog log = open(disk, settings)) {
            Random random = new Random(1);
            for (int written = 0; written < bytes; written += 80) {
                byte[] content = new BigInteger(200, random).toString(36).getBytes(US_ASCII);
                log.writer().append(Origin.STDOUT, false, content, 0, content.length);
            }
            log.writer().commit();
            records = served(log, 0, log.next()).stream().map(String::valueOf).toList();
            assertThat(log.keeper().compressOne()).isEqualTo(compressed);
        }
        Map<String, byte[]> files = new HashMap<>();
        disk.look(FOLDER).forEach(name -> files.put(name, disk.look(FOLDER, name)));
        return new Stored(files, records);
    }

    private static StreamLog open(SimulatedDisk disk) throws IOException {
        return open(disk, LogFixture.bounds(1 << 20, 1 << 20));
    }

    private static StreamLog open(SimulatedDisk disk, LogSettings settings) throws IOException {
        return LogFixture.opening(new SettableClock(LogFixture.START))
                .open(disk.folder(FOLDER), Labels.NONE, settings);
    }
}
