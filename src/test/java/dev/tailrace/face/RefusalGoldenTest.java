package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** How each face says no, byte for byte. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class RefusalGoldenTest extends FaceTest {
    private static final String PUSH = "/streams/refused/lines";
    private static final String TEXT = "Content-Type: text/plain";
    private static final String NDJSON = "Content-Type: application/x-ndjson";

    private final Golden golden = new Golden("refusals");

    @Test
    void ofEachFace() throws IOException {
        FedStream stream = newStream();
        reads(path(stream), stream.stream().name().value());
        pushes(stream);
        webSockets(stream);
        golden.check();
    }

    private void reads(String log, String name) throws IOException {
        golden.part("reading");
        http("GET", "/streams/nobody/log");
        http("GET", "/streams/../etc/log");
        http("GET", log + "?tail=-1");
        http("GET", log + "?tail=1&since=15m");
        http("GET", log + "?from=me");
        http("GET", log + "?follow=perhaps");
        http("GET", log + "?grep=(");
        http("GET", log + "?tial=1");
        http("GET", log + "?zzzz=1");
        http("GET", log + "?run=9");
        http("GET", log + "?run=none");
        http("GET", log + "?grep=%zz");
        http("GET", "/streams/" + name + "?x=1");
        http("GET", log, "Accept: image/png");
        http("GET", "/log");
        http("GET", "/log?stream=" + name + "&select={}");
        http("GET", "/log?select={app");
        http("GET", "/log?stream=nobody");
        http("GET", "/log?stream=" + name + "&from=k3v9x2ab-1");
        http("GET", "/no/such/call");
        http("PUT", log);
        http("DELETE", "/streams/nobody/runs/current");
        http("POST", "/streams/" + name + "/runs", "Origin: http://elsewhere.example");
        http("POST", "/streams/" + name + "/runs");
        http("GET", "/ws");
        http("GET", "/ws?x=1", "Upgrade: websocket", "Connection: Upgrade");
        http("GET", "/ws", "Upgrade: websocket", "Origin: http://elsewhere.example");
        http("GET", "/ws", "Upgrade: websocket", "Sec-WebSocket-Protocol: other.v1");
    }

    private void pushes(FedStream stream) throws IOException {
        golden.part("pushing");
        push(PUSH, "a", TEXT, "Origin: http://" + "else".repeat(60) + ".example");
        push("/streams/NO/lines", "a", TEXT);
        push(PUSH + "?x=1", "a", TEXT);
        push(PUSH + "?label=x", "a", TEXT);
        push(PUSH, "a", "Content-Type: image/png");
        push(PUSH, "a", TEXT, "Content-Encoding: br");
        push(PUSH, "a", TEXT, "Content-Encoding: gzip");
        push(PUSH, "a", TEXT, "Idempotency-Key: one two");
        push(PUSH, "{\"line\":1}", NDJSON);
        push(PUSH, "x".repeat(FaceProfile.MAX_BODY_BYTES + 1), TEXT);
        push("/streams/" + stream.stream().name() + "/lines", "a", TEXT);
        push(PUSH + "-key", "a", TEXT, "Idempotency-Key: k");
        push(PUSH + "-key", "b", TEXT, "Idempotency-Key: k");
    }

    private void push(String path, String body, String... headers) throws IOException {
        try (HttpClient client = HttpClient.post(url(), path, body, headers)) {
            answer("POST " + path + " " + String.join(" ", headers), client);
        }
    }

    private void http(String method, String path, String... headers) throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.request(method, path, headers);
            answer(method + " " + path + " " + String.join(" ", headers), client);
        }
    }

    /** Neither the name of a stream nor of a log is the same twice. */
    private void answer(String title, HttpClient client) throws IOException {
        String answer = client.head() + "\n\n" + client.text();
        golden.step(anonymous(title), anonymous(answer).getBytes(UTF_8));
    }

    /** What all answers have is the matter of {@link BrowserHeadersTest}. */
    private static String anonymous(String text) {
        return text.replaceAll(
                        "(Cache-Control|X-[A-Z][A-Za-z-]+|Cross-Origin-[A-Za-z-]+"
                                + "|Referrer-Policy|Content-Security-Policy): .*\n",
                        "")
                .replaceAll("\\bs[0-9]+\\b", "STREAM")
                .replaceAll("content-length: [0-9]+", "content-length: LENGTH")
                .replaceAll("\"epoch\":\"[a-z0-9]{8}\"", "\"epoch\":\"EPOCH\"");
    }

    private void webSockets(FedStream stream) throws IOException {
        golden.part("WebSockets");
        String name = stream.stream().name().value();
        try (WsClient client = WsClient.open(url())) {
            client.send("{'op':'subscribe','id':'open','stream':'" + name + "'}");
            client.next("hello");
            for (String message :
                    new String[] {
                        "nonsense",
                        "[]",
                        "{'id':'x'}",
                        "{'op':'shout'}",
                        "{'op':'ping','x':1}",
                        "{'op':'subscribe'}",
                        "{'op':'subscribe','id':'x'}",
                        "{'op':'subscribe','id':'x','stream':'nobody'}",
                        "{'op':'subscribe','id':'x','stream':'" + "y".repeat(300) + "'}",
                        "{'op':'subscribe','id':'" + "z".repeat(300) + "','stream':'a'}",
                        "{'op':'subscribe','id':'x','stream':'a','select':'{}'}",
                        "{'op':'subscribe','id':'x','select':'{app'}",
                        "{'op':'subscribe','id':'x','select':'{}','from':'k3v9x2ab-1'}",
                        "{'op':'subscribe','id':'x','stream':'a','tail':-1}",
                        "{'op':'subscribe','id':'open','stream':'a'}",
                        "{'op':'pause','id':'x'}",
                        "{'op':'credit','id':'open'}",
                        "{'op':'credit','id':'open','lines':5}"
                    }) {
                client.send(message);
                String error = client.next("error").toString() + "\n";
                golden.step(message, error.getBytes(UTF_8));
            }
        }
        closed("bytes", 0x82, new byte[] {1});
        closed("no UTF-8", 0x81, new byte[] {(byte) 0xff});
        closed("no frame", 0xf1, new byte[] {1});
        closed("a close without a code", 0x88, new byte[] {1});
        closed("a close with a code that is none", 0x88, new byte[] {0, 1});
        closed("too large", 0x81, new byte[FaceProfile.MAX_MESSAGE_BYTES + 1]);
    }

    private void closed(String title, int firstByte, byte[] payload) throws IOException {
        try (WsClient client = WsClient.open(url())) {
            client.frame(firstByte, payload);
            WsClient.Frame close = client.untilClosed(new ArrayList<>());
            String said = close.closeCode() + " " + close.closeReason() + "\n";
            golden.step(title, said.getBytes(UTF_8));
        }
    }
}
