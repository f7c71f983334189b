import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Has a gateway do once what gateways do after their start, so that the JVM can keep in its cache
 * (JEP 514) what that takes: {@code java TrainingRun.java LAUNCHER FOLDER CACHE CACHE}. What is not done
 * here is only loaded later, when a gateway first needs it. The second cache is of a command that
 * reads from the gateway.
 *
 * <p>TLS is not: a start with a certificate and its first request would take 0.12 s of CPU time less
 * (of 1.6), but each start without one 0.02 s more (of 0.94), and the cache 9 MB more (of 72).
 */
final class TrainingRun {
    private static final long DEADLINE_S = 120;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /**
     * Which methods were called how often is left out: to compile them again at each start takes
     * 0.17 s of it, and the first lines are served 0.1 ms sooner for that.
     */
    private static final String OPTIONS =
            "-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions"
                    + " -XX:-AOTRecordTraining -XX:AOTCacheOutput=";

    private final String address;

    private TrainingRun(String address) {
        this.address = address;
    }

    public static void main(String... args) throws Exception {
        Path folder = Path.of(args[1]);
        Path fifo = folder.resolve("fifo");
        Files.createDirectories(folder);
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
        Files.writeString(folder.resolve("followed.log"), "one\ntwo\n");
        Path config = Files.writeString(folder.resolve("tailrace.yaml"), config(folder.toAbsolutePath()));
        ProcessBuilder builder =
                new ProcessBuilder(args[0], "serve", "--config", config.toString(), "--port", "0");
        builder.environment().put("TAILRACE_JAVA_OPTS", OPTIONS + args[2]);
        Process gateway = builder.redirectInput(new File("/dev/null")).start();
        try {
            BufferedReader said = gateway.errorReader(UTF_8);
            String address = address(said);
            new TrainingRun(address).use(fifo);
            read(args[0], address, args[3]);
            gateway.toHandle().destroy();
            said.transferTo(Writer.nullWriter());
            if (!gateway.waitFor(DEADLINE_S, SECONDS) || gateway.exitValue() != 0) {
                throw new IllegalStateException("the gateway did not end well");
            }
        } finally {
            gateway.destroyForcibly();
        }
    }

    /** As people read most: lines of several streams, in colour, with times, and some of them found. */
    private static void read(String launcher, String address, String cache) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        launcher, "logs", "--server", address, "--color", "always", "-t", "local",
                        "--tail", "100", "-i", "line", "fed", "ran");
        builder.environment().put("TAILRACE_JAVA_OPTS", OPTIONS + cache);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process command = builder.redirectInput(new File("/dev/null")).start();
        command.errorReader(UTF_8).transferTo(Writer.nullWriter());
        if (!command.waitFor(DEADLINE_S, SECONDS) || command.exitValue() != 0) {
            command.destroyForcibly();
            throw new IllegalStateException("the command did not end well");
        }
    }

    private static String config(Path folder) {
        return """
                tailrace:
                  data: %1$s/data
                  streams:
                    fed: {fifo: {path: %1$s/fifo}}
                    ran: {process: {command: [sh, -c, 'echo one; echo two >&2']}}
                    followed: {tail: {path: %1$s/followed.log}}
                    pushed: {push: true}
                """
                .formatted(folder);
    }

    private static String address(BufferedReader said) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            int at = line.indexOf("http://");
            if (at >= 0) {
                return line.substring(at).split("/streams")[0];
            }
        }
        throw new IllegalStateException("no address in:\n" + all);
    }

    private void use(Path fifo) throws Exception {
        CompletableFuture<Void> live =
                CompletableFuture.allOf(
                        follow("text/event-stream"),
                        follow("application/x-ndjson"),
                        follow("text/plain"),
                        overWebSocket());
        try (OutputStream writer = Files.newOutputStream(fifo)) {
            for (int i = 0; !live.isDone(); i++) {
                writer.write(("line " + i + " of what a workload prints\n").getBytes(US_ASCII));
                writer.flush();
                Thread.sleep(1);
            }
        }
        live.get(DEADLINE_S, SECONDS);
        send(HttpRequest.newBuilder(uri("/streams/pushed/lines")).POST(HttpRequest.BodyPublishers.ofString("one\ntwo\n")));
        for (String path : new String[] {"/streams", "/streams/fed", "/streams/none/log", "/q/metrics", "/q/health"}) {
            send(HttpRequest.newBuilder(uri(path)));
        }
        send(HttpRequest.newBuilder(uri("/streams/fed/log?from=first&follow=false&limit=100&grep=1")));
        send(HttpRequest.newBuilder(uri("/streams/log?stream=fed&stream=ran&follow=false")));
    }

    private CompletableFuture<Void> follow(String type) {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/streams/fed/log?limit=200")).header("Accept", type).build();
        return client.sendAsync(request, BodyHandlers.discarding()).thenAccept(_ -> {});
    }

    private CompletableFuture<Void> overWebSocket() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        WebSocket.Listener listener =
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        socket.request(1);
                        if (text.toString().contains("\"op\":\"end\"")) {
                            socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
                            ended.complete(null);
                        }
                        return null;
                    }

                    @Override
                    public void onError(WebSocket socket, Throwable error) {
                        ended.completeExceptionally(error);
                    }
                };
        client.newWebSocketBuilder()
                .subprotocols("tailrace.v1")
                .buildAsync(URI.create(address.replace("http", "ws") + "/ws"), listener)
                .thenCompose(socket -> socket.sendText(
                        "{\"op\":\"subscribe\",\"id\":\"a\",\"stream\":\"fed\",\"limit\":200}", true))
                .exceptionally(error -> {
                    ended.completeExceptionally(error);
                    return null;
                });
        return ended;
    }

    private void send(HttpRequest.Builder request) throws Exception {
        client.send(request.build(), BodyHandlers.discarding());
    }

    private URI uri(String path) {
        return URI.create(address + path);
    }
}
