package dev.tailrace.log;

import dev.tailrace.model.OsText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is mounted where, as this process sees it: proc_pid_mountinfo(5). Any thread. */
final class Mounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    private Mounts() {}

    /** Whether something is mounted at {@code path}, which is there. */
    static boolean isRoot(Path path) throws IOException {
        String real = OsText.of(path.toRealPath());
        return OsText.of(Files.readAllBytes(TABLE))
                .lines()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > MOUNT_POINT)
                .anyMatch(fields -> unescaped(fields[MOUNT_POINT]).equals(real));
    }

    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
