package dev.tailrace.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the record of a command's start shows of the command. */
class SystemRecordTest {
    private static final String SECRET = "hunter2";
    private static final List<String> COMMAND = List.of("mysql", "-p" + SECRET, "shop");

    @Test
    void argumentsMayBePasswordsAndAreOnlyCounted() {
        assertThat(started(false, COMMAND))
                .isEqualTo(
                        "{\"state\":\"started\",\"run\":1,\"pid\":7,\"command\":[\"mysql\"],"
                                + "\"arguments\":2}");
    }

    @Test
    void argumentsAreShownWhereThatIsAskedFor() {
        assertThat(started(true, COMMAND))
                .isEqualTo(
                        "{\"state\":\"started\",\"run\":1,\"pid\":7,"
                                + "\"command\":[\"mysql\",\"-phunter2\",\"shop\"]}");
    }

    @Test
    void aCommandThatIsTooLongIsNotShown() {
        assertThat(started(true, List.of("x", "y".repeat(5000))))
                .isEqualTo("{\"state\":\"started\",\"run\":1,\"pid\":7}");
    }

    /** A container may have none. */
    @Test
    void aCommandThatIsNotKnownIsEmpty() {
        assertThat(started(false, List.of()))
                .isEqualTo("{\"state\":\"started\",\"run\":1,\"pid\":7,\"command\":[]}");
    }

    private static String started(boolean showArguments, List<String> command) {
        byte[] record = new SystemRecord(showArguments).of(new SourceEvent.Started(7, command), 1);
        return new String(record, StandardCharsets.UTF_8);
    }
}
