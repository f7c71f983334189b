package dev.tailrace.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningFileTest {
    private static final String OWN = ProcessHandle.current().pid() + ".json";

    @TempDir Path folder;

    private RunningFile make(Path in) {
        return RunningFile.make(in, "http://127.0.0.1:8080", Path.of("/data")).orElseThrow();
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aGatewaySaysWhereItIsAsLongAsItRuns() throws IOException {
        Path in = folder.resolve("made/tailrace");
        RunningFile file = make(in);
        assertThat(in.resolve(OWN))
                .content()
                .contains("\"address\":\"http://127.0.0.1:8080\"")
                .contains("\"data\":\"/data\"");
        file.close();
        assertThat(in).isEmptyDirectory();
    }

    @Test
    void whatAKilledGatewayHasLeftIsRemovedByTheNext() throws IOException {
        Files.writeString(folder.resolve("1.json"), "{}");
        RunningFile file = make(folder);
        assertThat(files()).containsExactly(OWN);
        file.close();
    }

    @Test
    void aFolderThatCannotBeMadeKeepsNothingFromRunning() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(RunningFile.make(file.resolve("in"), "http://x", Path.of("/data"))).isEmpty();
    }
}
