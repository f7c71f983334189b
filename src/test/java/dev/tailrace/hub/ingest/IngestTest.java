package dev.tailrace.hub.ingest;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.Records;
import dev.tailrace.model.Line;
import dev.tailrace.model.Origin;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unfinished lines of standard output go out after 50 ms. */
class IngestTest {
    private static final String NEVER = "1h";

    private final HubFixture gateway;

    IngestTest(@TempDir Path folder) {
        gateway = new HubFixture(folder);
    }

    private FedStream stream(String flushAfter) {
        gateway.reopen("tailrace.ingest.flush-after", flushAfter);
        return FedStream.start(gateway.hub(), "s");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void standardOutputWaitsForItsNewline() {
        FedStream fed = stream(NEVER).stdout("one\ntw").stdout("o\nthr");
        assertThat(Records.textsOf(fed.stream())).containsExactly("stdout F one", "stdout F two");
    }

    @Test
    void standardErrorGoesOutWithItsRead() {
        FedStream fed = stream(NEVER).stderr("Passw").stderr("ord: ").stderr("\nno\n");
        assertThat(Records.textsOf(fed.stream()))
                .containsExactly("stderr P Passw", "stderr P ord: ", "stderr F ", "stderr F no");
    }

    @Test
    void anUnfinishedLineOfStandardOutputGoesOutAfterAQuietTime() {
        FedStream fed = stream("50ms").stdout("Name: ");
        await().until(() -> fed.stream().next() == 1);
        fed.stdout("Ada\nnext\n");
        assertThat(Records.textsOf(fed.stream()))
                .containsExactly("stdout P Name: ", "stdout F Ada", "stdout F next");
    }

    @Test
    void everyQuietTimeHasItsFlush() {
        FedStream fed = stream("50ms");
        for (int i = 1; i <= 3; i++) {
            fed.stdout("part " + i + " ");
            int parts = i;
            await().until(() -> fed.stream().next() == parts);
        }
        assertThat(Records.textsOf(fed.stream()))
                .containsExactly("stdout P part 1 ", "stdout P part 2 ", "stdout P part 3 ");
    }

    @Test
    void theEndOfTheSourceLeavesNothingBehind() {
        FedStream fed = stream(NEVER).stdout("last words").end();
        assertThat(Records.textsOf(fed.stream()).getFirst()).isEqualTo("stdout P last words");
    }

    @Test
    void whatOneReadBroughtComesInItsOrder() {
        FedStream fed = stream(NEVER).stdout("a\n").stderr("b\n").stdout("c\n").stderr("d\n");
        assertThat(Records.textsOf(fed.stream()))
                .containsExactly("stdout F a", "stderr F b", "stdout F c", "stderr F d");
    }

    @Test
    void aLongLineGoesOnInTheNextRecord() {
        String line = "x".repeat(40_000);
        FedStream fed = stream(NEVER).stdout(line + "\n");
        assertThat(Records.of(fed.stream()))
                .extracting(record -> record.content().length + (record.partial() ? "P" : "F"))
                .containsExactly("16384P", "16384P", "7232F");
    }

    @Test
    void bothOriginsBytesComeBackExactly() {
        long seed = 20261120;
        Random random = new Random(seed);
        FedStream fed = stream("50ms");
        Map<Origin, ByteArrayOutputStream> sent = new EnumMap<>(Origin.class);
        sent.put(Origin.STDOUT, new ByteArrayOutputStream());
        sent.put(Origin.STDERR, new ByteArrayOutputStream());
        byte[][] pieces = {{'\n'}, {'\r'}, {'\r', '\n'}, {0}, "ä€😀".getBytes(UTF_8), {-1, -2}};
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = pieces[random.nextInt(pieces.length)];
            if (random.nextInt(4) == 0) {
                bytes = new byte[random.nextInt(1, 3000)];
                random.nextBytes(bytes);
            }
            Origin origin = random.nextBoolean() ? Origin.STDOUT : Origin.STDERR;
            fed.bytes(origin, bytes);
            sent.computeIfPresent(origin, joinedWith(bytes));
        }
        fed.end();
        Map<Origin, ByteArrayOutputStream> got = new EnumMap<>(Origin.class);
        got.put(Origin.STDOUT, new ByteArrayOutputStream());
        got.put(Origin.STDERR, new ByteArrayOutputStream());
        for (Line line : Records.of(fed.stream())) {
            byte[] content = line.content();
            byte[] bytes = line.partial() ? content : Arrays.copyOf(content, content.length + 1);
            if (!line.partial()) {
                bytes[content.length] = '\n';
            }
            got.computeIfPresent(line.origin(), joinedWith(bytes));
        }
        sent.forEach((origin, bytes) ->
                assertThat(String.valueOf(got.get(origin)).length())
                        .as("seed %d, %s", seed, origin)
                        .isPositive());
        for (Origin origin : new Origin[] {Origin.STDOUT, Origin.STDERR}) {
            assertThat(text(got, origin)).as("seed %d", seed).isEqualTo(text(sent, origin));
        }
    }

    private static String text(Map<Origin, ByteArrayOutputStream> bytes, Origin origin) {
        ByteArrayOutputStream of = bytes.get(origin);
        return of == null ? "" : of.toString(ISO_8859_1);
    }

    private static java.util.function.BiFunction<
                    Origin, ByteArrayOutputStream, ByteArrayOutputStream>
            joinedWith(byte[] more) {
        return (_, before) -> {
            before.writeBytes(more);
            return before;
        };
    }
}
