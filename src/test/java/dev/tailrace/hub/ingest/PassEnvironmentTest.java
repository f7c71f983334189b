package dev.tailrace.hub.ingest;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.Records;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What configured commands get of the gateway's environment, and what readers see of them. */
class PassEnvironmentTest {
    private static final String KEY = "tailrace.streams.web.process.";
    private static final String SECRET = "hunter2";

    /** The build gives it to the gateway of this test. */
    private static final String VARIABLE = "TESTS_OF_TAILRACE";

    @TempDir Path data;

    @Test
    void aCommandGetsWhatIsPassed() throws IOException {
        assertThat(recordsOf("env")).anyMatch(line -> line.startsWith("stdout F PATH="));
        assertThat(recordsOf("env")).noneMatch(line -> line.contains(VARIABLE));
        assertThat(recordsOf("env", KEY + "pass-environment", "X,TESTS_OF_*"))
                .anyMatch(line -> line.startsWith("stdout F " + VARIABLE + "="));
    }

    @Test
    void noReaderSeesArgumentsUnlessThatIsAskedFor() throws IOException {
        String command = "true," + SECRET;
        assertThat(recordsOf(command)).noneMatch(line -> line.contains(SECRET));
        assertThat(recordsOf(command, "tailrace.ingest.show-arguments", "true"))
                .anyMatch(line -> line.contains(SECRET));
    }

    @Test
    void whatNamesNoVariableIsRefused() {
        assertThatThrownBy(() -> recordsOf("env", KEY + "pass-environment", "A=B"))
                .hasMessageContaining(
                        "tailrace.streams.web.process: pass-environment has 'A=B'; accepted is the"
                                + " name of a variable, or a pattern such as JAVA_*.");
    }

    /** Of a gateway of its own, whose command has ended. */
    private List<String> recordsOf(String command, String... more) throws IOException {
        Path own = Files.createTempDirectory(data, "gateway");
        String[] keys = new String[more.length + 2];
        keys[0] = KEY + "command";
        keys[1] = command;
        System.arraycopy(more, 0, keys, 2, more.length);
        try (HubFixture gateway = new HubFixture(own, keys)) {
            gateway.hub().configured().start();
            LogStream web = gateway.hub().streams().find(new StreamName("web")).orElseThrow();
            await().until(() -> web.life().state() == StreamState.ENDED);
            return Records.textsOf(web);
        }
    }
}
