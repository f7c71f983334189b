package dev.tailrace.face;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Clients of WebSockets that are slow, that are dead, and that are there. */
@QuarkusTest
@TestProfile(WsProfile.class)
class WsLivenessTest extends FaceTest {
    private static final int SMALL = 8 * 1024;
    private static final int LINE_BYTES = 1000;

    @Inject @Nullable MeterRegistry meters;

    /** Longer than a ping and its time-out: who has not read all is slow, and not dead. */
    @Test
    void whoDoesNotReadCostsNoMemoryAndGetsEveryLineWhenItWakes() throws IOException {
        FedStream stream = newStream(64 * 1024);
        double dead = dead();
        try (WsClient lazy = WsClient.open(url(), SMALL);
                WsClient quick = WsClient.open(url())) {
            subscribe(lazy, "a", stream);
            subscribe(quick, "a", stream);
            lazy.next("hello");
            quick.next("hello");
            write(stream, 0, 20_000);
            assertLines(quick, 20_000);
            double[] last = {-1};
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> last[0] == (last[0] = delivered()));
            assertThat(stream.stream().tailBytes()).isLessThan(256 * 1024);
            write(stream, 20_000, 30_000);
            quick.lines(10_000);
            assertThat(quick.isSilentFor(4000)).isTrue();
            assertThat(dead()).isEqualTo(dead);
            assertThat(stream.stream().subscribers()).isEqualTo(2);
            assertLines(lazy, 30_000);
        }
    }

    /** Of sixty-four of them none may write into a queue that is full. */
    @Test
    void manySubscriptionsOfOneThatDoesNotReadHoldOneQueueTogether() throws IOException {
        FedStream stream = newStream();
        try (WsClient lazy = WsClient.open(url(), SMALL)) {
            for (int i = 0; i < 64; i++) {
                subscribe(lazy, "s" + i, stream);
            }
            for (int i = 0; i < 64; i++) {
                lazy.next("hello");
            }
            double before = delivered();
            long held = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            write(stream, 0, 2000);
            double[] last = {-1};
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> last[0] == (last[0] = delivered()));
            // What the sockets hold, which the kernel lets grow to 10 MB together at most.
            assertThat(delivered() - before).isLessThan(12_000);
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
                if (next.getOrDefault(id, 0) == 2000) {
                    // Who came first may have it all before the queue is full; then they take
                    // turns.
                    assertThat(++done < 32 || next.size() == 64).as(next::toString).isTrue();
                }
            }
        }
    }

    @Test
    void whoDoesNotAnswerAPingIsDead() throws IOException {
        FedStream stream = newStream();
        double before = dead();
        try (WsClient client = WsClient.open(url())) {
            client.deaf = true;
            subscribe(client, "a", stream);
            client.next("hello");
            await().until(() -> stream.stream().subscribers() == 0);
            assertThat(dead()).isEqualTo(before + 1);
        }
    }

    @Test
    void whoAnswersPingsOrSendsAnythingElseStays() throws IOException {
        FedStream stream = newStream();
        try (WsClient answers = WsClient.open(url());
                WsClient asks = WsClient.open(url())) {
            subscribe(answers, "a", stream);
            subscribe(asks, "a", stream);
            answers.next("hello");
            asks.next("hello");
            asks.deaf = true;
            for (int i = 0; i < 10; i++) {
                asks.send("{'op':'ping','id':'%d'}".formatted(i));
                assertThat(asks.next("pong").get("id").asText()).isEqualTo("" + i);
                assertThat(answers.isSilentFor(500)).isTrue();
            }
            assertThat(answers.pings).isBetween(3, 6);
            assertThat(asks.pings).isBetween(3, 6);
            stream.numbers(0, 1);
            answers.next("lines");
            asks.next("lines");
        }
    }

    /** The answers would else pile up; and what it asked last is answered in the end. */
    @Test
    void whoAsksAndDoesNotReadIsNotListenedTo() throws IOException {
        int asked = 300_000;
        try (WsClient client = WsClient.open(url(), SMALL)) {
            client.deaf = true;
            AtomicInteger sent = new AtomicInteger();
            CompletableFuture<Void> asking =
                    CompletableFuture.runAsync(() -> ask(client, asked, sent));
            int[] last = {-1};
            await().pollInterval(Duration.ofMillis(500))
                    .until(() -> last[0] == (last[0] = sent.get()));
            assertThat(asking).isNotDone();
            for (int i = 0; i < asked; i++) {
                assertThat(client.next("pong").get("id").asText()).endsWith("0" + i);
            }
            asking.join();
        }
    }

    private static void ask(WsClient client, int count, AtomicInteger sent) {
        try {
            for (int i = 0; i < count; i++) {
                client.send("{'op':'ping','id':'%060d'}".formatted(i));
                sent.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private double delivered() {
        return Objects.requireNonNull(meters)
                .get("tailrace.delivered.lines")
                .tag("face", "ws")
                .functionCounter()
                .count();
    }

    private double dead() {
        return Objects.requireNonNull(meters).get("tailrace.ws.dead").counter().count();
    }
}
