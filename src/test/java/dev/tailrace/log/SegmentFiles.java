package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tailrace.model.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What lies in the segments of a simulated folder, read as a stranger to the log would: each line
 * of each file is a record, numbered from the file's name.
 */
final class SegmentFiles {
    private static final Pattern NAME = Pattern.compile("(\\d{20})\\.log(\\.gz)?");
    private static final Pattern CRI =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z (stdout|stderr|system) [PF] ");

    private final TreeMap<Long, String> records = new TreeMap<>();
    private final List<String> foreign = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private SegmentFiles() {}

    static SegmentFiles in(SimulatedDisk disk, String folder) {
        SegmentFiles files = new SegmentFiles();
        for (String name : disk.look(folder)) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                byte[] bytes = disk.look(folder, name);
                files.names.add(name);
                files.add(
                        Long.parseLong(matcher.group(1)),
                        matcher.group(2) == null ? bytes : inflated(bytes));
            }
        }
        return files;
    }

    /** As {@code zcat} reads it. */
    private static byte[] inflated(byte[] bytes) {
        try (var input = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return input.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(long base, byte[] bytes) {
        // A file that was not finished ends where the next begins.
        records.tailMap(base, true).clear();
        long seq = base;
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                String line = new String(Arrays.copyOfRange(bytes, from, i), ISO_8859_1);
                if (CRI.matcher(line).lookingAt()) {
                    records.put(seq, line);
                } else {
                    foreign.add(line);
                }
                seq++;
                from = i + 1;
            }
        }
    }

    /** Whether there is a whole record of that number. */
    boolean hold(long seq) {
        return records.containsKey(seq);
    }

    /** The record of that number, as the model has it. */
    ModelRecord entry(long seq) {
        String line = records.getOrDefault(seq, "");
        return new ModelRecord(
                Origin.of(line.substring(31, 37)).orElseThrow(),
                line.charAt(38) == 'P',
                line.substring(40).getBytes(ISO_8859_1));
    }

    /** The number that the oldest file begins with, or {@code otherwise} if there is none. */
    long firstBase(long otherwise) {
        return names.isEmpty() ? otherwise : Long.parseLong(names.getFirst().substring(0, 20));
    }

    /** The first record's number, or {@code otherwise} if there is none. */
    long first(long otherwise) {
        return records.isEmpty() ? otherwise : records.firstKey();
    }

    /** The segments' names, the oldest first. */
    List<String> names() {
        return names;
    }

    /** Whole lines that are no records. */
    List<String> foreign() {
        return foreign;
    }
}
