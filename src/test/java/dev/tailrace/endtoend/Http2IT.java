package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.Need;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 as curl speaks it on the plain port; over TLS it is in {@link TlsIT}. */
class Http2IT {
    @TempDir Path folder;

    @BeforeEach
    void needsCurl() {
        Need.allOf(Http2IT.class, Need.CURL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http2-prior-knowledge", "--http2"})
    void allFormsComeOverThePlainPort(String how) throws Exception {
        try (Gateway gateway = Tailrace.in(folder).serve("--process", "a=seq 1000")) {
            gateway.awaitNext("a", 1002);
            String log = "http://127.0.0.1:" + gateway.port() + "/streams/a/log";
            for (String accept : List.of("text/plain", "application/x-ndjson")) {
                String body = curl(how, "-H", "Accept: " + accept, log + "?tail=1");
                assertThat(body).startsWith("2 200\n").contains("1000");
            }
            String events = curl(how, "-H", "Accept: text/event-stream", log + "?tail=1");
            assertThat(events).startsWith("2 200\n").contains("event: end\ndata: {\"reason\"");
            String inflated = curl(how, "--compressed", log);
            assertThat(inflated).startsWith("2 200\n").endsWith("\n999\n1000\n");
        }
    }

    /** The version and the status, and on the lines that follow the body. */
    private String curl(String... arguments) throws Exception {
        Path body = folder.resolve("body");
        List<String> command = new ArrayList<>(List.of("curl", "-sS"));
        command.addAll(List.of("--max-time", Long.toString(LIMIT.toSeconds())));
        command.addAll(List.of("-o", body.toString(), "-w", "%{http_version} %{http_code}\\n"));
        command.addAll(List.of(arguments));
        return output(command) + Files.readString(body);
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
        return said;
    }
}
