package dev.tailrace.viewer;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Streams that all tests look at: a long log, a command that is over, and one that goes on. */
final class SampleLogs {
    /** Their lines are numbered, from 0 on. */
    static final String LONG = "orders";

    /** A hundred times as many with {@code -Pbrowser}. */
    static final int LONG_LINES = Integer.getInteger("test.page.lines", 100_000);

    static final String ENDED = "nightly-import";
    static final String GOING_ON = "checkout";

    private SampleLogs() {}

    static Path config(Path folder) {
        return folder.resolve("tailrace.yaml");
    }

    static String line(long number) {
        return "line %d: order %d for customer %d was accepted"
                .formatted(number, number * 7 + 1, number % 977);
    }

    static void write(Path folder) throws IOException {
        try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve("orders.log"))) {
            for (int i = 0; i < LONG_LINES; i++) {
                lines.write(line(i));
                lines.newLine();
            }
        }
        Files.writeString(
                config(folder),
                """
                tailrace:
                  control: true
                  streams:
                    %s: {tail: {path: %s}, labels: {app: shop, env: production}}
                    %s:
                      process:
                        command: [sh, -c, 'echo reading 412 files; echo "warn: 3 rows have no price" >&2; exit 3']
                      labels: {app: warehouse, env: production}
                    %s:
                      push: true
                      labels: {app: shop, env: production}
                """
                        .formatted(LONG, folder.resolve("orders.log"), ENDED, GOING_ON));
    }
}
