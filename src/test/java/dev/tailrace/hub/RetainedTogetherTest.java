package dev.tailrace.hub;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.access.Access;
import dev.tailrace.hub.push.PushOutcome;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Labels;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.StreamName;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one stream brings does not evict the history of others. */
class RetainedTogetherTest {
    private static final int TOTAL = 64 * 1024;

    @TempDir Path data;

    @Test
    void newlinesWithoutEndEvictNobodyElsesHistory() {
        try (HubFixture gateway =
                new HubFixture(
                        data,
                        "tailrace.log.segment-bytes",
                        "4K",
                        "tailrace.log.tail-bytes",
                        "16K",
                        "tailrace.log.compress",
                        "none",
                        "tailrace.log.retain-total-bytes",
                        Integer.toString(TOTAL),
                        "tailrace.streams.audit.push",
                        "true",
                        "tailrace.streams.noisy.push",
                        "true")) {
            gateway.hub().configured().start();
            push(gateway, "audit", "an entry\n".repeat(600));
            long kept = stream(gateway, "audit").bytes();
            assertThat(kept).isBetween(3L * 4096, TOTAL / 2L);
            push(gateway, "noisy", "\n".repeat(4 * TOTAL / 40));
            await().until(() ->
                    stream(gateway, "audit").bytes() + stream(gateway, "noisy").bytes() <= TOTAL);
            assertThat(stream(gateway, "audit").first()).isZero();
            assertThat(stream(gateway, "audit").bytes()).isEqualTo(kept);
            assertThat(stream(gateway, "noisy").first()).isPositive();
        }
    }

    @Test
    void streamsThatRequestsMakeHaveOneShareTogether() {
        try (HubFixture gateway =
                new HubFixture(
                        data,
                        "tailrace.log.segment-bytes",
                        "2K",
                        "tailrace.log.compress",
                        "none",
                        "tailrace.log.retain-total-bytes",
                        Integer.toString(TOTAL),
                        "tailrace.push.create",
                        "true",
                        "tailrace.streams.audit.push",
                        "true")) {
            gateway.hub().configured().start();
            push(gateway, "audit", "an entry\n".repeat(600));
            long kept = stream(gateway, "audit").bytes();
            for (int i = 0; i < 10; i++) {
                push(gateway, "noisy-" + i, "\n".repeat(TOTAL / 80));
            }
            await().until(() ->
                    gateway.hub().streams().all().stream().mapToLong(LogStream::bytes).sum()
                            <= TOTAL);
            assertThat(stream(gateway, "audit").bytes()).isEqualTo(kept);
        }
    }

    private static LogStream stream(HubFixture gateway, String name) {
        return gateway.hub().streams().find(new StreamName(name)).orElseThrow();
    }

    private static void push(HubFixture gateway, String stream, String lines) {
        byte[] text = lines.getBytes(UTF_8);
        assertThat(
                        gateway.hub()
                                .pushes()
                                .push(
                                        Access.EVERYONE,
                                        new StreamName(stream),
                                        Labels.NONE,
                                        PushedLines.ofText(text, text.length),
                                        null)
                                .toCompletableFuture()
                                .join())
                .isInstanceOf(PushOutcome.Written.class);
    }
}
