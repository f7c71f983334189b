package dev.tailrace.source.tail.file;

import dev.tailrace.model.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Which file it is, whatever its name: a number that is given again once the file is deleted. */
public record FileId(long device, long inode) {
    /** A file gets the time of the kernel's last tick, of which there are 100 a second. */
    public static final long TICK_NANOS = 10_000_000;

    /**
     * What stat(2) says of a file.
     *
     * @param ownership what it is and whose
     * @param modified when its bytes were changed last, ns since 1970
     * @param changed when its bytes, its names or its rights were
     * @param created when it was made; as {@code modified} where the file system does not tell
     */
    public record Stat(
            FileId id,
            long size,
            Ownership ownership,
            boolean deleted,
            long modified,
            long changed,
            long created) {}

    /**
     * Looks at {@code path}.
     *
     * @param options whether a link itself is looked at, or what it leads to
     * @throws IOException if there is nothing, or it may not be looked at
     */
    public static Stat stat(Path path, LinkOption... options) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(
                        path,
                        "unix:dev,ino,nlink,size,lastModifiedTime,ctime,creationTime,"
                                + Ownership.ATTRIBUTES,
                        options);
        return new Stat(
                new FileId(number(found, "dev"), number(found, "ino")),
                number(found, "size"),
                Ownership.of(found),
                number(found, "nlink") == 0,
                time(found, "lastModifiedTime"),
                time(found, "ctime"),
                time(found, "creationTime"));
    }

    private static long time(Map<String, Object> found, String name) {
        return ((FileTime) Objects.requireNonNull(found.get(name))).to(TimeUnit.NANOSECONDS);
    }

    private static long number(Map<String, Object> found, String name) {
        return ((Number) Objects.requireNonNull(found.get(name))).longValue();
    }
}
