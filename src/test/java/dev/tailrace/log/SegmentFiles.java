package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What lies in the segments of a simulated folder, read as a stranger to the log would: each line
 * of each file is a record, numbered from the file's name.
 */
final class SegmentFiles {
    private static final Pattern CRI =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z (stdout|stderr|system) [PF] ");

    private final TreeMap<Long, String> records = new TreeMap<>();
    private final List<String> foreign = new ArrayList<>();

    /** No files at all. */
    static final SegmentFiles NONE = new SegmentFiles();

    private SegmentFiles() {}

    static SegmentFiles in(SimulatedDisk disk, String folder) {
        SegmentFiles files = new SegmentFiles();
        for (String name : disk.look(folder)) {
            Optional<Long> base = Segment.Name.parse(name).map(Segment.Name::base);
            if (base.isPresent()) {
                files.add(base.get(), disk.look(folder, name));
            }
        }
        return files;
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

    /** The first record's number, or {@code otherwise} if there is none. */
    long first(long otherwise) {
        return records.isEmpty() ? otherwise : records.firstKey();
    }

    /** The number that the newest file begins with. */
    static long newest(SimulatedDisk disk, String folder) {
        return disk.look(folder).stream()
                .flatMap(name -> Segment.Name.parse(name).map(Segment.Name::base).stream())
                .max(Comparator.naturalOrder())
                .orElse(0L);
    }

    /** Whole lines that are no records. */
    List<String> foreign() {
        return foreign;
    }
}
