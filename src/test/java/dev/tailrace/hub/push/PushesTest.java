package dev.tailrace.hub.push;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.access.Access;
import dev.tailrace.access.Grant;
import dev.tailrace.access.Pattern;
import dev.tailrace.access.Right;
import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.log.LogLines;
import dev.tailrace.model.Labels;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which streams may be pushed into, and what of them is there after a restart. */
class PushesTest {
    private static final String CREATE = "tailrace.push.create";
    private static final StreamName WEB = new StreamName("web");

    @TempDir Path data;

    private static PushOutcome push(HubFixture gateway, String text, @Nullable String key) {
        return push(gateway, Access.EVERYONE, WEB, text, key);
    }

    private static PushOutcome push(
            HubFixture gateway, Access access, StreamName name, String text, @Nullable String key) {
        byte[] bytes = text.getBytes(UTF_8);
        PushedLines lines =
                PushedLines.ofText(Arrays.copyOf(bytes, bytes.length + 1), bytes.length);
        return gateway.hub()
                .pushes()
                .push(
                        access,
                        name,
                        new Labels(Map.of("app", "shop")),
                        lines,
                        key == null ? null : new PushKey(key, text))
                .toCompletableFuture()
                .join();
    }

    private static Refusal.Reason refusal(PushOutcome outcome) {
        assertThat(outcome).isInstanceOf(PushOutcome.Refused.class);
        return ((PushOutcome.Refused) outcome).refusal().reason();
    }

    private static LogStream web(HubFixture gateway) {
        return gateway.hub().streams().find(WEB).orElseThrow();
    }

    @Test
    void aRequestMakesNoStreamUnlessItIsAllowed() {
        try (HubFixture gateway = new HubFixture(data)) {
            assertThat(refusal(push(gateway, "a", null))).isEqualTo(Refusal.Reason.UNKNOWN_STREAM);
            assertThat(gateway.hub().streams().all()).isEmpty();
        }
    }

    /**
     * Of a name that takes no pushed lines, for whatever reason, and of a free one of its length.
     */
    @ParameterizedTest
    @CsvSource({"false, 1000", "true, 1000", "true, 2"})
    void whoeverMayPushButNotReadCannotTellATakenNameFromAFreeOne(boolean create, int most) {
        String[] keys = {
            CREATE,
            "" + create,
            "tailrace.push.max-streams",
            "" + most,
            "tailrace.streams.gone.push",
            "true"
        };
        Grant pushes = new Grant(Set.of(Right.PUSH), List.of(Pattern.ANY), Map.of());
        Access pusher = new Access("pusher", "", List.of(pushes), Instant.MAX);
        try (HubFixture gateway = new HubFixture(data, keys)) {
            gateway.hub().configured().start();
            gateway.hub().streams().all().forEach(gateway.hub().streams()::remove);
            FedStream.start(gateway.hub(), "live").stdout("a\n");
            FedStream.start(gateway.hub(), "past").stdout("a\n").end();
            List<String> taken = create ? List.of("live") : List.of("live", "past", "gone");
            assertThat(taken)
                    .extracting(name ->
                            shown(push(gateway, pusher, new StreamName(name), "a", null), name))
                    .allSatisfy(answer ->
                            assertThat(answer)
                                    .isEqualTo(freeAnswer(gateway, pusher, create && most > 2)));
        }
    }

    private static String freeAnswer(HubFixture gateway, Access pusher, boolean isMade) {
        // One that may be made answers nothing: then the answer is that of one that may not be.
        StreamName free = new StreamName("free");
        return isMade
                ? "UNKNOWN_STREAM There is no stream 'NAME' that this client may push into."
                : shown(push(gateway, pusher, free, "a", null), free.value());
    }

    private static String shown(PushOutcome outcome, String name) {
        Refusal refusal = ((PushOutcome.Refused) outcome).refusal();
        return refusal.reason() + " " + refusal.sentence().replace("'" + name + "'", "'NAME'");
    }

    @Test
    void ofAConfiguredStreamThatWasRemovedItIsSaidSoAndWhatMakesItAgain() throws IOException {
        try (HubFixture gateway = new HubFixture(data, "tailrace.streams.web.push", "true")) {
            gateway.hub().configured().start();
            Files.move(gateway.hub().data().stream(WEB), data.resolve("elsewhere"));
            await().until(() -> gateway.hub().streams().find(WEB).isEmpty());
            PushOutcome outcome = push(gateway, "a", null);
            assertThat(refusal(outcome)).isEqualTo(Refusal.Reason.UNKNOWN_STREAM);
            assertThat(((PushOutcome.Refused) outcome).refusal().sentence())
                    .contains("folder was removed")
                    .contains("next start")
                    .doesNotContain("push.create");
            gateway.reopen("tailrace.streams.web.push", "true");
            gateway.hub().configured().start();
            assertThat(push(gateway, "a", null)).isInstanceOf(PushOutcome.Written.class);
        }
    }

    @Test
    void withoutItsDataFolderAGatewayTakesNothingIsNotReadyAndSaysSoOnce() throws IOException {
        Path folder = data.resolve("data");
        try (HubFixture gateway = new HubFixture(folder, CREATE, "true");
                LogLines log = new LogLines("dev.tailrace.hub")) {
            gateway.hub().configured().start();
            push(gateway, "a", null);
            FedStream.start(gateway.hub(), "other").stdout("a\n");
            assertThat(gateway.hub().isReady()).isTrue();
            Files.move(folder, data.resolve("elsewhere"));
            assertThat(gateway.hub().isReady()).isFalse();
            await().until(() -> gateway.hub().streams().all().isEmpty());
            PushOutcome outcome = push(gateway, "b", null);
            assertThat(refusal(outcome)).isEqualTo(Refusal.Reason.DISK);
            assertThat(((PushOutcome.Refused) outcome).refusal().sentence())
                    .contains("data folder", folder.toString(), "removed", "next start");
            assertThatThrownBy(() -> FedStream.start(gateway.hub(), "new"))
                    .hasMessageContaining("data folder");
            assertThat(folder).doesNotExist();
            assertThat(log.all())
                    .singleElement()
                    .asString()
                    .startsWith("The data folder " + folder + " has been removed");
        }
    }

    @Test
    void anotherGatewaysFolderUnderTheNameOfOneThatWasRemovedIsLeftAlone() throws IOException {
        Path folder = data.resolve("data");
        try (HubFixture gateway = new HubFixture(folder, CREATE, "true")) {
            Files.move(folder, data.resolve("elsewhere"));
            try (HubFixture other = new HubFixture(folder)) {
                assertThat(refusal(push(gateway, "a", null))).isEqualTo(Refusal.Reason.DISK);
                assertThat(other.hub().data().streams()).isEmpty();
            }
        }
    }

    @Test
    void aRequestCannotLabelAStreamThatTheConfigurationNames() throws IOException {
        String[] keys = {
            "tailrace.streams.web.push",
            "true",
            "tailrace.streams.web.labels.app",
            "bank",
            CREATE,
            "true"
        };
        try (HubFixture gateway = new HubFixture(data, keys)) {
            gateway.hub().configured().start();
            push(gateway, "a", null);
            assertThat(web(gateway).labels().values()).containsEntry("app", "bank");
            Files.move(gateway.hub().data().stream(WEB), data.resolve("elsewhere"));
            await().until(() -> gateway.hub().streams().find(WEB).isEmpty());
            // The removed one may still be open for pushing, for a moment.
            await().until(() -> push(gateway, "a", null) instanceof PushOutcome.Written);
            assertThat(web(gateway).labels().values()).doesNotContainEntry("app", "shop");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namespace",
                "pod",
                "container",
                "container_id",
                "image",
                "node",
                "uid",
                "alloc",
                "task",
                "path",
                "com_docker_compose_service",
                "app_kubernetes_io_name",
                "__name__"
            })
    void aRequestCannotSayWhereLinesComeFrom(String label) {
        try (HubFixture gateway = new HubFixture(data, CREATE, "true")) {
            assertRefused(gateway, Map.of(label, "kube-system"), "'" + label + "'");
        }
    }

    @Test
    void labelsOfARequestAreFewAndShort() {
        try (HubFixture gateway = new HubFixture(data, CREATE, "true")) {
            Map<String, String> many = new HashMap<>();
            for (int i = 0; i < 16; i++) {
                many.put("label" + i, "value");
            }
            assertRefused(gateway, many, "16 labels");
            assertRefused(gateway, Map.of("a".repeat(65), "b"), "65 characters");
            assertRefused(gateway, Map.of("a", "b".repeat(257)), "too long");
            assertRefused(gateway, Map.of("a", "b\nc"), "control characters");
            assertRefused(gateway, Map.of("a", "\u001b[2J"), "control characters");
            many.remove("label0");
            many.put("label1", "\u00fc".repeat(256));
            assertThat(gateway.hub().pushes().refusal(Access.EVERYONE, WEB, new Labels(many)))
                    .isNull();
        }
    }

    private static void assertRefused(
            HubFixture gateway, Map<String, String> labels, String sentence) {
        Refusal refusal = gateway.hub().pushes().refusal(Access.EVERYONE, WEB, new Labels(labels));
        assertThat(refusal).isNotNull();
        assertThat(Objects.requireNonNull(refusal).reason())
                .isEqualTo(Refusal.Reason.BAD_PARAMETER);
        assertThat(refusal.sentence()).contains(sentence);
        assertThat(gateway.hub().streams().all()).isEmpty();
    }

    @Test
    void aStreamThatIsHistoryAloneGoesOnOnlyIfThatIsAllowed() {
        try (HubFixture gateway = new HubFixture(data)) {
            gateway.hub().streams().open(WEB, Labels.NONE);
            assertThat(refusal(push(gateway, "a", null))).isEqualTo(Refusal.Reason.NOT_ALLOWED);
            assertThat(web(gateway).next()).isZero();
            gateway.reopen(CREATE, "true");
            assertThat(push(gateway, "a", null)).isInstanceOf(PushOutcome.Written.class);
            assertThat(web(gateway).life().kind()).isEqualTo("push");
            assertThat(web(gateway).feed().isEnded()).isFalse();
        }
    }

    @Test
    void aSourceOfItsOwnIsLeftAloneAlsoWhenItHasEnded() {
        try (HubFixture gateway = new HubFixture(data, CREATE, "true")) {
            FedStream other = FedStream.start(gateway.hub(), WEB.value());
            assertThat(refusal(push(gateway, "a", null))).isEqualTo(Refusal.Reason.OTHER_SOURCE);
            other.end();
            assertThat(refusal(push(gateway, "a", null))).isEqualTo(Refusal.Reason.OTHER_SOURCE);
        }
    }

    @Test
    void noMoreStreamsAreMadeThanMayBe() {
        try (HubFixture gateway =
                new HubFixture(data, CREATE, "true", "tailrace.push.max-streams", "1")) {
            FedStream.start(gateway.hub(), "other");
            assertThat(refusal(push(gateway, "a", null))).isEqualTo(Refusal.Reason.MAX_STREAMS);
        }
    }

    @Test
    void theReadersOfAStreamThatARequestMadeWaitForMoreAfterARestart() {
        try (HubFixture gateway = new HubFixture(data, CREATE, "true")) {
            push(gateway, "a", null);
            gateway.hub().streams().open(new StreamName("history"), Labels.NONE);
            gateway.reopen(CREATE, "true");
            gateway.hub().configured().start();
            assertThat(web(gateway).life().state()).isEqualTo(StreamState.RUNNING);
            assertThat(web(gateway).feed().isEnded()).isFalse();
            assertThat(web(gateway).labels().values()).containsEntry("app", "shop");
            LogStream history =
                    gateway.hub().streams().find(new StreamName("history")).orElseThrow();
            assertThat(history.feed().isEnded()).isTrue();
            gateway.reopen();
            gateway.hub().configured().start();
            assertThat(web(gateway).feed().isEnded()).isTrue();
        }
    }

    @Test
    void keysAndTheirAnswersOutliveTheGateway() {
        String[] configured = {"tailrace.streams.web.push", "true"};
        try (HubFixture gateway = new HubFixture(data, configured)) {
            gateway.hub().configured().start();
            PushOutcome.Written first = (PushOutcome.Written) push(gateway, "a\nb", "key");
            gateway.reopen(configured);
            gateway.hub().configured().start();
            PushOutcome.Written again = (PushOutcome.Written) push(gateway, "a\nb", "key");
            assertThat(again.repeated()).isTrue();
            assertThat(again.first()).isEqualTo(first.first());
            assertThat(again.last()).isEqualTo(first.last());
            assertThat(again.epoch()).isEqualTo(first.epoch());
            assertThat(web(gateway).next()).isEqualTo(2);
            assertThat(gateway.hub().pushes().keys()).isEqualTo(1);
        }
    }

    @Test
    void aGatewayThatStopsTakesNothing() {
        try (HubFixture gateway = new HubFixture(data, CREATE, "true")) {
            push(gateway, "a", null);
            gateway.hub().drain();
            assertThat(refusal(push(gateway, "b", null))).isEqualTo(Refusal.Reason.DRAIN);
            assertThat(web(gateway).next()).isEqualTo(1);
        }
    }

    @Test
    void pushIsASourceLikeOthersOfWhichAStreamHasOne() {
        assertThatThrownBy(() ->
                        new HubFixture(
                                data,
                                "tailrace.streams.web.push",
                                "true",
                                "tailrace.streams.web.fifo.path",
                                data.resolve("fifo").toString()))
                .isInstanceOf(SourceException.class)
                .hasMessage("tailrace.streams.web has 2 sources, fifo and push: a stream has one.");
    }
}
