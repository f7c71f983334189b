package dev.tailrace.terminal.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as a gateway does, what a test has told it, and notes what it is asked. */
final class FakeGateway implements AutoCloseable {
    private record Reply(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    FakeGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(call);
        Reply reply =
                replies.getOrDefault(call, new Reply(404, "{\"detail\":\"No " + call + "\"}"));
        byte[] body = reply.body.getBytes(UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(reply.status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    FakeGateway answers(String call, String body) {
        return answers(call, 200, body);
    }

    FakeGateway answers(String call, int status, String body) {
        replies.put(call, new Reply(status, body));
        return this;
    }

    /** The calls so far. */
    List<String> asked() {
        return asked;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** So long ago, in the middle of a minute: the screen is the same for some seconds. */
    static String ago(Duration time) {
        return Instant.now().minus(time).minusSeconds(30).toString();
    }

    /** A running stream, one that a signal has ended, and one that is history with odd labels. */
    static String streams() {
        return "[" + String.join(",", web(""), nightly(), old()) + "]";
    }

    static String web(String more) {
        return """
        {"name":"web","labels":{"app":"shop","env":"production-in-the-north"},"source":"process",\
        "state":"running","epoch":"79s98230","first":100,"next":184220,"written":184220,\
        "durable":184200,"bytes":9413672,"firstTime":"%s","lastTime":"%s","linesPerSecond":12.5,\
        "run":{"run":2,"started":"%2$s","first":512,"pid":4711},"subscribers":2%s}\
        """
                .formatted(ago(Duration.ofDays(3)), ago(Duration.ofMinutes(61)), more);
    }

    private static String nightly() {
        return """
        {"name":"nightly","labels":{},"source":"process","state":"ended","epoch":"oc534ql1",\
        "first":0,"next":5,"written":5,"durable":5,"bytes":345,"firstTime":"%1$s",\
        "lastTime":"%1$s","linesPerSecond":0.0,"run":{"run":1,"started":"%1$s","ended":"%1$s",\
        "code":137,"signal":9,"first":0,"last":4,"pid":12},"subscribers":0}\
        """
                .formatted(ago(Duration.ofHours(26)));
    }

    private static String old() {
        return """
        {"name":"old","labels":{"x":"\\u001b]0;title\\u0007"},"source":"none","state":"ended",\
        "epoch":"2q5yoxqz","first":0,"next":0,"written":0,"durable":0,"bytes":0,\
        "linesPerSecond":0.0,"subscribers":0}\
        """;
    }

    /** What {@code DELETE} answers. */
    static String removed(String name, boolean whole, boolean needsForce) {
        return """
        {"name":"%s","epoch":"79s98230","whole":%s,"dryRun":true,"needsForce":%s,"first":0,\
        "next":184220,"lines":184220,"bytes":9413672,"files":3}\
        """
                .formatted(name, whole, needsForce);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
