package dev.tailrace.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/**
 * A tool that some tests need and not every machine has. Without the tool a test is skipped, which
 * the end of the build says; with {@code CI=true} in the environment it fails.
 */
public enum Need {
    DOCKER("dockerd", "docker.io"),
    BUSYBOX("busybox", "busybox-static"),
    RUNC("runc", "runc"),
    CURL("curl", "curl"),
    CHROMIUM("chromium", "chromium");

    /** Where a test that starts the tool finds it, too. */
    private static final List<String> FOLDERS =
            List.of(Objects.requireNonNull(System.getenv("PATH"), "PATH").split(":"));

    private final String command;
    private final String debianPackage;

    Need(String command, String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    private boolean isMissing() {
        return FOLDERS.stream().noneMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    /** Skips {@code test}, or fails it under CI, unless all of these are there. */
    public static void allOf(Class<?> test, Need... needs) {
        List<Need> missing = Arrays.stream(needs).filter(Need::isMissing).toList();
        if (!missing.isEmpty()) {
            String packages =
                    missing.stream()
                            .map(each -> each.debianPackage)
                            .collect(Collectors.joining(" "));
            throw lacking(test, "apt-get install " + packages);
        }
    }

    /** What to throw when the machine cannot run {@code test} for another reason. */
    public static RuntimeException lacking(Class<?> test, String remedy) {
        String sentence = test.getSimpleName() + ": " + remedy;
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError("Not tested, which CI does not accept: " + sentence);
        }
        SuiteFolder.add(SuiteFolder.NOT_TESTED, sentence);
        return new TestAbortedException(sentence);
    }
}
