package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client may leave at any moment, in any way: whatever it had is given back. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class LeavingTest extends FaceTest {
    private static final int TAIL_BYTES = 16 * 1024;

    private static final AtomicInteger LABELS = new AtomicInteger();

    /** More than there are threads that read history: what comes after them waits. */
    private static final int BUSY = 64;

    private static final int CLIENTS = Depth.rounds(200);

    /**
     * A gateway's own comings and goings; what 20,000 clients leave, if each leaves 1 KB, is more.
     */
    private static final long SLACK_BYTES = 16 << 20;

    private static final int SLACK_THREADS = 8;

    /** How a client leaves. */
    enum Way {
        FIN {
            @Override
            void leave(Socket socket) throws IOException {
                socket.shutdownOutput();
            }
        },
        CLOSE {
            @Override
            void leave(Socket socket) throws IOException {
                socket.close();
            }
        },
        RESET {
            @Override
            void leave(Socket socket) throws IOException {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.close();
            }
        };

        abstract void leave(Socket socket) throws IOException;
    }

    /** One call of each kind, as a path and an Accept header. */
    private record Call(String path, Form form) {
        byte[] request() {
            String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + form.accept();
            return (head + "\r\n\r\n").getBytes(US_ASCII);
        }
    }

    private FedStream labelled(String label) {
        return newStream(Map.of("leaves", label)).numbers(0, 100);
    }

    /** Logs of one stream and of several, that are followed and that are history. */
    private static List<Call> logs(FedStream stream, String label) {
        String select = URLEncoder.encode("{leaves=\"" + label + "\"}", UTF_8);
        List<Call> calls = new ArrayList<>();
        for (Form form : Form.values()) {
            for (String follow : new String[] {"true", "false"}) {
                String query = "?from=first&follow=" + follow;
                calls.add(new Call(path(stream) + query, form));
                calls.add(new Call("/log" + query + "&select=" + select, form));
                calls.add(new Call("/log" + query + "&stream=" + stream.stream().name(), form));
            }
        }
        return calls;
    }

    private static List<Call> followed(FedStream stream, String label) {
        return logs(stream, label).stream().filter(call -> call.path().contains("=true")).toList();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(url().getHost(), url().getPort()));
        return socket;
    }

    private Socket ask(Call call) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(call.request());
        return socket;
    }

    private double gone() {
        return Stream.of("text", "ndjson", "sse", "ws")
                .mapToDouble(face ->
                        counter("tailrace.subscriptions.ended", "face", face, "reason", "gone"))
                .sum();
    }

    private double places() {
        return gauge("tailrace.http.subscriptions");
    }

    private double connections() {
        return gauge("vertx.http.connections.current");
    }

    private void awaitNobody(FedStream stream) {
        await().alias("places").until(() -> places() == 0);
        await().alias("subscribers").until(() -> stream.stream().readers().count() == 0);
        await().alias("unsent").until(() -> gauge("tailrace.http.unsent.bytes") == 0);
    }

    /** Has all threads that search files wait until the latch is opened. */
    private CountDownLatch holdUpSearches() {
        CountDownLatch held = new CountDownLatch(1);
        for (int i = 0; i < BUSY; i++) {
            hub().threads()
                    .replayers()
                    .execute(() -> {
                        try {
                            held.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
        }
        return held;
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesWhileItsStartIsSearchedGivesItsPlaceBack(Way way) throws IOException {
        String label = "l" + LABELS.incrementAndGet();
        FedStream stream = labelled(label);
        double gone = gone();
        double connections = connections();
        List<Call> calls = logs(stream, label);
        List<Socket> sockets = new ArrayList<>();
        CountDownLatch held = holdUpSearches();
        try {
            for (Call call : calls) {
                sockets.add(ask(call));
            }
            await().until(() -> places() == calls.size());
            for (Socket socket : sockets) {
                way.leave(socket);
            }
            await().until(() -> connections() <= connections);
            assertThat(places()).as("one each until its search is over").isEqualTo(calls.size());
        } finally {
            held.countDown();
        }
        awaitNobody(stream);
        assertThat(gone()).isEqualTo(gone + calls.size());
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesWhenItsReaderIsOpenGivesItsPlaceBack(Way way) throws IOException {
        String label = "l" + LABELS.incrementAndGet();
        FedStream stream = labelled(label);
        double gone = gone();
        List<Call> calls = followed(stream, label);
        List<Socket> sockets = new ArrayList<>();
        for (Call call : calls) {
            Socket socket = ask(call);
            sockets.add(socket);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        assertThat(places()).isEqualTo(calls.size());
        for (Socket socket : sockets) {
            way.leave(socket);
        }
        awaitNobody(stream);
        assertThat(gone()).isEqualTo(gone + calls.size());
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Its connection stays: of what it has asked, only this is over. */
    @Test
    void aClientThatResetsItsStreamOfHttp2GivesItsPlaceBack() throws Exception {
        String label = "l" + LABELS.incrementAndGet();
        FedStream stream = labelled(label);
        double gone = gone();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        try {
            assertThat(client.send(request("/streams"), BodyHandlers.discarding()).version())
                    .isEqualTo(HttpClient.Version.HTTP_2);
            List<Call> calls = logs(stream, label);
            List<CompletableFuture<HttpResponse<InputStream>>> asked = new ArrayList<>();
            CountDownLatch held = holdUpSearches();
            try {
                for (Call call : calls) {
                    HttpRequest request = request(call.path(), "Accept", call.form().mediaType);
                    asked.add(client.sendAsync(request, BodyHandlers.ofInputStream()));
                }
                await().until(() -> places() == calls.size());
                asked.forEach(each -> each.cancel(true));
                // Comes after the resets, on the same connection.
                client.send(request("/streams"), BodyHandlers.discarding());
            } finally {
                held.countDown();
            }
            awaitNobody(stream);
            assertThat(gone()).isEqualTo(gone + calls.size());
        } finally {
            client.shutdownNow();
        }
    }

    /** What fails is no reason to keep it either. */
    @Test
    void aClientWhoseSearchFailsGivesItsPlaceBack() throws IOException {
        FedStream stream = newStream(TAIL_BYTES).stdout(("x".repeat(999) + "\n").repeat(100)).end();
        Path folder = hub().data().stream(stream.stream().name());
        Path away = folder.resolveSibling(folder.getFileName() + "~away");
        Files.move(folder, away);
        // A file that is gone would be a gap; a folder that leads to itself fails the system
        // (ELOOP).
        Files.createSymbolicLink(folder, folder.getFileName());
        try (dev.tailrace.face.HttpClient client = get(stream, "?since=2020-01-01T00:00:00Z")) {
            assertThat(client.status()).isEqualTo(500);
            assertThat(client.text()).isNotEmpty();
            awaitNobody(stream);
        } finally {
            Files.delete(folder);
            Files.move(away, folder);
        }
        assertThat(body(stream, "?since=2020-01-01T00:00:00Z&limit=1")).hasSize(1000);
    }

    private HttpRequest request(String path, String... headers) {
        URI uri = URI.create(url().toString().replaceFirst("/$", "") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    @Test
    void aWebSocketThatIsCutOffWhileItsStartsAreSearchedGivesItsPlacesBack() throws IOException {
        String label = "l" + LABELS.incrementAndGet();
        FedStream stream = labelled(label);
        double gone = gone();
        CountDownLatch held = holdUpSearches();
        try {
            try (WsClient client = WsClient.open(url())) {
                String name = stream.stream().name().value();
                client.send("{'op':'subscribe','id':'a','stream':'%s'}".formatted(name));
                String select = "{leaves=\\\"%s\\\"}".formatted(label);
                client.send("{'op':'subscribe','id':'b','select':'%s'}".formatted(select));
                await().until(() -> places() == 2);
            }
            await().until(() -> gauge("tailrace.ws.connections") == 0);
        } finally {
            held.countDown();
        }
        awaitNobody(stream);
        assertThat(gone()).isEqualTo(gone + 2);
    }

    /** As one that scans ports does, or a browser that is closed while a page is loaded. */
    @Test
    void clientsThatLeaveAtOnceLeaveNothingBehind() throws Exception {
        String label = "l" + LABELS.incrementAndGet();
        FedStream stream = labelled(label);
        List<Call> calls = new ArrayList<>(logs(stream, label));
        calls.add(new Call("/streams", Form.SSE));
        leaveAtOnce(calls, calls.size() * Way.values().length);
        awaitNobody(stream);
        int descriptors = descriptors();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long heap = heap();
        try (Said said = new Said()) {
            leaveAtOnce(calls, CLIENTS);
            awaitNobody(stream);
            await().until(() -> hub().streams().watchers().count() == 0);
            assertThat(said.lines()).isEmpty();
        }
        await().alias("descriptors").until(() -> descriptors() <= descriptors);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
                .isLessThanOrEqualTo(threads + SLACK_THREADS);
        assertThat(heap()).isLessThan(heap + SLACK_BYTES);
        assertThat(body(stream, "?tail=1")).isEqualTo("99\n");
    }

    private void leaveAtOnce(List<Call> calls, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            Call call = calls.get(i % calls.size());
            try (Socket socket = ask(call)) {
                Way.values()[i / calls.size() % Way.values().length].leave(socket);
            }
        }
    }

    private static int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        }
    }

    /** What lives after a collection. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
