package dev.tailrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each format carries the producer's bytes, whatever they are. */
class SameBytesIT {
    private static final long SEED = 301;

    @TempDir Path folder;

    @Test
    void everyFormatGivesTheSameBytesBack() throws IOException {
        byte[] out = Noise.of(SEED, 1 << 20);
        byte[] err = Noise.of(SEED + 1, 300_000);
        Files.write(folder.resolve("out"), out);
        Files.write(folder.resolve("err"), err);
        try (Gateway gateway =
                Tailrace.in(folder)
                        .start(
                                "run",
                                "--keep",
                                "--name",
                                "a",
                                "--",
                                "sh",
                                "-c",
                                "cat err >&2 & cat out; wait")) {
            gateway.awaitStream("a");
            // As it comes, and from history: on two ways to the same bytes.
            try (Connection live =
                    Connection.open(
                            gateway.port(),
                            "/streams/a/log?follow=true&from=first&origin=stdout")) {
                assertSame("text, live", live.body().readAllBytes(), out);
            }
            for (boolean batch : new boolean[] {false, true}) {
                List<Entry> sse = sse(gateway, batch);
                assertSame("SSE, batch=" + batch, Entry.joined(sse, "stdout"), out);
                assertSame("SSE, batch=" + batch, Entry.joined(sse, "stderr"), err);
            }
            List<Entry> ndjson = gateway.entries("a");
            assertSame("NDJSON", Entry.joined(ndjson, "stdout"), out);
            assertSame("NDJSON", Entry.joined(ndjson, "stderr"), err);
            assertSame("text", gateway.body("/streams/a/log?origin=stdout"), out);
            assertSame("text", gateway.body("/streams/a/log?origin=stderr"), err);
        }
    }

    private static List<Entry> sse(Gateway gateway, boolean batch) throws IOException {
        try (Connection connection =
                Connection.open(
                        gateway.port(),
                        "/streams/a/log?follow=false&from=first&batch=" + batch,
                        "Accept: text/event-stream")) {
            return SseEvent.all(connection.body()).stream()
                    .filter(SseEvent::isLine)
                    .flatMap(event -> Entry.ofEvent(event.data()).stream())
                    .toList();
        }
    }

    private static void assertSame(String how, byte[] actual, byte[] expected) {
        assertThat(Noise.digest(actual))
                .as(how + ", seed " + SEED)
                .isEqualTo(Noise.digest(expected));
    }
}
