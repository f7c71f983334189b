package dev.tailrace.sink.fifo;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Origin;
import dev.tailrace.source.Fifo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoSinkTest {
    private static final String LINE =
            "a line of which there are so many that a pipe is soon full\n";

    @TempDir Path folder;

    @Test
    void everyByteComesOutWhereItBelongs() {
        long seed = 4711;
        Random random = new Random(seed);
        ByteArrayOutputStream sentOut = new ByteArrayOutputStream();
        ByteArrayOutputStream sentErr = new ByteArrayOutputStream();
        try (SinkFixture gateway = new SinkFixture(folder);
                FifoReader out = FifoReader.of(gateway.stdout);
                FifoReader err = FifoReader.of(gateway.stderr)) {
            for (int i = 0; i < 300; i++) {
                boolean toErr = random.nextBoolean();
                byte[] bytes = new byte[random.nextInt(1, toErr ? 200 : 20_000)];
                random.nextBytes(bytes);
                (toErr ? sentErr : sentOut).writeBytes(bytes);
                gateway.stream().bytes(toErr ? Origin.STDERR : Origin.STDOUT, bytes);
            }
            gateway.stream().end();
            assertThat(out.takeAll()).as("seed %d", seed).isEqualTo(sentOut.toByteArray());
            assertThat(err.takeAll()).as("seed %d", seed).isEqualTo(sentErr.toByteArray());
        }
    }

    @Test
    void whatWasWrittenWhileNobodyReadComesWhenAReaderDoes() {
        try (SinkFixture gateway = new SinkFixture(folder)) {
            String lines = LINE.repeat(5000);
            gateway.stream().stdout(lines);
            // The writer is done, and most is in the files alone.
            assertThat(gateway.stream().stream().next()).isEqualTo(5000);
            assertThat(gateway.stream().stream().log().recent().heldBytes())
                    .isLessThan(lines.length() / 4);
            try (FifoReader late = FifoReader.of(gateway.stdout)) {
                late.takeUntil(lines);
            }
        }
    }

    @Test
    void theReadersTogetherHaveEveryByteOnceHoweverTheyComeAndGo() {
        long seed = Long.getLong("test.seed", 20_261_121L);
        Random random = new Random(seed);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        try (SinkFixture gateway = new SinkFixture(folder)) {
            for (int i = 0; i < 60; i++) {
                byte[] bytes = new byte[random.nextInt(1, 1 << random.nextInt(5, 18))];
                random.nextBytes(bytes);
                sent.writeBytes(bytes);
                gateway.stream().bytes(Origin.STDOUT, bytes);
                if (random.nextInt(10) == 0) {
                    gateway.restart();
                }
                try (FifoReader reader = FifoReader.of(gateway.stdout, taken)) {
                    int more = random.nextInt(sent.size() - taken.size() + 1);
                    reader.takeUntil(taken.size() + more);
                }
            }
            gateway.stream().end();
            try (FifoReader last = FifoReader.of(gateway.stdout, taken)) {
                last.takeAll();
            }
            assertThat(taken.toByteArray()).as("seed %d", seed).isEqualTo(sent.toByteArray());
        }
    }

    @Test
    void aFullFifoHoldsUpNeitherTheStreamNorTheOtherFifo() {
        try (SinkFixture gateway = new SinkFixture(folder);
                FifoReader out = FifoReader.of(gateway.stdout);
                FifoReader err = FifoReader.of(gateway.stderr)) {
            String lines = LINE.repeat(10_000);
            gateway.stream().stdout(lines).stderr("all is well\n");
            err.takeUntil("all is well\n");
            assertThat(gateway.meter("tailrace.sink.behind.lines", Origin.STDOUT)).isPositive();
            out.takeUntil(lines);
        }
    }

    @Test
    void theEndOfTheStreamIsTheReadersEnd() throws Exception {
        try (SinkFixture gateway = new SinkFixture(folder);
                FifoReader out = FifoReader.of(gateway.stdout);
                FifoReader err = FifoReader.of(gateway.stderr)) {
            gateway.stream().stdout("last words").stderr("and errors").end();
            assertThat(out.takeAll()).asString(UTF_8).isEqualTo("last words");
            assertThat(err.takeAll()).asString(UTF_8).isEqualTo("and errors");
            outcome(gateway.sink().done());
            await().until(() -> gateway.stream().stream().readers().count() == 0);
        }
    }

    @Test
    void whoComesAfterTheEndHasItAllAndThenTheEnd() {
        try (SinkFixture gateway = new SinkFixture(folder)) {
            gateway.stream().stdout("one\n").end();
            await().during(Duration.ofMillis(100))
                    .until(() -> !gateway.sink().done().toCompletableFuture().isDone());
            try (FifoReader late = FifoReader.of(gateway.stdout)) {
                assertThat(late.takeAll()).asString(UTF_8).isEqualTo("one\n");
            }
        }
    }

    @Test
    void itIsDoneWithoutAReaderIfThereIsNothingToGive() throws Exception {
        try (SinkFixture gateway = new SinkFixture(folder)) {
            gateway.stream().end();
            outcome(gateway.sink().done());
        }
    }

    /** A machine that is too busy for a patience of 200 ms may have one of 400, and so on. */
    @Test
    void whoIsPatientForSoLongOnlyIsDoneThoughNobodyReads() throws Exception {
        Duration patience = Duration.ofMillis(200);
        while (!isReadInTime(patience)) {
            patience = patience.multipliedBy(2);
        }
    }

    /** Whether a slow reader took something often enough; then the sink must have waited. */
    private boolean isReadInTime(Duration patience) throws IOException {
        Path own = Files.createDirectory(folder.resolve(patience.toString()));
        Duration rest = patience.dividedBy(7);
        Duration longest = Duration.ZERO;
        try (SinkFixture gateway = new SinkFixture(own)) {
            gateway.stream().stdout(LINE.repeat(5000)).end();
            try (FifoReader slow = FifoReader.of(gateway.stdout)) {
                long last = System.nanoTime();
                gateway.sink().endWithin(patience);
                for (int i = 1; i <= 20; i++) {
                    slow.takeUntil(i * 10_000);
                    await().pollDelay(rest).until(() -> true);
                    Duration pause = Duration.ofNanos(System.nanoTime() - last);
                    longest = pause.compareTo(longest) > 0 ? pause : longest;
                    last = System.nanoTime();
                }
                boolean inTime = longest.compareTo(patience.dividedBy(2)) < 0;
                boolean done = gateway.sink().done().toCompletableFuture().isDone();
                outcome(gateway.sink().done());
                assertThat(inTime && done).as("given up beside a reader").isFalse();
                return inTime;
            }
        }
    }

    @Test
    void aStreamThatStartsAgainGoesOn() {
        try (SinkFixture gateway = new SinkFixture(folder)) {
            try (FifoReader first = FifoReader.of(gateway.stdout)) {
                gateway.stream().stdout("one\n").end();
                assertThat(first.takeAll()).asString(UTF_8).isEqualTo("one\n");
            }
            gateway.stream().restart();
            gateway.stream().stdout("two\n");
            try (FifoReader second = FifoReader.of(gateway.stdout)) {
                second.takeUntil("two\n");
            }
        }
    }

    @Test
    void aGatewayThatStopsClosesTheFifoWhenItsReaderHasTheLastLine() {
        try (SinkFixture gateway = new SinkFixture(folder);
                FifoReader out = FifoReader.of(gateway.stdout)) {
            gateway.stream().stdout("one\n").stdout("tw");
            await().until(() -> gateway.stream().stream().next() == 2);
            gateway.stop();
            assertThat(out.takeAll()).asString(UTF_8).isEqualTo("one\ntw");
        }
    }

    @Test
    void aReaderThatTakesNothingDoesNotHoldAStopForEver() {
        try (SinkFixture gateway = new SinkFixture(folder);
                FifoReader stuck = FifoReader.of(gateway.stdout)) {
            String lines = LINE.repeat(10_000);
            gateway.stream().stdout(lines);
            await().until(() -> gateway.meter("tailrace.sink.written", Origin.STDOUT) > 0);
            gateway.restart();
            stuck.takeUntil(lines);
        }
    }

    @Test
    void whatLayInAFifoThatWasReplacedComesWithTheNew() throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        try (SinkFixture gateway = new SinkFixture(folder)) {
            String lines = LINE.repeat(3000);
            try (FifoReader first = FifoReader.of(gateway.stdout, taken)) {
                gateway.stream().stdout(lines);
                first.takeUntil(100_001);
            }
            Files.delete(gateway.stdout);
            Fifo.createIfMissing(gateway.stdout);
            try (FifoReader second = FifoReader.of(gateway.stdout, taken)) {
                second.takeUntil(lines);
            }
        }
    }

    @Test
    void aReaderThatComesBackIsCounted() {
        try (SinkFixture gateway = new SinkFixture(folder)) {
            for (int i = 1; i <= 3; i++) {
                try (FifoReader reader = FifoReader.of(gateway.stdout)) {
                    gateway.stream().stdout("x\n");
                    reader.takeUntil("x\n");
                    assertThat(gateway.meter("tailrace.sink.connected", Origin.STDOUT)).isOne();
                }
                await().until(() -> gateway.meter("tailrace.sink.connected", Origin.STDOUT) == 0);
            }
            assertThat(gateway.meter("tailrace.sink.reopened", Origin.STDOUT)).isEqualTo(2);
            assertThat(gateway.meter("tailrace.sink.written", Origin.STDOUT)).isEqualTo(6);
            assertThat(gateway.meter("tailrace.sink.behind.lines", Origin.STDOUT)).isZero();
        }
    }

    private static long segments(SinkFixture gateway) throws IOException {
        Path stream = gateway.data.resolve("streams").resolve("s");
        try (Stream<Path> files = Files.list(stream)) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }

    @Test
    void whatWasRemovedWhileNobodyReadIsCountedAndNotInTheBytes() {
        try (SinkFixture gateway =
                new SinkFixture(
                        folder,
                        "tailrace.log.segment-bytes",
                        "64K",
                        "tailrace.log.retain-segments",
                        "3",
                        "tailrace.log.compress",
                        "none")) {
            int lines = 20_000;
            for (int i = 0; i < lines; i++) {
                gateway.stream().stdout("line " + i + " with some text behind it\n");
            }
            await().until(() -> segments(gateway) == 3); // nothing more is removed then
            try (FifoReader late = FifoReader.of(gateway.stdout)) {
                String last = "line " + (lines - 1) + " with some text behind it\n";
                await().until(() -> {
                    late.take(1 << 20);
                    return late.text().endsWith(last);
                });
                double lost = gateway.meter("tailrace.sink.gap.lines", Origin.STDOUT);
                assertThat(lost).isGreaterThan(10_000);
                assertThat(late.text()).startsWith("line " + (long) lost + " with");
                assertThat(late.text().lines().count() + (long) lost).isEqualTo(lines);
            }
        }
    }

    @Test
    void anOutputThatHasNothingToSayMissesNothingWhenTheOthersLinesAreRemoved() {
        try (SinkFixture gateway =
                new SinkFixture(
                        folder,
                        "tailrace.log.segment-bytes",
                        "64K",
                        "tailrace.log.retain-segments",
                        "3",
                        "tailrace.log.compress",
                        "none")) {
            for (int i = 0; i < 15; i++) {
                long next = gateway.stream().stream().next() + 1500;
                gateway.stream().stdout("x".repeat(30).concat("\n").repeat(1500));
                await().until(() ->
                        gateway.meter("tailrace.sink.behind.lines", Origin.STDERR) == 0
                                && gateway.stream().stream().next() == next);
            }
            await().until(() -> gateway.stream().stream().first() > 10_000);
            gateway.stream().stderr("at last\n");
            try (FifoReader err = FifoReader.of(gateway.stderr)) {
                err.takeUntil("at last\n");
            }
            assertThat(gateway.meter("tailrace.sink.gap.lines", Origin.STDERR)).isZero();
        }
    }

    /** Something that becomes of the place while the gateway is stopped. */
    @FunctionalInterface
    private interface Mishap {
        void to(Path place) throws IOException;
    }

    private void assertBeginsWithWhatComesAfter(Mishap mishap) throws IOException {
        try (SinkFixture gateway = new SinkFixture(folder)) {
            gateway.stream().stdout("before\n");
            gateway.stop();
            mishap.to(gateway.streamFolder().resolve("sink-fifo-stdout.json"));
            gateway.start();
            gateway.stream().stdout("after\n");
            try (FifoReader out = FifoReader.of(gateway.stdout)) {
                out.takeUntil("after\n");
            }
        }
    }

    @Test
    void aNewSinkBeginsWithWhatComes() throws IOException {
        assertBeginsWithWhatComesAfter(Files::delete);
    }

    @Test
    void howFarAnotherFifoWasFedSaysNothing() throws IOException {
        assertBeginsWithWhatComesAfter(place ->
                Files.writeString(place, Files.readString(place).replace(".task.", ".other.")));
    }

    @Test
    void aPlaceThatCannotBeReadIsNoneAndDoesNotStopTheStart() throws IOException {
        assertBeginsWithWhatComesAfter(place -> Files.writeString(place, "{\"epoch\":\""));
    }

    @Test
    void aPlaceInAnotherLogIsNoPlaceToGoOnFrom() throws IOException {
        try (SinkFixture gateway = new SinkFixture(folder)) {
            gateway.stream().stdout("one\n").stdout("two\n");
            try (FifoReader out = FifoReader.of(gateway.stdout)) {
                out.takeUntil("one\nt");
            }
            gateway.stop();
            Path place = gateway.streamFolder().resolve("sink-fifo-stdout.json");
            Files.writeString(
                    place, Files.readString(place).replaceFirst("[a-z0-9]{8}\"", "zzzzzzzz\""));
            gateway.start();
            try (FifoReader out = FifoReader.of(gateway.stdout)) {
                out.takeUntil("one\ntwo\n");
            }
        }
    }
}
