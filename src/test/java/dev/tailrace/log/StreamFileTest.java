package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
    private final SmallFile file;

    StreamFileTest(@TempDir Path path) throws IOException {
        this.path = path;
        this.folder = new DiskFolder(path);
        this.file = StreamFile.in(folder, new SettableClock(LogFixture.START));
    }

    @Test
    void aDescriptionIsReadAsItWasWritten() throws IOException {
        DESCRIPTION.writtenTo(file);
        assertThat(StreamFile.read(file)).contains(DESCRIPTION);
        assertThat(folder.names()).containsExactly("stream.json");
    }

    @Test
    void thatLabelsAreTrustedIsReadAgainAndNeverGuessed() throws IOException {
        Labels trusted = new Labels(Map.of("app", "web"), true);
        StreamFile description = new StreamFile(new Epoch("aaaaaaaa"), trusted, "");
        description.writtenTo(file);
        assertThat(StreamFile.read(file)).contains(description);
        String text = Files.readString(path.resolve("stream.json"));
        Files.writeString(path.resolve("stream.json"), text.replace("true", "\"yes\""));
        assertThat(StreamFile.read(file).orElseThrow().labels().trusted()).isFalse();
    }

    @Test
    void aDescriptionReplacesTheOneBeforeIt() throws IOException {
        DESCRIPTION.writtenTo(file);
        StreamFile other = new StreamFile(new Epoch("aaaaaaaa"), Labels.NONE, "");
        Files.writeString(path.resolve("stream.json.new"), "left behind by a crash");
        other.writtenTo(file);
        assertThat(StreamFile.read(file)).contains(other);
        assertThat(folder.names()).containsExactly("stream.json");
    }

    @Test
    void aNewLogDescribesItself() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            assertThat(stream.log().description().created()).isEqualTo("2026-11-20T04:00:00Z");
            assertThat(StreamFile.read(file)).contains(stream.log().description());
        }
    }

    @Test
    void labelsCanChangeAndWithoutNewOnesStay() throws IOException {
        StreamLog made = open(DESCRIPTION.labels());
        made.close();
        StreamFile first = made.description();
        Labels other = new Labels(Map.of("app", "other"));
        for (Labels labels : List.of(Labels.NONE, DESCRIPTION.labels())) {
            open(labels).close();
            assertThat(StreamFile.read(file)).contains(first);
        }
        try (StreamLog log = open(other)) {
            assertThat(log.description())
                    .isEqualTo(new StreamFile(first.epoch(), other, first.created()))
                    .isEqualTo(StreamFile.read(file).orElseThrow());
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
    void aDamagedDescriptionIsSetAsideAndTheLogGoesOn(String text) throws IOException {
        Files.writeString(path.resolve("stream.json"), text);
        try (StreamLog log = open(Labels.NONE)) {
            assertThat(StreamFile.read(file)).contains(log.description());
        }
        assertThat(Files.readString(path.resolve("stream.json.aside-20261120T040000Z")))
                .isEqualTo(text);
    }

    @Test
    void aDescriptionThatIsCutAnywhereIsSetAside() throws IOException {
        DESCRIPTION.writtenTo(file);
        byte[] whole = Files.readAllBytes(path.resolve("stream.json"));
        int closing = new String(whole, UTF_8).lastIndexOf('}');
        for (int size = 0; size < closing; size++) {
            Files.write(path.resolve("stream.json"), Arrays.copyOf(whole, size));
            assertThat(StreamFile.read(file)).as("cut at %d", size).isEmpty();
            assertThat(file.exists()).isFalse();
        }
    }

    private StreamLog open(Labels labels) throws IOException {
        SettableClock clock = new SettableClock(LogFixture.START);
        return LogFixture.opening(clock).open(folder, labels, LogFixture.ROOMY);
    }
}
