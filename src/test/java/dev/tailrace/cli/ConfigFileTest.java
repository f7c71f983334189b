package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.OsText;
import dev.tailrace.user.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource({
        "'tailrace.data: /a', tailrace.data, /a",
        "'tailrace.log: {segment-bytes: 1M}', tailrace.log.segment-bytes, 1M",
        "'tailrace.streams.app: {labels: {a.b: c}}', 'tailrace.streams.app.labels.\"a.b\"', c",
        "'tailrace: {streams: {a.b: {push: true}}}', 'tailrace.streams.\"a.b\".push', true",
        "'tailrace.streams.app.process.command: [a, b]', 'tailrace.streams.app.process.command[1]', b",
    })
    void aKeyOfYamlMayBeWrittenWithDots(String content, String key, String value)
            throws IOException {
        assertThat(read("a.yaml", content).getValue(key)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "a.yaml, 'tailrce: {data: /a}', tailrce",
        "a.yaml, 'tailrce.data: /a', tailrce",
        "a.yaml, 'tailrce: {}', tailrce",
        "a.yaml, 'tailrce: {log: {}}', tailrce",
        "a.properties, 'Tailrace.data=/a', Tailrace",
    })
    void aRootThatIsMisspeltIsRefused(String name, String content, String root) {
        assertThatThrownBy(() -> read(name, content))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("has unknown key " + root + "; the nearest is tailrace");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "streams: {web: {push: {}}} | streams.web.push is {}; accepted is true or false",
                "streams: {a.b: {push: {}}} | streams.a.b.push is {}; accepted is true or false",
                "streams: {web: {tail: {}}} | streams.web.tail is {}; accepted is a mapping with",
                "streams: {web: {}}         | streams.web is {}; accepted is a mapping with any of",
                "control: {}                | control is {}; accepted is true or false",
                "docker: {containers: {}}   | docker.containers is {}; accepted is ",
            })
    void aKeyWithAnEmptyMappingIsRefused(String yaml, String problem) {
        assertThatThrownBy(() -> read("a.yaml", "tailrace: {" + yaml + "}"))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(": tailrace." + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lgo: {}                       | lgo; the nearest is log; accepted there: ",
                "log: {segments: {}}           | log.segments; ",
                "log: {segments: {age: {}}}    | log.segments; ",
                "streams: {web: {fif: {}}}     | streams.web.fif; the nearest is fifo; ",
                "streams: {a.b: {fifo: {x: {}}}} | streams.a.b.fifo.x; accepted there: path",
            })
    void anUnknownKeyIsRefusedWhereItsMappingIsEmptyToo(String yaml, String problem) {
        assertThatThrownBy(() -> read("a.yaml", "tailrace: {" + yaml + "}"))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(": unknown key tailrace." + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tailrace: {}",
                "quarkus: {log: {}}",
                "tailrace: {streams: {}}",
                "tailrace: {log: {}}",
                "tailrace.streams: {web: {push: true, labels: {}}}",
                "other: {}"
            })
    void whereNothingNeedBeNamedAMappingMayBeEmpty(String yaml) throws IOException {
        assertThat(read("a.yaml", yaml)).isNotNull();
    }

    @Test
    void whatIsNotOursIsLeftAlone() throws IOException {
        assertThat(read("a.yaml", "base: /a\ntailrace: {data: '${base}/b'}").getValue("base"))
                .isEqualTo("/a");
    }

    @Test
    void aFileWithNothingInItSetsNothing() throws IOException {
        assertThat(read("empty.yaml", "").getPropertyNames()).isEmpty();
        assertThat(read("comment.yml", "# nothing\n").getPropertyNames()).isEmpty();
        assertThat(read("empty.properties", "").getPropertyNames()).isEmpty();
    }
}
