package dev.tailrace.terminal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.source.process.Environment;
import dev.tailrace.user.RunningFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayFinderTest {
    @TempDir Path folder;
    private Path running;

    @BeforeEach
    void makeFolder() {
        running = folder.resolve("tailrace");
    }

    private GatewayFinder finder(String... further) {
        return new GatewayFinder(
                new Environment(
                        Stream.concat(
                                        List.of(further).stream(),
                                        Stream.of("XDG_RUNTIME_DIR=" + folder))
                                .toList()));
    }

    private static String found(GatewayFinder finder, String given) {
        return finder.find(given, _ -> true).toString();
    }

    @Test
    void theOptionWinsOverTheEnvironmentAndThatOverWhatRuns() {
        try (RunningFile _ =
                RunningFile.make(running, "http://127.0.0.1:4711", Path.of("/data"))
                        .orElseThrow()) {
            GatewayFinder finder = finder("TAILRACE_SERVER=http://logs:80");
            assertThat(found(finder, "logs.example.com:443/"))
                    .isEqualTo("http://logs.example.com:443");
            assertThat(found(finder, null)).isEqualTo("http://logs:80");
            assertThat(found(finder(), null)).isEqualTo("http://127.0.0.1:4711");
        }
        assertThat(found(finder(), null)).isEqualTo("http://127.0.0.1:8080");
    }

    @Test
    void whatAKilledGatewayHasLeftIsNone() throws Exception {
        Files.createDirectories(running);
        Files.writeString(
                running.resolve("1.json"),
                "{\"pid\":1,\"address\":\"http://x:1\",\"data\":\"/d\"}");
        Files.writeString(running.resolve("2.json"), "no JSON");
        assertThat(found(finder(), null)).isEqualTo("http://127.0.0.1:8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://", "ftp://x", "http://a b", "http://u:p@x", "http://x?a=b"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> found(finder(), text))
                .isInstanceOf(GatewayFailure.class)
                .hasMessageContaining("accepted is an address");
    }

    @Test
    void aQueryIsEncoded() {
        assertThat(new Query("/log").with("select", "{a=\"b c\"}").with("from", null).with("x", 1))
                .hasToString("/log?select=%7Ba%3D%22b%20c%22%7D&x=1");
    }
}
