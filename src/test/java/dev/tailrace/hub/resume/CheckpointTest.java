package dev.tailrace.hub.resume;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.model.Origin.STDERR;
import static dev.tailrace.model.Origin.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.SpoiltFile;
import dev.tailrace.log.LogLines;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.Resumed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source that can read again is told at its next start. */
class CheckpointTest {
    private static final long NOON = 1_795_176_000_000_000_000L;

    private final Path file;
    private final HubFixture gateway;
    private FedStream fed;

    CheckpointTest(@TempDir Path folder) {
        gateway = new HubFixture(folder, "tailrace.ingest.flush-after", "1h");
        file = folder.resolve("streams/s/source.json");
        fed = FedStream.start(gateway.hub(), "s");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static Resumed after(String place, long stdout, long stderr) {
        return new Resumed(Optional.of(place), new ProducedBytes(stdout, stderr));
    }

    private void stopAndStart(HubFixture.Meanwhile meanwhile) throws Exception {
        gateway.reopenAfter(meanwhile, "tailrace.ingest.flush-after", "1h");
        fed = FedStream.start(gateway.hub(), "s");
    }

    private void stopAndStart() {
        gateway.reopen("tailrace.ingest.flush-after", "1h");
        fed = FedStream.start(gateway.hub(), "s");
    }

    @Test
    void aSourceThatHasSaidNothingIsToldNothing() {
        fed.at(NOON, STDOUT, "a\n").commit();
        assertThat(fed.resumed()).isEqualTo(Resumed.NOTHING);
    }

    @Test
    void theFirstPlaceIsKeptAtOnce() throws IOException {
        fed.checkpoint("{\"offset\":0}");
        assertThat(Files.readString(file)).contains("-0\"").contains("{\\\"offset\\\":0}");
    }

    @Test
    void laterPlacesAreKeptOnceTheyAreDurable() {
        fed.checkpoint("0").at(NOON, STDOUT, "a\n").commit().checkpoint("2");
        await().untilAsserted(() -> assertThat(file).content().contains("-1\"").contains("\"2\""));
    }

    @Test
    void aStopKeepsTheLastPlace() {
        fed.checkpoint("0").at(NOON, STDOUT, "a\n").commit().checkpoint("2");
        stopAndStart();
        assertThat(fed.resumed()).isEqualTo(after("2", 0, 0));
    }

    @Test
    void whatTheLogHasBeyondThePlaceIsCountedForEachOrigin() {
        fed.checkpoint("0");
        fed.at(NOON, STDOUT, "one\n").at(NOON, STDERR, "ä\n").at(NOON, STDOUT, "\n").commit();
        assertThat(fed.resumed()).isEqualTo(after("0", 5, 3));
    }

    @Test
    void aPartCountsWithoutALinesEnd() {
        fed.checkpoint("0").at(NOON, STDOUT, "on").commit();
        fed.end();
        assertThat(fed.resumed()).isEqualTo(after("0", 2, 0));
    }

    @Test
    void aPlaceBehindAnUnfinishedLineWaitsUntilThatIsInARecord() {
        fed.checkpoint("0").at(NOON, STDOUT, "one\ntw").commit().checkpoint("6");
        assertThat(fed.resumed()).as("4 bytes are in a record").isEqualTo(after("0", 4, 0));
        fed.end();
        assertThat(fed.resumed()).isEqualTo(after("6", 0, 0));
    }

    @Test
    void aPlaceBehindAnUnfinishedLineIsNotThatOfWhatCameAfterIt() {
        fed.checkpoint("0").at(NOON, STDOUT, "one\ntw").commit().checkpoint("6");
        fed.at(NOON, STDOUT, "o\nthree\n").commit();
        assertThat(fed.resumed()).isEqualTo(after("0", 14, 0));
    }

    @Test
    void aPlaceCommitsWhatWasBeforeIt() {
        fed.checkpoint("0").at(NOON, STDOUT, "a\n").checkpoint("2");
        assertThat(fed.resumed()).isEqualTo(after("2", 0, 0));
        assertThat(fed.stream().next()).isEqualTo(1);
    }

    @Test
    void ownRecordsOfTheGatewayAreNoneOfTheSources() {
        fed.checkpoint("0").end();
        assertThat(fed.stream().next()).as("it has a record of its end").isEqualTo(1);
        assertThat(fed.resumed()).isEqualTo(after("0", 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"missing", "empty", "cut", "not UTF-8", "no place", "a folder", "a FIFO"})
    void withoutItsFileASourceGoesOnFromThePlaceBefore(String how) throws Exception {
        fed.checkpoint("0").at(NOON, STDOUT, "one\n").commit().checkpoint("4");
        await().untilAsserted(() -> assertThat(file).content().contains("\"4\""));
        fed.at(NOON, STDOUT, "two\n").commit();
        try (LogLines lines = new LogLines("dev.tailrace")) {
            stopAndStart(() -> SpoiltFile.spoil(file, how));
            assertThat(fed.resumed()).isEqualTo(after("0", 8, 0));
            assertThat(lines.all())
                    .filteredOn(line -> line.contains("source.json"))
                    .singleElement()
                    .asString()
                    .contains("its source goes on from the place before that");
        }
        stopAndStart();
        assertThat(fed.resumed()).isEqualTo(after("0", 8, 0));
    }

    @Test
    void aSpoiltPlaceWithoutOneBeforeItIsSaidOnceToo() throws Exception {
        fed.checkpoint("0").at(NOON, STDOUT, "one\n").commit().checkpoint("4");
        try (LogLines lines = new LogLines("dev.tailrace")) {
            stopAndStart(() -> {
                SpoiltFile.spoil(file, "empty");
                Files.deleteIfExists(file.resolveSibling("source.json.old"));
            });
            assertThat(fed.resumed()).isEqualTo(Resumed.NOTHING);
            assertThat(lines.all())
                    .filteredOn(line -> line.contains("source.json"))
                    .singleElement()
                    .asString()
                    .contains("is set aside", "begins as if it were new");
        }
    }

    @Test
    void aSourceWhosePlaceIsNotKnownBeginsAsIfItWereNewAndThatIsSaid() throws Exception {
        fed.checkpoint("0").at(NOON, STDOUT, "one\n").commit().checkpoint("4");
        try (LogLines lines = new LogLines("dev.tailrace.hub")) {
            stopAndStart(() -> {
                Files.delete(file);
                Files.delete(file.resolveSibling("source.json.old"));
            });
            assertThat(fed.resumed()).isEqualTo(Resumed.NOTHING);
            assertThat(lines.all())
                    .filteredOn(line -> line.contains("source.json"))
                    .containsExactly(
                            file
                                    + " is missing though the log has records: the source begins as"
                                    + " if it were new, and what it still has is stored again.");
        }
    }
}
