package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.Need;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 as curl speaks it: on the plain port, and over TLS. */
class Http2IT {
    private static final String PASSWORD = "secret";

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

    @Test
    void itIsSpokenOverTlsWhereThatIsConfigured() throws Exception {
        Path keys = folder.resolve("keys.p12");
        keytool(keys);
        int port = Tailrace.freePort();
        try (Gateway gateway =
                Tailrace.in(folder)
                        .with("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE", keys.toString())
                        .with("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD", PASSWORD)
                        .with("QUARKUS_HTTP_SSL_PORT", Integer.toString(port))
                        .serve("--process", "a=seq 1000")) {
            gateway.awaitNext("a", 1002);
            String log = "https://localhost:" + port + "/streams/a/log";
            assertThat(curl("-k", "--http2", log)).startsWith("2 200\n").endsWith("999\n1000\n");
            assertThat(curl("-k", "--http1.1", log + "?tail=1")).isEqualTo("1.1 200\n1000\n");
            gateway.stop();
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

    private void keytool(Path keys) throws Exception {
        String tool = System.getProperty("java.home") + File.separator + "bin/keytool";
        List<String> command = new ArrayList<>(List.of(tool, "-genkeypair", "-alias", "a"));
        command.addAll(List.of("-keyalg", "EC", "-dname", "CN=localhost", "-validity", "2"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", keys.toString()));
        output(command);
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
        return said;
    }
}
