package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway at its limit of open files: it refuses, and neither hangs nor stays so. */
class DescriptorsIT {
    /** Connections leave 96 of these, and the gateway has about 30 open by itself. */
    private static final int FILES = 280;

    private static final int CONNECTIONS = FILES - 96 - 20;

    private static final int HTTP_OK = 200;

    private static final Pattern LENGTH =
            Pattern.compile("(?is)content-length: (\\d+)\r\n.*?\r\n\r\n");

    /** Less than what streams leave, and more than the gateway has open by itself. */
    private static final int FEW = 100;

    /** More than a gateway has open by itself. */
    private static final int STARTED_WITH = 240;

    @TempDir Path folder;

    private Tailrace withFiles(int soft, int hard) {
        String limits = "ulimit -S -n %d; ulimit -H -n %d; exec \"$@\"".formatted(soft, hard);
        return Tailrace.in(folder).by("sh", "-c", limits, "sh");
    }

    /** Opens many connections that ask for events; returns those that are answered. */
    private static List<Socket> readers(Gateway gateway, int count) throws IOException {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
            socket.setSoTimeout((int) LIMIT.toMillis());
            all.add(socket);
            if (!isAnswered(socket)) {
                socket.close();
            }
        }
        return all.stream().filter(socket -> !socket.isClosed()).toList();
    }

    private static boolean isAnswered(Socket socket) throws IOException {
        String request =
                "GET /streams/p/log HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
        try {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (SocketException _) {
            return false; // reset
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Has requests make streams until one is refused; returns what that is answered. */
    private static String refusedStream(Gateway gateway) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < FILES; i++) {
                String at = "http://127.0.0.1:%d/streams/s%d/lines".formatted(gateway.port(), i);
                HttpResponse<String> answer =
                        client.send(
                                HttpRequest.newBuilder(URI.create(at))
                                        .header("Content-Type", "text/plain")
                                        .POST(HttpRequest.BodyPublishers.ofString("line"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != HTTP_OK) {
                    return answer.body();
                }
            }
        }
        return "none was refused";
    }

    @Test
    void whatIsTooMuchIsRefusedAtOnceAndTheGatewayServesOnAndStops() throws Exception {
        try (Gateway gateway =
                withFiles(STARTED_WITH, FILES)
                        .with("TAILRACE_PUSH_CREATE", "true")
                        .serve("--process", "p=ulimit -S -n; exec sleep 1000")) {
            gateway.awaitNext("p", 2);
            assertThat(gateway.body("/streams/p/log"))
                    .asString()
                    .as("the command has the limit that the gateway was started with")
                    .isEqualTo(STARTED_WITH + "\n");
            List<Socket> readers = readers(gateway, FILES);
            assertThat(readers).hasSizeBetween(1, CONNECTIONS);
            await().until(() -> gateway.errors().contains("files that may be open"));
            close(readers);
            await().ignoreExceptions().until(() -> gateway.body("/streams/p/log").length > 0);
            assertThat(refusedStream(gateway)).contains("files that may be open (ulimit -Hn)");
            assertThat(gateway.body("/streams/s0/log")).asString().isEqualTo("line\n");
            assertThat(gateway.body("/q/metrics")).isNotEmpty();
            List<Socket> others = readers(gateway, FILES);
            assertThat(others).isNotEmpty();
            gateway.stop();
            close(others);
        }
    }

    /** A connection that is kept, so that its requests need no file. */
    private record Kept(Socket socket) {
        static Kept open(Gateway gateway) throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
            socket.setSoTimeout((int) LIMIT.toMillis());
            Kept kept = new Kept(socket);
            assertThat(kept.answer("/streams/p/log?tail=x", "*/*")).contains("400");
            return kept;
        }

        /** The head and the body, which ends as its length or its chunks say. */
        String answer(String path, String accept) throws IOException {
            String request = "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\n\r\n";
            socket.getOutputStream().write(request.formatted(path, accept).getBytes(US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!isWhole(answer)) {
                answer.append((char) socket.getInputStream().read());
            }
            return answer.toString();
        }

        private static boolean isWhole(CharSequence answer) {
            Matcher length = LENGTH.matcher(answer);
            return length.find()
                    ? answer.length() - length.end() >= Integer.parseInt(length.group(1))
                    : answer.toString().endsWith("\r\n0\r\n\r\n");
        }
    }

    /** As from outside, by an operator: the gateway's files are as many as may be. */
    private static void limitFiles(Gateway gateway, int to) throws Exception {
        String pid = Long.toString(gateway.pid());
        Process prlimit =
                new ProcessBuilder("prlimit", "--pid", pid, "--nofile=" + to + ":")
                        .inheritIO()
                        .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    @Test
    void withNoneLeftReadersOfFilesAreToldSoAndTheLogSaysItOnceWithoutATrace() throws Exception {
        try (Gateway gateway =
                withFiles(STARTED_WITH, FILES)
                        .with("TAILRACE_LOG_TAIL_BYTES", "64K")
                        .serve("--process", "p=seq 50000; exec sleep 1000")) {
            gateway.awaitNext("p", 50_001);
            Kept kept = Kept.open(gateway);
            String search = "/streams/p/log?since=1h&limit=1";
            String history = "/streams/p/log?from=first&limit=1";
            assertThat(kept.answer(search, "text/plain")).contains("200 OK").contains("1\n");
            limitFiles(gateway, FEW);
            await().until(() -> gateway.errors().contains("no stream can be opened"));
            limitFiles(gateway, 3);
            for (int i = 0; i < 2; i++) {
                assertThat(kept.answer(search, "text/plain"))
                        .contains("503 Service Unavailable")
                        .containsIgnoringCase("Retry-After: ")
                        .contains("as many files are open as may be (ulimit -Hn)");
                assertThat(kept.answer(search, "text/event-stream"))
                        .contains("200 OK")
                        .contains(": refused (files): as many files are open as may be");
                assertThat(kept.answer(history, "application/x-ndjson"))
                        .contains("{\"end\":{\"reason\":\"error\"}}");
            }
            limitFiles(gateway, FILES);
            assertThat(kept.answer(search, "text/plain")).contains("200 OK").contains("1\n");
            assertThat(gateway.errors())
                    .containsOnlyOnce("files that may be open (ulimit -Hn) is left: history")
                    .doesNotContain("\tat ")
                    .doesNotContain("Exception");
            gateway.stop();
        }
    }

    @Test
    void withTooFewItDoesNotStartAndSaysHowManyItNeeds() {
        try (Gateway gateway = withFiles(100, 100).exactly("serve", "--port", "0")) {
            assertThat(gateway.exitCode()).isEqualTo(1);
            assertThat(gateway.errors())
                    .isEqualTo(
                            "tailrace: the limit on open files is 100 (ulimit -Hn): the gateway"
                                    + " needs at least 176, one more for each further connection"
                                    + " and up to three more for each stream.\n");
        }
    }
}
