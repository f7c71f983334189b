package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Bytes that were recorded once, step by step, as a text file that people can read. With {@code
 * -Dgolden.record=true} what comes now is recorded instead; the change is then looked at.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private final Path file;
    private final StringBuilder steps = new StringBuilder();

    public Golden(String name) {
        file = FOLDER.resolve(name + ".txt");
    }

    /** Begins a part. */
    public void part(String title) {
        steps.append("\n######## ").append(title).append('\n');
    }

    /** Adds what was written in one step. */
    public void step(String title, byte[] bytes) {
        steps.append("==== ").append(title).append('\n');
        for (byte each : bytes) {
            if (each >= ' ' && each < 0x7f || each == '\n') {
                steps.append((char) each);
            } else {
                steps.append("\\x%02x".formatted(each & 0xff));
            }
        }
        steps.append(bytes.length == 0 || bytes[bytes.length - 1] == '\n' ? "" : "<no newline>\n");
    }

    /** Compares all steps with what was recorded. */
    public void check() {
        String now = steps.toString().replaceAll("retry: [0-9]{4}\n", "retry: RETRY\n");
        try {
            if (Boolean.getBoolean("golden.record")) {
                Files.writeString(file, now);
            }
            assertThat(now).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A batch of such records: CRI lines without their newline, with seqs from {@code first}. */
    public static Batch batch(long first, List<String> records) {
        byte[] bytes = (String.join("\n", records) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        int[] ends = new int[records.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += records.get(i).length() + 1;
            ends[i] = end;
        }
        return new Batch(bytes, ends, 0, 0, ends.length, first, null);
    }

    /** A record of each kind: whole, partial, not UTF-8, empty, the gateway's own. */
    public static List<String> records() {
        return List.of(
                "2026-11-20T04:00:00.123456789Z stdout F Processing...",
                "2026-11-20T04:00:00.123456790Z stderr P the first half, ",
                "2026-11-20T04:00:01.000000000Z stdout F between \"quotes\", \\ and \t",
                "2026-11-20T04:00:01.000000001Z stderr F and the second",
                "2026-11-20T04:00:02.000000000Z stdout F \u00ff\u0000\u00fe",
                "2026-11-20T04:00:02.000000001Z system F {\"state\":\"exited\",\"code\":3}",
                "2026-11-20T04:00:02.000000002Z system F a mark",
                "2026-11-20T04:00:02.000000003Z stdout F ",
                "2026-11-20T04:00:02.000000004Z stdout F gr\u00c3\u00b6\u00c3\u009fe\r");
    }
}
