package dev.tailrace.face;

import static dev.tailrace.Waiting.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Which clients of WebSockets are taken for dead. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class WsLivenessTest extends LimitsTest {
    private static final int SMALL = 8 * 1024;
    private static final long BETWEEN_QUESTIONS_NANOS = 100_000_000;

    /**
     * Those that live are there before the one that dies, and so for longer than a ping and its
     * time-out.
     */
    @Test
    void aClientThatIsAskedAndSaysNothingIsDeadAndOthersAreNot() throws Exception {
        FedStream flood = newStream(64 * 1024);
        FedStream quiet = newStream();
        FedStream unanswered = newStream();
        double dead = dead();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                WsClient slow = WsClient.open(url(), SMALL);
                WsClient answers = WsClient.open(url());
                WsClient asks = WsClient.open(url());
                WsClient silent = WsClient.open(url())) {
            subscribe(slow, flood);
            fill(flood);
            subscribe(answers, quiet);
            subscribe(asks, quiet);
            asks.deaf = true;
            Future<Integer> answering = threads.submit(() -> answer(answers));
            Future<Integer> asking = threads.submit(() -> ask(asks));
            subscribe(silent, unanswered);
            await().until(() -> unanswered.stream().readers().count() == 0);
            assertThat(dead()).isEqualTo(dead + 1);
            assertThat(flood.stream().readers().count()).as("slow, and not dead").isEqualTo(1);
            quiet.numbers(0, 1);
            assertThat(result(answering)).as("pings that were answered").isPositive();
            assertThat(result(asking)).as("pings that were not").isPositive();
        }
    }

    /** More than sockets hold, after which nothing can be sent to a client that does not read. */
    private static void fill(FedStream stream) {
        for (int i = 0; i < 80; i++) {
            stream.stdout(("x".repeat(999) + "\n").repeat(100));
        }
    }

    /** Answers pings until the stream has a line; returns how many there were. */
    private static int answer(WsClient client) throws IOException {
        client.next("lines");
        return client.pings;
    }

    /** Answers no ping, and asks for something else until the stream has a line. */
    private static int ask(WsClient client) throws IOException {
        do {
            LockSupport.parkNanos(BETWEEN_QUESTIONS_NANOS);
            client.send("{'op':'ping'}");
        } while (client.next().get("op").asText().equals("pong"));
        return client.pings;
    }

    private static void subscribe(WsClient client, FedStream stream) throws IOException {
        client.send(
                "{'op':'subscribe','id':'a','stream':'%s','from':'first'}"
                        .formatted(stream.stream().name()));
        client.next("hello");
    }

    private double dead() {
        return counter("tailrace.ws.dead");
    }
}
