package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.OsText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of --config is read whatever it is called, and is called what people can read. */
class ConfigFileTest {
    @TempDir Path folder;

    private ConfigSource read(String name, String content) throws IOException {
        return ConfigFile.read(Files.writeString(OsText.path(folder + "/" + name), content));
    }

    @ParameterizedTest
    @CsvSource({
        "größe.yaml, 'tailrace: {data: /größe}', größe.yaml",
        "gr\udcf6\udcdfe.yml, 'tailrace: {data: /größe}', gr\\xF6\\xDFe.yml",
        "gr\udcf6\udcdfe.properties, 'tailrace.data=/größe', gr\\xF6\\xDFe.properties",
    })
    void aFileOfAnyNameIsRead(String name, String content, String shown) throws IOException {
        ConfigSource source = read(name, content);
        assertThat(source.getValue("tailrace.data")).isEqualTo("/größe");
        assertThat(source.getName()).isEqualTo(folder + "/" + shown);
    }

    @Test
    void aFileWithNothingInItSetsNothing() throws IOException {
        assertThat(read("empty.yaml", "").getPropertyNames()).isEmpty();
        assertThat(read("comment.yml", "# nothing\n").getPropertyNames()).isEmpty();
        assertThat(read("empty.properties", "").getPropertyNames()).isEmpty();
    }
}
