package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that read nothing hold little together, and nobody waits for them. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class StalledReadersTest extends FaceTest {
    private static final List<Form> FORMS = List.of(Form.values());

    private static final int CLIENTS = Depth.rounds(150);

    /** The smallest window that Linux gives. */
    private static final int SMALL = 4096;

    private static final int LINE_BYTES = 200;

    /** The longest of a line that is one record. */
    private static final int LONG_LINE_BYTES = 16 * 1024;

    /** More than a socket takes of a client that reads nothing. */
    private static final int HISTORY_BYTES = 2_000_000;

    private static final int HISTORY = HISTORY_BYTES / LINE_BYTES;

    private static final int LIVE_BYTES = 400_000;

    /** Openings and heartbeats, for which nobody asks whether there is room. */
    private static final int OPENINGS = 512;

    /** Netty takes memory 4 MB at a time, for each of its arenas. */
    private static final long SLACK_BYTES = 24 << 20;

    private static String line(int number) {
        return line(number, LINE_BYTES);
    }

    private static String line(int number, int bytes) {
        String text = number + " ";
        return text + "x".repeat(bytes - text.length() - 1);
    }

    private static void append(FedStream stream, int from, int to) {
        append(stream, from, to, LINE_BYTES);
    }

    private static void append(FedStream stream, int from, int to, int lineBytes) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(line(i, lineBytes)).append('\n');
            if (lines.length() >= 200_000 || i + 1 == to) {
                stream.stdout(lines.toString());
                lines.setLength(0);
            }
        }
    }

    private double unsent() {
        return gauge("tailrace.http.unsent.bytes");
    }

    private double dead() {
        return counter("tailrace.connections.dead");
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** However many they are, and however long what one would hold at least is: a record. */
    @ParameterizedTest
    @ValueSource(ints = {LINE_BYTES, LONG_LINE_BYTES})
    void theyHoldNoMoreTogetherThanTheyMayAndALiveOneGetsEverything(int lineBytes)
            throws Exception {
        int history = HISTORY_BYTES / lineBytes;
        int live = LIVE_BYTES / lineBytes;
        FedStream stream = newStream(Map.of("stalls", "all" + lineBytes));
        append(stream, 0, history, lineBytes);
        long direct = direct();
        double dead = dead();
        List<HttpClient> stalled = new ArrayList<>();
        try (HttpClient reader = get(stream, "?follow=true&from=first", Form.TEXT.accept());
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(reader.body(), UTF_8))) {
            for (int i = 0; i < CLIENTS; i++) {
                String path =
                        i % 3 == 0
                                ? "/log?select=%7Bstalls%3D%22all"
                                        + lineBytes
                                        + "%22%7D&from=first&follow=true"
                                : path(stream) + "?from=first&follow=true";
                Form form = FORMS.get(i % FORMS.size());
                stalled.add(HttpClient.get(url(), SMALL, path, form.accept()));
            }
            awaitRest(this::unsent);
            assertThat(unsent())
                    .isPositive()
                    .isLessThan(FaceProfile.MAX_UNSENT_BYTES + (double) CLIENTS * OPENINGS);
            append(stream, history, history + live, lineBytes);
            for (int i = 0; i < history + live; i++) {
                assertThat(lines.readLine()).isEqualTo(line(i, lineBytes));
            }
            // With a heartbeat of 200 ms a kernel that has thousands of sockets may seem dead.
            await().untilAsserted(() ->
                    assertThat(stream.stream().subscribers() + dead() - dead)
                            .isEqualTo(CLIENTS + 1));
            assertThat(direct() - direct)
                    .isLessThan(
                            FaceProfile.MAX_UNSENT_BYTES + (long) CLIENTS * OPENINGS + SLACK_BYTES);
        } finally {
            for (HttpClient client : stalled) {
                client.close();
            }
        }
        await().until(() -> unsent() == 0);
    }

    /** The kernel would take up to 4 MB of it. */
    @Test
    void aSocketTakesLittleOfAClientThatReadsNothing() throws IOException {
        FedStream stream = newStream();
        append(stream, 0, HISTORY);
        try (HttpClient client =
                HttpClient.get(url(), SMALL, path(stream) + "?from=first", Form.TEXT.accept())) {
            awaitRest(() -> delivered(stream, "text"));
            assertThat(delivered(stream, "text") * LINE_BYTES).isBetween(100_000.0, 600_000.0);
            assertThat(client.text()).hasSize(HISTORY * LINE_BYTES);
        }
    }

    @Test
    void oneThatReadsAgainGetsTheRest() throws IOException {
        FedStream stream = newStream(Map.of("stalls", "one"));
        append(stream, 0, HISTORY);
        String path = "/log?select=%7Bstalls%3D%22one%22%7D&from=first";
        List<HttpClient> others = new ArrayList<>();
        try (HttpClient client = HttpClient.get(url(), SMALL, path, Form.NDJSON.accept())) {
            for (int i = 0; i < CLIENTS; i++) {
                others.add(HttpClient.get(url(), SMALL, path, Form.NDJSON.accept()));
            }
            awaitRest(this::unsent);
            List<String> lines = Form.NDJSON.lines(client.text());
            assertThat(lines).hasSize(HISTORY);
            for (int i = 0; i < HISTORY; i++) {
                assertThat(lines.get(i)).isEqualTo(line(i));
            }
        } finally {
            for (HttpClient other : others) {
                other.close();
            }
        }
    }
}
