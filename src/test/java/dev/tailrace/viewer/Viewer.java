package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Waiting;
import dev.tailrace.browser.Chromium;
import dev.tailrace.browser.Tab;
import dev.tailrace.endtoend.Gateway;
import dev.tailrace.endtoend.Tailrace;
import dev.tailrace.suite.Need;
import dev.tailrace.suite.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One gateway and one browser, for all tests of the page. */
final class Viewer implements AutoCloseable {
    /** Looked at by a person, and put into the documents. */
    private static final Path PICTURES =
            Path.of(System.getProperty("test.target", "target"), "screenshots");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final int port = Ports.reserve();
    private final Chromium chromium;
    private Gateway gateway;

    private Viewer() throws IOException {
        folder = Files.createTempDirectory("viewer");
        SampleLogs.write(folder);
        gateway = start();
        chromium = new Chromium(Files.createDirectory(folder.resolve("browser")));
    }

    private Gateway start() {
        return Tailrace.in(folder)
                .with("TAILRACE_PUSH_CREATE", "true")
                .serveOn(port, "--config", SampleLogs.config(folder).toString());
    }

    Gateway gateway() {
        return gateway;
    }

    Chromium chromium() {
        return chromium;
    }

    /** SIGKILL, as if the machine had run out of memory. */
    void killGateway() {
        gateway.kill();
        gateway.close();
    }

    void stopGateway() {
        gateway.stop();
        gateway.close();
    }

    void startGateway() {
        gateway = start();
    }

    String address(String hash) {
        return "http://127.0.0.1:" + port + "/" + hash;
    }

    int port() {
        return port;
    }

    /** The page in a new tab. */
    Tab open(String hash) {
        return chromium.tab().go(address(hash));
    }

    /** A stream's lines in a new tab, when its newest line is there. */
    LogPage log(String stream) {
        return new LogPage(open("#/s/" + stream)).untilLive();
    }

    /** Pushes lines of standard output; their stream is made with the first. */
    void push(String stream, Stream<String> lines) {
        StringBuilder body = new StringBuilder();
        lines.forEach(each -> body.append(each).append('\n'));
        send(stream + "/lines", "text/plain", body.toString());
    }

    void push(String stream, String... lines) {
        push(stream, Stream.of(lines));
    }

    /** Pushes objects of NDJSON. */
    void pushJson(String stream, String... objects) {
        send(stream + "/lines", "application/x-ndjson", String.join("\n", objects));
    }

    void send(String path, String type, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address("streams/" + path)))
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(Waiting.LIMIT)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> response =
                Waiting.outcome(client.sendAsync(request, BodyHandlers.ofString()));
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
    }

    /** The file that a stream's newest lines are in. */
    Path segment(String stream) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/streams").resolve(stream))) {
            return files.filter(each -> each.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    Path folder() {
        return folder;
    }

    static Path picture(String name) {
        return PICTURES.resolve(name + ".png");
    }

    @Override
    public void close() throws IOException {
        chromium.close();
        gateway.close();
        client.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Gives it to the tests; none of them may make the page complain. */
    static final class Given implements ParameterResolver, AfterEachCallback {
        private static Viewer in(ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Viewer.class, key -> make(test), Viewer.class);
        }

        private static Viewer make(ExtensionContext test) {
            Need.allOf(test.getRequiredTestClass(), Need.CHROMIUM);
            try {
                return new Viewer();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Viewer.class;
        }

        @Override
        public Viewer resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return in(test);
        }

        @Override
        public void afterEach(ExtensionContext test) {
            assertThat(in(test).chromium.closeTabs()).as("complaints of the page").isEmpty();
        }
    }
}
