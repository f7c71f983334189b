package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.Epoch;
import dev.tailrace.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFileTest {
    private static final StreamFile DESCRIPTION =
            new StreamFile(
                    new Epoch("k3v9x2ab"),
                    new Labels(Map.of("app", "wéb \"1\"", "pod", "")),
                    "2026-11-20T04:00:00Z");

    private final Path path;
    private final Folder folder;

    StreamFileTest(@TempDir Path path) throws IOException {
        this.path = path;
        this.folder = new DiskFolder(path);
    }

    @Test
    void aDescriptionIsReadAsItWasWritten() throws IOException {
        DESCRIPTION.writtenTo(folder);
        assertThat(StreamFile.read(folder)).isEqualTo(DESCRIPTION);
        assertThat(folder.names()).containsExactly("stream.json");
    }

    @Test
    void aDescriptionReplacesTheOneBeforeIt() throws IOException {
        DESCRIPTION.writtenTo(folder);
        StreamFile other = new StreamFile(new Epoch("aaaaaaaa"), Labels.NONE, "");
        Files.writeString(path.resolve("stream.json.new"), "left behind by a crash");
        other.writtenTo(folder);
        assertThat(StreamFile.read(folder)).isEqualTo(other);
        assertThat(folder.names()).containsExactly("stream.json");
    }

    @Test
    void aNewLogDescribesItself() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            assertThat(stream.log().description().created()).isEqualTo("2026-11-20T04:00:00Z");
            assertThat(StreamFile.read(folder)).isEqualTo(stream.log().description());
        }
    }

    @Test
    void labelsCanChangeAndWithoutNewOnesStay() throws IOException {
        DESCRIPTION.writtenTo(folder);
        Labels other = new Labels(Map.of("app", "other"));
        for (Labels labels : List.of(Labels.NONE, DESCRIPTION.labels())) {
            open(labels).close();
            assertThat(StreamFile.read(folder)).isEqualTo(DESCRIPTION);
        }
        try (StreamLog log = open(other)) {
            assertThat(log.description())
                    .isEqualTo(new StreamFile(DESCRIPTION.epoch(), other, DESCRIPTION.created()))
                    .isEqualTo(StreamFile.read(folder));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "no json",
                "{\"epoch\": \"K\"}",
                "{\"epoch\": \"k3v9x2ab\", \"labels\": {\"a-b\": \"c\"}}",
                "{\"epoch\": \"k3v9x2ab\", \"lab"
            })
    void aDamagedDescriptionIsNamedAndNothingIsMade(String text) throws IOException {
        Files.writeString(path.resolve("stream.json"), text);
        assertThatThrownBy(() -> open(Labels.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(path + "/stream.json");
        assertThat(folder.names()).containsExactly("stream.json");
        assertThat(Files.readString(path.resolve("stream.json"))).isEqualTo(text);
    }

    @Test
    void aDescriptionThatIsCutAnywhereIsRefused() throws IOException {
        DESCRIPTION.writtenTo(folder);
        byte[] whole = Files.readAllBytes(path.resolve("stream.json"));
        int closing = new String(whole, UTF_8).lastIndexOf('}');
        for (int size = 0; size < closing; size++) {
            Files.write(path.resolve("stream.json"), Arrays.copyOf(whole, size));
            assertThatThrownBy(() -> StreamFile.read(folder))
                    .as("cut at %d", size)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("stream.json");
        }
    }

    private StreamLog open(Labels labels) throws IOException {
        SettableClock clock = new SettableClock(LogFixture.START);
        return LogFixture.opening(clock).open(folder, labels, LogFixture.ROOMY);
    }
}
