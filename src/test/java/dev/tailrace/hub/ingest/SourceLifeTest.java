package dev.tailrace.hub.ingest;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.Records;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs and states over restarts of commands and of gateways. */
class SourceLifeTest {
    @TempDir Path data;

    @Test
    void aCommandThatOutlivesTheGatewayStaysInItsRun() throws IOException {
        Path end = data.resolve("end");
        String script = "echo 1; until [ -e " + end + " ]; do sleep 0.01; done; echo 2; exit 3";
        String[] configuration = command(script, "reattach", "true");
        try (HubFixture gateway = new HubFixture(data, configuration)) {
            gateway.hub().configured().start();
            await().until(() -> web(gateway).next() == 2);
            gateway.reopen(configuration);
            gateway.hub().configured().start();
            await().until(() -> web(gateway).next() == 3);
            assertThat(web(gateway).life().state()).isEqualTo(StreamState.RUNNING);
            Files.createFile(end);
            await().until(() -> web(gateway).life().state() == StreamState.ENDED);
            String pid = String.valueOf(web(gateway).life().runs().list().getFirst().pid());
            assertThat(Records.textsOf(web(gateway)).subList(1, 5))
                    .containsExactly(
                            "stdout F 1",
                            "system F {\"state\":\"reattached\",\"run\":1,\"pid\":" + pid + "}",
                            "stdout F 2",
                            "system F {\"state\":\"exited\",\"run\":1,\"code\":3}");
            Run run = web(gateway).life().runs().list().getLast();
            assertThat(run.run()).isEqualTo(1);
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.last()).isEqualTo(4);
        }
    }

    @Test
    void theRecordOfAStartHasNoPidIfThatIsNotKnown() {
        try (HubFixture gateway = new HubFixture(data)) {
            FedStream.start(gateway.hub(), "web")
                    .event(new SourceEvent.Started(0, List.of("true")));
            assertThat(Records.textsOf(web(gateway)))
                    .containsExactly(
                            "system F {\"state\":\"started\",\"run\":1,\"command\":[\"true\"]}");
        }
    }

    @Test
    void aLineThatTheGatewaysStopCutsInTwoIsOneLine() throws IOException {
        Path end = data.resolve("end");
        String script = "printf half; until [ -e " + end + " ]; do sleep 0.01; done; echo ' line'";
        String[] configuration = command(script, "reattach", "true");
        try (HubFixture gateway = new HubFixture(data, configuration)) {
            gateway.hub().configured().start();
            await().until(() -> web(gateway).next() == 2);
            gateway.reopen(configuration);
            Files.createFile(end);
            gateway.hub().configured().start();
            await().until(() -> web(gateway).life().state() == StreamState.ENDED);
            assertThat(Records.textsOf(web(gateway))).contains("stdout P half", "stdout F  line");
        }
    }

    /** The gateway died after it had put the end on record, and before it let the shell go. */
    @Test
    void anEndThatIsOnRecordIsNotRecordedAgain() {
        try (HubFixture gateway = new HubFixture(data)) {
            FedStream fed =
                    FedStream.start(gateway.hub(), "web").event(started(7)).event(exited(3));
            long next = web(gateway).next();
            fed.restart();
            fed.event(new SourceEvent.Reattached(7)).event(exited(3));
            assertThat(web(gateway).next()).isEqualTo(next);
            assertThat(web(gateway).life().runs().list()).hasSize(1);
            assertThat(web(gateway).life().state()).isEqualTo(StreamState.ENDED);
        }
    }

    /** The gateway died before it could put the start on record. */
    @Test
    void aStartThatIsNotOnRecordBeginsARunLater() {
        try (HubFixture gateway = new HubFixture(data)) {
            FedStream.start(gateway.hub(), "web")
                    .event(started(7))
                    .event(exited(0))
                    .event(new SourceEvent.Reattached(8))
                    .event(exited(4));
            assertThat(web(gateway).life().runs().list()).hasSize(2);
            assertThat(web(gateway).life().runs().list().getLast().pid()).isEqualTo(8);
            assertThat(web(gateway).life().runs().list().getLast().code()).isEqualTo(4);
        }
    }

    @Test
    void aRunThatNobodySawTheEndOfEndsWithWhatIsKnownOfIt() {
        try (HubFixture gateway = new HubFixture(data)) {
            FedStream.start(gateway.hub(), "web").event(started(7)).stdout("a\nb\n");
            gateway.reopen();
            assertThat(web(gateway).life().runs().list().getLast().last()).isNull();
            gateway.hub().configured().start();
            Run abandoned = web(gateway).life().runs().list().getLast();
            assertThat(abandoned.last()).isEqualTo(2);
            assertThat(abandoned.ended()).isNull();
            // Found after all: it has not ended.
            FedStream.start(gateway.hub(), "web").event(new SourceEvent.Reattached(7));
            assertThat(web(gateway).life().runs().list()).hasSize(1);
            assertThat(web(gateway).life().runs().list().getLast().last()).isNull();
        }
    }

    @Test
    void aStreamWhoseCommandIsToBeStartedAgainHasNotEnded() {
        try (HubFixture gateway = new HubFixture(data)) {
            FedStream fed = FedStream.start(gateway.hub(), "web").event(started(7));
            Duration wait = Duration.ofSeconds(8);
            fed.event(new SourceEvent.Exited(new ExitStatus(1, 0), Optional.of(wait)));
            assertThat(web(gateway).life().state()).isEqualTo(StreamState.BACKOFF);
            assertThat(web(gateway).feed().isEnded()).isFalse();
            fed.event(new SourceEvent.Failed("gone", Optional.of(wait)));
            assertThat(web(gateway).life().state()).isEqualTo(StreamState.BACKOFF);
            fed.event(new SourceEvent.Ended());
            assertThat(web(gateway).feed().isEnded()).isTrue();
            assertThat(Records.textsOf(web(gateway)).subList(1, 4))
                    .containsExactly(
                            "system F {\"state\":\"exited\",\"run\":1,\"code\":1,\"backoff\":8}",
                            "system F {\"state\":\"failed\",\"reason\":\"gone\",\"backoff\":8}",
                            "system F {\"state\":\"ended\"}");
            assertThat(web(gateway).life().runs().list()).hasSize(1);
        }
    }

    @Test
    void aCommandThatCannotBeStartedFailsAloneAndIsOnRecord() throws IOException {
        String[] configuration = {
            "tailrace.streams.web.process.command", "no-such-command-here",
            "tailrace.streams.other.process.command", "true"
        };
        try (HubFixture gateway = new HubFixture(data, configuration)) {
            gateway.hub().configured().start();
            assertThat(gateway.hub().isReady()).isTrue();
            await().until(() ->
                    gateway.hub().streams().all().stream()
                            .allMatch(each -> each.life().state() == StreamState.ENDED));
            assertThat(Records.textsOf(web(gateway)))
                    .containsExactly(
                            "system F {\"state\":\"failed\",\"reason\":\"command"
                                    + " 'no-such-command-here' was not found\"}");
            LogStream other = gateway.hub().streams().find(new StreamName("other")).orElseThrow();
            assertThat(other.life().runs().list()).singleElement().returns(0, Run::code);
        }
    }

    @Test
    void aUserThatIsNoneIsTheFailureOfItsStreamAlone() throws IOException {
        List<String> configuration =
                new ArrayList<>(List.of(command("true", "user", "no-one-here")));
        configuration.addAll(List.of("tailrace.streams.other.process.command", "true"));
        try (HubFixture gateway = new HubFixture(data, configuration.toArray(new String[0]))) {
            gateway.hub().configured().start();
            assertThat(gateway.hub().isReady()).isTrue();
            await().until(() ->
                    gateway.hub().streams().all().stream()
                            .allMatch(each -> each.life().state() == StreamState.ENDED));
            assertThat(Records.textsOf(web(gateway)))
                    .singleElement()
                    .asString()
                    .startsWith("system F {\"state\":\"failed\",\"reason\":\"")
                    .contains("user 'no-one-here'");
            LogStream other = gateway.hub().streams().find(new StreamName("other")).orElseThrow();
            assertThat(other.life().runs().list()).singleElement().returns(0, Run::code);
        }
    }

    private static String[] command(String script, String key, String value) {
        List<String> all = new ArrayList<>();
        String process = "tailrace.streams.web.process.";
        List<String> command = List.of("/bin/sh", "-c", script);
        for (int i = 0; i < command.size(); i++) {
            all.addAll(List.of(process + "command[" + i + "]", command.get(i)));
        }
        all.addAll(List.of(process + key, value));
        return all.toArray(new String[0]);
    }

    private static SourceEvent started(int pid) {
        return new SourceEvent.Started(pid, List.of("true"));
    }

    private static SourceEvent exited(int code) {
        return new SourceEvent.Exited(new ExitStatus(code, 0));
    }

    private static LogStream web(HubFixture gateway) {
        return gateway.hub().streams().find(new StreamName("web")).orElseThrow();
    }
}
