package dev.tailrace.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.access.Access;
import dev.tailrace.hub.push.PushOutcome;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Labels;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Labels of the configuration decide about access; those of whoever goes on with its stream not.
 */
class TrustedLabelsTest {
    /** As a followed folder calls the stream of its file web.log. */
    private static final StreamName WEB = new StreamName("x_web.log");

    private static final String PUSH = "tailrace.streams.\"x_web.log\".push";
    private static final String[] LABELLED = {
        "tailrace.streams.\"x_web.log\".labels.team", "shop", PUSH, "true"
    };
    private static final Labels TRUSTED = new Labels(Map.of("team", "shop"), true);
    private static final String[] CREATE = {"tailrace.push.create", "true"};

    private final HubFixture gateway;

    TrustedLabelsTest(@TempDir Path folder) {
        gateway = new HubFixture(folder.resolve("data"), LABELLED);
        gateway.hub().configured().start();
        assertThat(push()).isInstanceOf(PushOutcome.Written.class);
        assertThat(web().labels()).isEqualTo(TRUSTED);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private LogStream web() {
        return gateway.hub().streams().find(WEB).orElseThrow();
    }

    private void reopen(String... keysAndValues) {
        gateway.reopen(keysAndValues);
        gateway.hub().configured().start();
    }

    private PushOutcome push() {
        PushedLines lines = PushedLines.ofText("a\n".getBytes(UTF_8), 1);
        return gateway.hub()
                .pushes()
                .push(Access.EVERYONE, WEB, Labels.NONE, lines, null)
                .toCompletableFuture()
                .join();
    }

    private String file() throws IOException {
        return Files.readString(gateway.hub().data().stream(WEB).resolve("stream.json"));
    }

    @Test
    void historyThatTheConfigurationNoLongerNamesKeepsThem() {
        reopen();
        assertThat(web().labels()).isEqualTo(TRUSTED);
    }

    @Test
    void aRequestThatGoesOnWithItDoesNotInheritThem() throws IOException {
        reopen(CREATE);
        assertThat(push()).isInstanceOf(PushOutcome.Written.class);
        assertThat(web().labels()).isEqualTo(TRUSTED.untrusted());
        assertThat(file()).contains("shop").doesNotContain("trusted");
        reopen(CREATE);
        assertThat(web().labels()).isEqualTo(TRUSTED.untrusted());
    }

    @Test
    void aFolderThatGoesOnWithItDoesNotInheritThem(@TempDir Path followed) throws IOException {
        Files.writeString(followed.resolve("web.log"), "a\n");
        reopen("tailrace.tail.x.path", followed.toString());
        assertThat(web().life().state()).isEqualTo(StreamState.RUNNING);
        assertThat(web().labels().trusted()).isFalse();
        assertThat(file()).doesNotContain("trusted");
    }

    @Test
    void theConfigurationTakesThemBackByNamingNone() {
        reopen(PUSH, "true");
        assertThat(web().labels()).isEqualTo(new Labels(Map.of(), true));
    }
}
