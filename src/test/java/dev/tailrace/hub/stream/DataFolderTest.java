package dev.tailrace.hub.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir Path folder;

    @Test
    void aFolderThatIsMissingIsMade() throws IOException {
        Path deep = folder.resolve("a/b/c");
        try (DataFolder data = DataFolder.take(deep, DataInUse.REFUSE)) {
            assertThat(data.path()).isEqualTo(deep);
            assertThat(data.streams()).isEmpty();
        }
        assertThat(deep.resolve("streams")).isDirectory();
    }

    @Test
    void aSecondGatewayIsTurnedAwayAndToldByWhom() throws IOException {
        try (DataFolder first = DataFolder.take(folder, DataInUse.REFUSE)) {
            assertThatThrownBy(() -> DataFolder.take(folder, DataInUse.REFUSE))
                    .isInstanceOf(HubException.class)
                    .message()
                    .matches(
                            "The data folder "
                                    + folder
                                    + " is in use by another gateway \\(pid "
                                    + ProcessHandle.current().pid()
                                    + ", since [0-9TZ:-]{20}\\): stop that one, or choose another"
                                    + " folder with --data\\.");
            assertThat(first.path()).isEqualTo(folder);
        }
    }

    @Test
    void anotherProcessIsTurnedAwayToo() throws Exception {
        try (DataFolder first = DataFolder.take(folder, DataInUse.REFUSE)) {
            Process other =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    DataFolderProgram.class.getName(),
                                    first.path().toString())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(other.getInputStream().readAllBytes(), UTF_8);
            assertThat(said).contains("in use by another gateway (pid " + pid());
            assertThat(other.waitFor()).isEqualTo(1);
        }
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    @Test
    void aFolderIsFreeAgainWhenItsGatewayHasStopped() throws IOException {
        DataFolder.take(folder, DataInUse.REFUSE).close();
        DataFolder.take(folder, DataInUse.REFUSE).close();
    }

    @Test
    void whoMayTakeTheNextGetsOneThatNobodyHas() throws IOException {
        Path web = folder.resolve("web");
        try (DataFolder first = DataFolder.take(web, DataInUse.NEXT);
                DataFolder second = DataFolder.take(web, DataInUse.NEXT);
                DataFolder third = DataFolder.take(web, DataInUse.NEXT)) {
            assertThat(first.path()).isEqualTo(web);
            assertThat(second.path()).isEqualTo(folder.resolve("web~2"));
            assertThat(third.path()).isEqualTo(folder.resolve("web~3"));
        }
        try (DataFolder again = DataFolder.take(web, DataInUse.NEXT)) {
            assertThat(again.path()).as("the lines of before").isEqualTo(web);
        }
    }

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DataFolder.take(file, DataInUse.REFUSE))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("The data folder " + file + " cannot be used: ")
                .hasMessageEndingWith(". Choose another with --data.");
    }

    @Test
    void onlyFoldersThatCanNameAStreamAreStreams() throws IOException {
        try (DataFolder data = DataFolder.take(folder, DataInUse.REFUSE)) {
            Files.createDirectory(folder.resolve("streams/web"));
            Files.createDirectory(folder.resolve("streams/a.b_c-1"));
            Files.createDirectory(folder.resolve("streams/Upper"));
            Files.createDirectory(folder.resolve("streams/.hidden"));
            Files.createFile(folder.resolve("streams/file"));
            assertThat(data.streams())
                    .containsExactly(new StreamName("a.b_c-1"), new StreamName("web"));
        }
    }
}
