package dev.tailrace.endtoend;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A command that prints 20,000 {@link NumberedLines} a second until a file appears; then it says on
 * standard error how many there were, and exits with {@link #CODE}.
 */
final class LinesProgram {
    static final int CODE = 5;

    private static final int LINES_A_TICK = 200;
    private static final long TICK_NANOS = 10_000_000;
    private static final long LAST_WORDS_NANOS = 1_000_000_000;

    private LinesProgram() {}

    static List<String> command(Path end) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target/test-classes").toAbsolutePath().toString(),
                LinesProgram.class.getName(),
                end.toString());
    }

    public static void main(String... args) throws IOException {
        Path end = Path.of(args[0]);
        int next = 0;
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            long due = System.nanoTime();
            while (!Files.exists(end)) {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < LINES_A_TICK; i++) {
                    lines.append(NumberedLines.line(next++)).append('\n');
                }
                out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
                due += TICK_NANOS;
                LockSupport.parkNanos(due - System.nanoTime());
            }
            // Nobody may read any more by then, and what it wrote so far must not have filled the
            // pipe.
            LockSupport.parkNanos(LAST_WORDS_NANOS);
            out.write((NumberedLines.line(next++) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        System.err.println(next);
        System.exit(CODE);
    }
}
