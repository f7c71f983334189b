package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that repeats each request until it is answered, and a gateway that is killed again and
 * again: every line is there once. {@code -Dtest.kills=100} kills it more often, {@code
 * -Dtest.seed=N} as it was before.
 */
class PushIT {
    private static final int KILLS = Integer.getInteger("test.kills", 3);
    private static final int MOST_MILLIS = 150;
    private static final int LINES = 2000;

    @TempDir Path folder;

    private int lines;
    private volatile int answered;
    private volatile boolean enough;

    @Test
    void everyLineIsThereOnceWhenRequestsAreRepeatedAcrossKills() throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        int port = Ports.reserve();
        Gateway gateway = serve(port);
        try {
            CompletableFuture<Void> client =
                    CompletableFuture.runAsync(() -> push(port, seed), PushIT::onThreadOfItsOwn);
            for (int i = 0; i < KILLS; i++) {
                int before = answered;
                await().alias("seed " + seed).until(() -> answered > before || client.isDone());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS)));
                gateway.kill();
                gateway = serve(port);
            }
            enough = true;
            client.join();
            int[] next = {0};
            gateway.forEachLine(
                    "/streams/web/log",
                    line -> assertThat(line).as("seed " + seed).isEqualTo("line " + next[0]++));
            assertThat(next[0]).as("seed " + seed).isEqualTo(lines).isPositive();
            gateway.stop();
        } finally {
            gateway.close();
        }
    }

    /** The common pool of a machine with two cores has one thread, which others wait for too. */
    private static void onThreadOfItsOwn(Runnable task) {
        Thread.ofPlatform().daemon().name("pushing").start(task);
    }

    private Gateway serve(int port) {
        return Tailrace.in(folder).with("TAILRACE_PUSH_CREATE", "true").serveOn(port);
    }

    private void push(int port, long seed) {
        Random random = new Random(seed + 1);
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int request = 0; !enough; request++) {
                StringBuilder body = new StringBuilder();
                int count = 1 + random.nextInt(2 * LINES);
                for (int i = 0; i < count; i++) {
                    body.append("line ").append(lines++).append('\n');
                }
                HttpRequest post =
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:" + port + "/streams/web/lines"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .timeout(LIMIT)
                                .header("Content-Type", "text/plain")
                                .header("Idempotency-Key", "request-" + request)
                                .POST(BodyPublishers.ofString(body.toString()))
                                .build();
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> isAnswered(client, post));
                answered = request + 1;
            }
        }
    }

    private static boolean isAnswered(HttpClient client, HttpRequest post)
            throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(post, BodyHandlers.ofString());
            if (response.statusCode() != 503) {
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            }
            return response.statusCode() == 200;
        } catch (IOException e) {
            return false; // killed: it comes again
        }
    }
}
