package dev.tailrace.face;

import static dev.tailrace.Waiting.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients of WebSockets that do not read, or not as fast as they could. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class WsLazyTest extends FaceTest {
    private static final int SMALL = 8 * 1024;
    private static final int LINE_BYTES = 1000;
    private static final int LINES_OF_MANY = 400;

    @Test
    void aClientThatDoesNotReadCostsNoMemoryAndGetsEveryLineWhenItWakes() throws IOException {
        FedStream stream = newStream(64 * 1024);
        try (WsClient lazy = WsClient.open(url(), SMALL);
                WsClient quick = WsClient.open(url())) {
            subscribe(lazy, "a", stream);
            subscribe(quick, "a", stream);
            lazy.next("hello");
            quick.next("hello");
            write(stream, 0, 8000);
            assertLines(quick, 8000);
            awaitRest(() -> delivered(stream, "ws"));
            assertThat(stream.stream().log().recent().heldBytes()).isLessThan(256 * 1024);
            write(stream, 8000, 12_000);
            quick.lines(4000);
            assertThat(stream.stream().readers().count()).isEqualTo(2);
            assertLines(lazy, 12_000);
        }
    }

    /** Of sixty-four of them none may write into a queue that is full. */
    @Test
    void manySubscriptionsOfAClientThatDoesNotReadHoldOneQueueTogether() throws IOException {
        FedStream stream = newStream();
        try (WsClient lazy = WsClient.open(url(), SMALL)) {
            for (int i = 0; i < 64; i++) {
                subscribe(lazy, "s" + i, stream);
            }
            for (int i = 0; i < 64; i++) {
                lazy.next("hello");
            }
            long held = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            write(stream, 0, LINES_OF_MANY);
            awaitRest(() -> delivered(stream, "ws"));
            // What the sockets hold, which the kernel lets grow to 10 MB together at most.
            assertThat(delivered(stream, "ws")).isLessThan(12_000);
            assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                    .isLessThan(held + (16 << 20));
            Map<String, Integer> next = new HashMap<>();
            for (int done = 0; done < 64; ) {
                JsonNode message = lazy.next("lines");
                String id = message.get("id").asText();
                for (JsonNode line : message.get("lines")) {
                    assertThat(line.get("seq").asInt())
                            .isEqualTo(next.merge(id, 1, Integer::sum) - 1);
                }
                if (next.getOrDefault(id, 0) == LINES_OF_MANY) {
                    // The first may have it all before the queue is full; then they take turns.
                    assertThat(++done < 32 || next.size() == 64).as(next::toString).isTrue();
                }
            }
        }
    }

    /** Else the answers would pile up; and what it asked last is answered in the end. */
    @Test
    void aClientThatAsksAndDoesNotReadIsNotListenedTo() throws Exception {
        int most = 40_000;
        // As long as may be: what the sockets hold is full the sooner.
        String question = "{'op':'" + "x".repeat(1000) + "','id':'%d'}";
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService asker = Executors.newVirtualThreadPerTaskExecutor();
                WsClient client = WsClient.open(url(), SMALL)) {
            client.deaf = true;
            Future<?> asking =
                    asker.submit(() -> {
                        while (!enough.get() && asked.get() < most) {
                            client.send(question.formatted(asked.getAndIncrement()));
                        }
                        client.send("{'op':'ping','id':'last'}");
                        return null;
                    });
            awaitRest(asked::get);
            assertThat(asked.get()).isLessThan(most);
            enough.set(true);
            int answers = 0;
            JsonNode answer = client.next();
            while (answer.get("op").asText().equals("error")) {
                assertThat(answer.get("id").asInt()).isEqualTo(answers);
                answers++;
                answer = client.next();
            }
            assertThat(answer.get("id").asText()).isEqualTo("last");
            result(asking);
            assertThat(answers).isEqualTo(asked.get());
        }
    }

    private static void subscribe(WsClient client, String id, FedStream stream) throws IOException {
        client.send(
                "{'op':'subscribe','id':'%s','stream':'%s','from':'first'}"
                        .formatted(id, stream.stream().name()));
    }

    private static void write(FedStream stream, int from, int to) {
        for (int i = from; i < to; i += 100) {
            StringBuilder lines = new StringBuilder();
            for (int k = i; k < i + 100; k++) {
                lines.append(k).append('x');
                lines.repeat('x', LINE_BYTES - 7).append('\n');
            }
            stream.stdout(lines.toString());
        }
    }

    private static void assertLines(WsClient client, int count) throws IOException {
        int next = 0;
        while (next < count) {
            for (JsonNode line : client.next("lines").get("lines")) {
                assertThat(line.get("seq").asInt()).isEqualTo(next);
                assertThat(line.get("line").asText()).startsWith(next + "x");
                next++;
            }
        }
    }
}
