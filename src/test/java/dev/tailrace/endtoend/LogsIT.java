package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tailrace logs} and the completion of shells, all with one gateway. */
class LogsIT {
    private static final String HOSTILE =
            "plain\n\u001b]52;c;aGk=\u0007clipboard\n\u001b[2Jcursor\n\0nul\n\u001b[31mred\n"
                    + "level=warn msg=slow\n";

    @TempDir static Path folder;
    private static Gateway gateway;

    @BeforeAll
    static void serve() throws Exception {
        Path config =
                Files.writeString(
                        folder.resolve("gateway.yaml"),
                        """
                        tailrace:
                          streams:
                            web: {push: true, labels: {app: shop}}
                            api: {push: true, labels: {app: shop}}
                            hostile: {push: true}
                            head: {push: true}
                            job: {process: {command: [sh, -c, 'echo working; sleep 0.2; echo wrong >&2; exit 7']}}
                        """);
        gateway = Tailrace.in(folder).serve("--config", config.toString());
        push("web", "GET /cart 200\nGET /cart/17 404\n");
        push("api", "17 carts\n");
        push("web", "timeout after 30 s\nGET / 200\n");
        push("hostile", HOSTILE);
        push("head", "first\n");
        gateway.awaitNext("job", 4);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void push(String stream, String lines) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + gateway.port()
                                                + "/streams/"
                                                + stream
                                                + "/lines"))
                        .POST(HttpRequest.BodyPublishers.ofString(lines))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    private static LogsReader logs(String... arguments) throws IOException {
        Path out = Files.createTempFile(folder, "out", "");
        return LogsReader.start(folder, out, gateway.port(), arguments);
    }

    /** What a terminal of 80 columns shows of a command; {@code ^} is ESC. */
    private static String screen(String command) throws IOException {
        Path out = Files.createTempFile(folder, "screen", "");
        List<String> line = List.of("script", "-qfec", "stty cols 80; " + command, "/dev/null");
        try (LogsReader terminal = LogsReader.command(folder, out, gateway.port(), line)) {
            assertThat(terminal.exitCode()).as(terminal.output()).isZero();
            return terminal.output().replace("\r\n", "\n").replace('\033', '^');
        }
    }

    @Test
    void aTerminalShowsStreamsApartAndNothingThatSteersIt() throws IOException {
        assertThat(screen("$tailrace logs web api"))
                .isEqualTo(
                        """
                        ^[38;5;33mweb^[0m ^[2m│^[0m GET /cart 200
                        ^[38;5;33mweb^[0m ^[2m│^[0m GET /cart/17 404
                        ^[38;5;61mapi^[0m ^[2m│^[0m 17 carts
                        ^[38;5;33mweb^[0m ^[2m│^[0m timeout after 30 s
                        ^[38;5;33mweb^[0m ^[2m│^[0m GET / 200
                        """);
        assertThat(screen("NO_COLOR=1 $tailrace logs -q hostile; $tailrace logs -qo raw -n1 job"))
                .isEqualTo(
                        """
                        plain
                        \\x1b]52;c;aGk=\\x07clipboard
                        \\x1b[2Jcursor
                        \\x00nul
                        red
                        level=warn msg=slow
                        wrong
                        """);
        assertThat(screen("$tailrace logs -q hostile -n 2 -H slow; $tailrace logs -q job -n 1"))
                .isEqualTo(
                        """
                        ^[31mred^[0m
                        ^[33mlevel=warn msg=^[7mslow^[27m^[0m
                        ^[31m▌^[0m wrong
                        """);
    }

    @Test
    void aPipeGetsTheBytesAndNoticesGoElsewhere() throws IOException {
        try (LogsReader raw = logs("logs", "-o", "raw", "hostile")) {
            assertThat(raw.exitCode()).isZero();
            assertThat(raw.output()).isEqualTo(HOSTILE);
        }
        try (LogsReader job = logs("logs", "job")) {
            assertThat(job.exitCode()).isZero();
            assertThat(job.output()).isEqualTo("working\nwrong\n");
            assertThat(job.errors())
                    .contains("tailrace: started, run 1", "tailrace: exited 7, run 1");
        }
    }

    @Test
    void whatIsAskedForIsWhatIsShown() throws IOException {
        assertThat(logs("logs", "-r", "-n", "2", "web").untilEnd())
                .isEqualTo("GET / 200\ntimeout after 30 s\n");
        assertThat(logs("logs", "-i", "timeout", "-C", "1", "web").untilEnd())
                .isEqualTo("GET /cart/17 404\ntimeout after 30 s\nGET / 200\n");
        assertThat(
                        logs("logs", "-i", "GET", "-e", "404", "--head", "1", "-S", "1h", "web")
                                .untilEnd())
                .isEqualTo("GET /cart 200\n");
        assertThat(
                        logs(
                                        "logs",
                                        "-l",
                                        "{app=\"shop\"}",
                                        "--template",
                                        "{stream}/{origin}/{level} {line}",
                                        "-n1")
                                .untilEnd())
                .isEqualTo("api/stdout/- 17 carts\nweb/stdout/- GET / 200\n");
        assertThat(logs("logs", "--fields", "level,msg", "-n1", "hostile").untilEnd())
                .isEqualTo("warn slow\n");
    }

    @Test
    void theExitCodeSaysHowItEnded() throws Exception {
        try (LogsReader job = logs("logs", "-f", "-q", "--exit-code", "job")) {
            assertThat(job.exitCode()).as(job.errors()).isEqualTo(7);
            assertThat(job.output()).isEqualTo("working\nwrong\n");
        }
        try (LogsReader unknown = logs("logs", "wbe")) {
            assertThat(unknown.exitCode()).isEqualTo(3);
            assertThat(unknown.errors())
                    .isEqualTo("tailrace: there is no stream wbe; the nearest is web.\n");
        }
        try (LogsReader wrong = logs("logs", "-i", "(", "web")) {
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.errors()).contains("'grep'", "RE2");
        }
        try (LogsReader follower = logs("logs", "-f", "--show-cursor", "web")) {
            await().until(() -> follower.output().endsWith("GET / 200\n"));
            follower.interrupt();
            assertThat(follower.exitCode()).isEqualTo(130);
            assertThat(follower.errors()).matches("cursor: [a-z0-9]{8}-3\n");
        }
    }

    @Test
    void whoeverReadsNoFurtherIsNoError() throws Exception {
        Path out = Files.createTempFile(folder, "head", "");
        String command = "$tailrace logs -f head | head -1; echo ${PIPESTATUS[0]}";
        List<String> bash = List.of("bash", "-c", command);
        try (LogsReader head = LogsReader.command(folder, out, gateway.port(), bash)) {
            await().until(() -> head.output().startsWith("first\n"));
            push("head", "second\n");
            assertThat(head.exitCode()).isZero();
            assertThat(head.output()).isEqualTo("first\n141\n");
            assertThat(head.errors()).isEmpty();
        }
    }

    @Test
    void bashCompletesCommandsOptionsValuesAndStreams() throws IOException {
        Path out = Files.createTempFile(folder, "completed", "");
        String script =
                """
                source <("$tailrace" completion bash)
                timeout() { shift; "$@"; }
                complete() { COMP_WORDS=("$tailrace" "$@"); COMP_CWORD=$#; _tailrace; echo "${COMPREPLY[*]}"; }
                complete lo
                complete logs --cur
                complete logs --output = ra
                complete logs -f ho
                complete logs --color al
                """;
        try (LogsReader bash =
                LogsReader.command(folder, out, gateway.port(), List.of("bash", "-c", script))) {
            assertThat(bash.exitCode()).isZero();
            assertThat(bash.output()).isEqualTo("logs\n--cursor-file\nraw\nhostile\nalways\n");
            assertThat(bash.errors()).isEmpty();
        }
    }
}
