package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.Need;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's types hold, and so do its own tests, which are in {@code src/test/web}. */
class PageUnitTest {
    private static final int NO_PROGRAM = 3;

    @Test
    void itsTypesHoldAndItsTestsPass(@TempDir Path folder) throws Exception {
        File said = folder.resolve("said").toFile();
        Process check = check(folder, said);
        try {
            int code = check.waitFor();
            if (code == NO_PROGRAM) {
                throw Need.lacking(getClass(), "build on amd64, for which Maven has deno");
            }
            assertThat(code).as(() -> read(said)).isZero();
            assertThat(read(said)).contains("0 failed");
        } finally {
            check.destroyForcibly().waitFor();
        }
    }

    private static Process check(Path folder, File said) throws IOException {
        Path packages = Path.of(System.getProperty("test.target"), "web");
        List<String> command =
                List.of(
                        "sh",
                        ".mvn/page-check.sh",
                        Path.of("src/main/web").toAbsolutePath().toString(),
                        Path.of("src/test/web").toAbsolutePath().toString(),
                        packages.toString(),
                        Files.createDirectory(folder.resolve("check")).toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(said))
                .start();
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
