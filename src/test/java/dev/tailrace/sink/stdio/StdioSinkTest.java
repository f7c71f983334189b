package dev.tailrace.sink.stdio;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.HubConfig;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StdioSinkTest {
    private final Hub hub;
    private final FedStream stream;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    StdioSinkTest(@TempDir Path data) {
        Map<String, String> values =
                Map.of(
                        "tailrace.data", data.toString(),
                        "tailrace.ingest.flush-after", "20ms",
                        "tailrace.streams.s.log.tail-bytes", "16K");
        HubConfig config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(HubConfig.class)
                        .withSources(new PropertiesConfigSource(values, "test", 100))
                        .build()
                        .getConfigMapping(HubConfig.class);
        hub = Hub.open(config);
        stream = FedStream.start(hub, "s");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void everyByteComesOutWhereItBelongs() throws Exception {
        long seed = 815;
        Random random = new Random(seed);
        CompletableFuture<Void> done = follow(out, err);
        ByteArrayOutputStream sentOut = new ByteArrayOutputStream();
        ByteArrayOutputStream sentErr = new ByteArrayOutputStream();
        stream.event(new SourceEvent.Started(1, List.of("true")));
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(1, 2000)];
            random.nextBytes(bytes);
            boolean toErr = random.nextBoolean();
            (toErr ? sentErr : sentOut).writeBytes(bytes);
            stream.bytes(toErr ? Origin.STDERR : Origin.STDOUT, bytes);
        }
        stream.end();
        outcome(done);
        assertThat(out.toByteArray()).as("seed %d", seed).isEqualTo(sentOut.toByteArray());
        assertThat(err.toByteArray()).as("seed %d", seed).isEqualTo(sentErr.toByteArray());
    }

    @Test
    void bothOutputsTogetherKeepTheOrderOfTheStream() throws Exception {
        CompletableFuture<Void> done = follow(out, out);
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            String line = (i % 3 == 0 ? "error " : "line ") + i + "\n";
            sent.append(line);
            var _ = i % 3 == 0 ? stream.stderr(line) : stream.stdout(line);
        }
        stream.end();
        outcome(done);
        assertThat(out).hasToString(sent.toString());
    }

    @Test
    void anUnfinishedLineIsPassedOnAsItIs() {
        StdioSink sink = new StdioSink(out, err);
        CompletableFuture<Void> done = follow(sink);
        stream.stdout("Continue? ").stderr("warning");
        await().untilAsserted(() -> assertThat(out).hasToString("Continue? "));
        await().untilAsserted(() -> assertThat(err).hasToString("warning"));
        assertThat(done).isNotDone();
        sink.giveUp();
    }

    @Test
    void whatWasThereBeforeIsNotPassedOn() throws Exception {
        stream.stdout("before\n");
        CompletableFuture<Void> done = follow(out, err);
        stream.stdout("after\n").end();
        outcome(done);
        assertThat(out).hasToString("after\n");
    }

    @Test
    void anOutputThatIsClosedLeavesTheOtherGoing() throws Exception {
        CompletableFuture<Void> done = follow(new Closed(), err);
        stream.stdout("nobody reads this\n").stderr("one\n").stdout("nor this\n").stderr("two\n");
        stream.end();
        outcome(done);
        assertThat(err).hasToString("one\ntwo\n");
        await().until(() -> stream.stream().readers().count() == 0);
    }

    @Test
    void anOutputThatBlocksHoldsUpNeitherTheStreamNorLosesALine() throws Exception {
        Blocked blocked = new Blocked();
        CompletableFuture<Void> done = follow(blocked, err);
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            String line = "line " + i + " with so much text that the tail is soon full\n";
            sent.append(line);
            stream.stdout(line);
        }
        // The writer is done, though not a byte has been taken; most is in the files alone.
        assertThat(stream.stream().next()).isEqualTo(5000);
        assertThat(stream.stream().log().recent().heldBytes()).isLessThan(sent.length() / 4);
        assertThat(blocked.taken.size()).isZero();
        stream.end();
        blocked.free.complete(null);
        outcome(done);
        assertThat(blocked.taken).hasToString(sent.toString());
    }

    @Test
    void allIsPassedOnBeforeItIsDone() {
        Blocked blocked = new Blocked();
        CompletableFuture<Void> done = follow(blocked, err);
        stream.stdout("last words").end();
        await().during(Duration.ofMillis(100)).until(() -> !done.isDone());
        blocked.free.complete(null);
        await().until(done::isDone);
        assertThat(blocked.taken).hasToString("last words");
    }

    @Test
    void whoEndsHereGetsWhatThereIsAndNothingThatComesLater() throws Exception {
        StdioSink sink = new StdioSink(out, err);
        CompletableFuture<Void> done = follow(sink);
        stream.stdout("in time\n");
        sink.endHere();
        outcome(done);
        stream.stdout("too late\n");
        assertThat(out).hasToString("in time\n");
        sink.endHere();
    }

    @Test
    void whoGivesUpWaitsForNobody() throws Exception {
        Blocked blocked = new Blocked();
        StdioSink sink = new StdioSink(blocked, err);
        CompletableFuture<Void> done = follow(sink);
        stream.stdout("nobody reads this\n");
        sink.giveUp();
        outcome(done);
        assertThat(stream.stream().readers().count()).isZero();
        blocked.free.complete(null);
    }

    private CompletableFuture<Void> follow(OutputStream stdout, OutputStream stderr) {
        return follow(new StdioSink(stdout, stderr));
    }

    private CompletableFuture<Void> follow(StdioSink sink) {
        sink.follow(stream.stream());
        return sink.done().toCompletableFuture();
    }

    private static final class Closed extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    private static final class Blocked extends OutputStream {
        private final CompletableFuture<Void> free = new CompletableFuture<>();
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException(new String(new byte[] {(byte) b}, UTF_8));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            free.join();
            taken.write(bytes, offset, length);
        }
    }
}
