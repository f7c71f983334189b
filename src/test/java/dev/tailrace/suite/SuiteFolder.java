package dev.tailrace.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    static final String NOT_TESTED = "not-tested";
    static final String LEFT_BEHIND = "left-behind";

    private static final Path FOLDER = TARGET.resolve("suite");

    private SuiteFolder() {}

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
