package dev.tailrace.hub;

import static dev.tailrace.model.Origin.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.ingest.Runs;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.LogLines;
import dev.tailrace.model.StreamName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each small file of a stream, spoilt in each way: the gateway starts, says so in one line that
 * names the file, and the stream goes on with all its lines.
 */
class SmallFilesTest {
    private static final long NOON = 1_795_176_000_000_000_000L;

    private static final List<String> FILES =
            List.of("stream.json", "stream.ledger", "source.json", "runs.json");

    @TempDir Path data;

    static Stream<Arguments> spoilt() {
        return FILES.stream()
                .flatMap(
                        file -> Arrays.stream(SpoiltFile.WAYS).map(how -> Arguments.of(file, how)));
    }

    @ParameterizedTest
    @MethodSource("spoilt")
    void theGatewayGoesOn(String name, String how) throws Exception {
        try (HubFixture gateway = new HubFixture(data)) {
            FedStream fed = FedStream.start(gateway.hub(), "s");
            fed.checkpoint("0").at(NOON, STDOUT, "one\ntwo\n").commit();
        }
        Path folder = data.resolve("streams/s");
        if (name.equals("runs.json")) {
            Runs.in(new DiskFolder(folder)).started(Instant.EPOCH, 0, 1);
        }
        SpoiltFile.spoil(folder.resolve(name), how);
        try (LogLines lines = new LogLines("dev.tailrace.log", "dev.tailrace.hub");
                HubFixture gateway = new HubFixture(data)) {
            LogStream stream = gateway.hub().streams().find(new StreamName("s")).orElseThrow();
            FedStream fed = FedStream.start(stream);
            fed.resumed();
            fed.at(NOON, STDOUT, "three\n").commit();
            assertThat(stream.next()).isEqualTo(3);
            assertThat(Records.textsOf(stream))
                    .containsExactly("stdout F one", "stdout F two", "stdout F three");
            boolean silent = name.equals("runs.json") && how.equals("missing");
            assertThat(lines.all())
                    .filteredOn(line -> line.contains(folder.resolve(name).toString()))
                    .hasSize(silent ? 0 : 1);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(each -> each.getFileName().toString()))
                        .filteredOn(each -> each.contains(".aside-"))
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }
}
