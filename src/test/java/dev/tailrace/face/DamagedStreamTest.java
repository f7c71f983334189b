package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import dev.tailrace.model.GapReason;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody damages a file of a stream under the running gateway. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class DamagedStreamTest extends FaceTest {
    private static final int TAIL_BYTES = 16 * 1024;
    private static final int LINES = 2000;

    /** With its header and its newline. */
    private static final int RECORD = 42 + 100 + 1;

    private enum Damage {
        REMOVED(0, GapReason.MISSING),
        CUT_OFF(50, GapReason.CORRUPT);

        private final int kept;
        private final GapReason reason;

        Damage(int kept, GapReason reason) {
            this.kept = kept;
            this.reason = reason;
        }

        void doTo(Path file) throws IOException {
            if (this == REMOVED) {
                Files.delete(file);
                return;
            }
            try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
                open.truncate((long) kept * RECORD);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsReadersGetAGapAndGoOnAndItIsSaidOnce(Damage damage) throws Exception {
        FedStream stream = newStream(TAIL_BYTES).stdout(("x".repeat(100) + "\n").repeat(LINES));
        String name = stream.stream().name().value();
        Path folder = hub().data().stream(stream.stream().name());
        damage.doTo(folder.resolve("00000000000000000000.log"));
        String gap =
                "\\{\"gap\":\\{\"from\":%d,\"to\":\\d+,\"lines\":\\d+,\"reason\":\"%s\"\\}\\}"
                        .formatted(damage.kept, damage.reason.text());
        try (Said said = new Said();
                HttpClient live = get(stream, "?from=first&follow=true", Form.NDJSON.accept())) {
            for (int reader = 0; reader < 3; reader++) {
                try (HttpClient history = get(stream, "?from=first", Form.NDJSON.accept())) {
                    List<String> got = history.text().lines().toList();
                    assertThat(got).filteredOn(line -> line.matches(gap)).hasSize(1);
                    assertThat(got).anyMatch(line -> line.startsWith("{\"seq\":" + (LINES - 1)));
                    assertThat(got).last().asString().doesNotContain("error");
                }
            }
            stream.stdout("what comes next\n").end();
            List<String> got = live.text().lines().toList();
            assertThat(got).filteredOn(line -> line.matches(gap)).hasSize(1);
            assertThat(got).anyMatch(line -> line.contains("what comes next"));
            assertThat(said.lines())
                    .filteredOn(line -> line.matches("(?s).*\\b" + name + "\\b.*"))
                    .singleElement()
                    .asString()
                    .contains("history lacks", damage.kept + " to " + (LINES - 1))
                    .doesNotContain("Exception");
        }
        assertThat(
                        meters().get("tailrace.log.lost.lines")
                                .tag("stream", name)
                                .tag("reason", damage.reason.text())
                                .functionCounter()
                                .count())
                .isEqualTo(LINES - damage.kept);
    }
}
