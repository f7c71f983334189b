package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.user.LaunchException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    @ParameterizedTest
    @CsvSource({
        "TAILRACE_DATE, TAILRACE_DATA",
        "TAILRACE_LOG_SEGMENT_BYTE, TAILRACE_LOG_SEGMENT_BYTES",
        "TAILRACE_LOG_SEGMENTBYTES, TAILRACE_LOG_SEGMENT_BYTES",
        "TAILRACE_HTTP_HEARTBEET, TAILRACE_HTTP_HEARTBEAT",
        "TAILRACE_STREAMS_WEB_PUHS, TAILRACE_STREAMS_WEB_PUSH",
        "TAILRACE_STREAM_WEB_PUSH, TAILRACE_STREAMS_WEB_PUSH",
        "TAILRACE_STREAMS_WEB_FIFO_PTH, TAILRACE_STREAMS_WEB_FIFO_PATH",
        "TAILRACE_STREAMS_MY_WEB_FIFO_PTH, TAILRACE_STREAMS_MY_WEB_FIFO_PATH",
    })
    void aMisspeltOneIsNamedWithTheNearest(String name, String nearest) {
        assertThatThrownBy(() -> Variables.requireKnown(Map.of(name, "1")))
                .isInstanceOf(LaunchException.class)
                .hasMessage(
                        "the environment variable %s names no key of the configuration; the"
                                + " nearest is %s.",
                        name, nearest);
    }

    @Test
    void ofOneThatIsNearNoneItIsSaidWhereTheyAre() {
        assertThatThrownBy(() -> Variables.requireKnown(Map.of("TAILRACE_COLOUR_SCHEME", "1")))
                .hasMessage(
                        "the environment variable TAILRACE_COLOUR_SCHEME names no key of the"
                                + " configuration; docs/configuration.md lists those there are.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TAILRACE_DATA",
                "TAILRACE_LOG_SEGMENT_BYTES",
                "TAILRACE_STREAMS_WEB_PUSH",
                "TAILRACE_STREAMS__MY_WEB__FIFO_PATH",
                "TAILRACE_STREAMS_WEB_PROCESS_COMMAND",
                "TAILRACE_STREAMS_WEB_PROCESS_COMMAND_0_",
                "TAILRACE_STREAMS_WEB_LABELS_APP",
                "TAILRACE_DOCKER_LABELS__COM_DOCKER_COMPOSE_PROJECT_",
                "TAILRACE_JAVA_OPTS",
                "OTHER_TAILRACE_THING",
            })
    void oneThatNamesAKeyIsAccepted(String name) {
        assertThatCode(() -> Variables.requireKnown(Map.of(name, "1"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "TAILRACE_SERVICE_HOST, 10.0.0.1",
        "TAILRACE_SERVICE_PORT, 8080",
        "TAILRACE_SERVICE_PORT_HTTP, 8080",
        "TAILRACE_PORT, tcp://10.0.0.1:8080",
        "TAILRACE_PORT_8080_TCP, tcp://10.0.0.1:8080",
        "TAILRACE_PORT_8080_TCP_PROTO, tcp",
        "TAILRACE_PORT_8080_TCP_PORT, 8080",
        "TAILRACE_PORT_8080_TCP_ADDR, 10.0.0.1",
        "TAILRACE_EDGE_PORT, tcp://10.0.0.1:8080",
    })
    void whatKubernetesSaysOfAServiceIsNotMeantForTheGateway(String name, String value) {
        assertThatCode(() -> Variables.requireKnown(Map.of(name, value)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"TAILRACE_PORT, 9000"})
    void aPortIsSaidOtherwise(String name, String value) {
        assertThatThrownBy(() -> Variables.requireKnown(Map.of(name, value)))
                .isInstanceOf(LaunchException.class);
    }
}
