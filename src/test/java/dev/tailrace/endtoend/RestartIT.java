package dev.tailrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway that was started again knows of the time before. */
class RestartIT {
    @TempDir Path folder;
    private Path fifo;

    @BeforeEach
    void nameFifo() {
        fifo = folder.resolve("fifo");
    }

    private Gateway serve() {
        return Tailrace.in(folder).serve("--fifo", "a=" + fifo);
    }

    private void write(Gateway gateway, int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        IntStream.range(from, to).forEach(i -> lines.append(i).append('\n'));
        Files.writeString(fifo, lines);
        gateway.awaitNext("a", to);
    }

    @Test
    void afterAStopNumberingGoesOnAndAClientGetsWhatItMissed() throws IOException {
        String epoch;
        try (Gateway first = serve()) {
            write(first, 0, 100);
            epoch = first.stream("a").get("epoch").asText();
            first.stop();
        }
        assertGoesOn(epoch);
    }

    @Test
    void afterAKillNumberingGoesOnAndAClientGetsWhatItMissed() throws IOException {
        String epoch;
        try (Gateway first = serve()) {
            write(first, 0, 100);
            epoch = first.stream("a").get("epoch").asText();
            first.kill();
        }
        assertGoesOn(epoch);
    }

    private void assertGoesOn(String epoch) throws IOException {
        try (Gateway second = serve()) {
            assertThat(second.stream("a").get("epoch").asText()).isEqualTo(epoch);
            assertThat(second.stream("a").get("next").asLong()).isEqualTo(100);
            write(second, 100, 150);
            List<Entry> entries = second.entries("a");
            assertThat(entries.stream().map(Entry::seq)).containsExactlyElementsOf(longs(0, 150));
            assertThat(entries.stream().map(e -> Long.valueOf(e.text())))
                    .containsExactlyElementsOf(longs(0, 150));
            assertThat(entries).extracting(Entry::time).isSorted().doesNotHaveDuplicates();
            assertThat(resumed(second, epoch + "-41")).containsExactlyElementsOf(longs(42, 150));
            assertThat(resumed(second, epoch + "-148")).containsExactly(149L);
        }
    }

    @Test
    void aPositionOfAnotherLogIsAnsweredWithAReset() throws IOException {
        try (Gateway gateway = serve()) {
            write(gateway, 0, 3);
            List<SseEvent> events = sse(gateway, "zzzzzzzz-1");
            assertThat(events.getFirst().data()).contains("\"resumed\":\"reset\"");
            assertThat(events.stream().filter(SseEvent::isLine)).hasSize(3);
        }
    }

    private static List<SseEvent> sse(Gateway gateway, String lastEventId) throws IOException {
        try (Connection connection =
                Connection.open(
                        gateway.port(),
                        "/streams/a/log?follow=false&tail=1",
                        "Accept: text/event-stream",
                        "Last-Event-ID: " + lastEventId)) {
            return SseEvent.all(connection.body());
        }
    }

    private static List<Long> resumed(Gateway gateway, String lastEventId) throws IOException {
        List<SseEvent> events = sse(gateway, lastEventId);
        assertThat(events.getFirst().data()).contains("\"resumed\":\"exact\"");
        return events.stream()
                .filter(SseEvent::isLine)
                .map(event -> Entry.of(event.data()).seq())
                .toList();
    }

    private static List<Long> longs(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
