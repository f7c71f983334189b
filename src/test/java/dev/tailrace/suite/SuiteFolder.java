package dev.tailrace.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/** {@code target/suite}: what the JVMs of tests tell the end of the build. Any thread, any JVM. */
final class SuiteFolder {
    /** The build's folder, {@code target}. */
    static final Path TARGET =
            Path.of(System.getProperty("test.target", "target")).toAbsolutePath().normalize();

    /** Where tests make their temporary files. */
    static final Path TEMPORARY = TARGET.resolve("tmp");

    static final Path SHARED_MEMORY = Path.of("/dev/shm");
    static final Path SYSTEM_TEMPORARY = Path.of("/tmp");

    /** Begins the names of what tests make outside of the build's folder: of this build alone. */
    static final String PREFIX = "tailrace-%08x-".formatted(TARGET.hashCode());

    /** How the paths begin of all that tests make. */
    private static final List<String> OURS =
            List.of(TEMPORARY + "/", SHARED_MEMORY + "/" + PREFIX, SYSTEM_TEMPORARY + "/" + PREFIX);

    /** Made before the first JVM of tests; what is older is of a run that was cut off. */
    static final String BEGUN = "begun";

    static final String NOT_TESTED = "not-tested";
    static final String LEFT_BEHIND = "left-behind";
    static final String LEAKED = "leaked";

    private static final Path FOLDER = TARGET.resolve("suite");

    private SuiteFolder() {}

    static boolean isOfTests(String path) {
        return OURS.stream().anyMatch(path::startsWith);
    }

    /** When this build began to test, or the beginning of time. */
    static Instant begun() throws IOException {
        Path begun = file(BEGUN);
        return Files.exists(begun) ? Files.getLastModifiedTime(begun).toInstant() : Instant.MIN;
    }

    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** Makes the folders that tests count on. */
    static void prepare() {
        try {
            Files.createDirectories(TEMPORARY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a line; an append of one line is whole beside those of other JVMs. */
    static void add(String name, String line) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(
                    file(name), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(String name) {
        try {
            return Files.exists(file(name))
                    ? Files.readAllLines(file(name)).stream().distinct().sorted().toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
