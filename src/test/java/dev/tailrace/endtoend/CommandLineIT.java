package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {
    @TempDir Path folder;

    @Test
    void helpIsOnStandardOutput() {
        try (Gateway help = Tailrace.in(folder).exactly("--help")) {
            assertThat(help.exitCode()).isZero();
            assertThat(help.output())
                    .asString()
                    .contains("Usage: tailrace")
                    .contains("tailrace run");
            assertThat(help.errors()).isEmpty();
        }
    }

    @Test
    void theVersionIsOnStandardOutput() {
        try (Gateway version = Tailrace.in(folder).exactly("--version")) {
            assertThat(version.exitCode()).isZero();
            assertThat(version.output()).asString().matches("tailrace \\d\\S*\nJava \\d.*\n");
            assertThat(version.errors()).isEmpty();
        }
    }

    @Test
    void theLauncherMayBeCalledThroughALinkFromAnywhere() throws IOException {
        try (Gateway version =
                Tailrace.in(folder)
                        .by("sh", "-c", "ln -s \"$0\" link && exec ./link \"$@\"")
                        .exactly("--version")) {
            assertThat(version.exitCode()).as(version.errors()).isZero();
            assertThat(version.output()).asString().startsWith("tailrace ");
            Files.delete(folder.resolve("link"));
        }
    }

    /** A shell may drop what is not called as its own variables are (POSIX.1-2017, 2.5.3). */
    @Test
    void variablesWithNamesThatNoShellKnowsReachTheCommand() {
        try (Gateway env =
                Tailrace.in(folder)
                        .with("my.var", "1")
                        .with("A-B", "one\ntwo = 2")
                        .with("8080/tcp", "")
                        .with("IT_IS", "x\ny z=1")
                        .start("run", "--quiet", "--", "env", "-0")) {
            assertThat(env.exitCode()).as(env.errors()).isZero();
            assertThat(new String(env.output(), UTF_8).split("\0", -1))
                    .contains("my.var=1", "A-B=one\ntwo = 2", "8080/tcp=", "IT_IS=x\ny z=1")
                    .doesNotHaveDuplicates()
                    .noneMatch(each -> each.startsWith("TAILRACE_LAUNCHER"));
        }
    }

    /** Each has its port and its folder; the first of them goes on where the last one was. */
    @Test
    void twoCommandsOfOneNameRunBesideEachOther() throws IOException {
        String[] command = {"run", "--name", "a", "--keep", "--", "echo", "hi"};
        Path running = folder.resolve("tailrace");
        try (Gateway first = alone(command);
                Gateway second = alone(command)) {
            await().until(() -> files(running).size() == 2);
            for (Gateway gateway : List.of(first, second)) {
                // A signal before its command runs is the gateway's end.
                await().untilAsserted(
                                () -> assertThat(gateway.output()).asString().isEqualTo("hi\n"));
                JsonNode said =
                        new ObjectMapper()
                                .readTree(running.resolve(gateway.pid() + ".json").toFile());
                assertThat(said.get("address").asText()).startsWith("http://127.0.0.1:");
                assertThat(said.get("data").asText()).contains("/state/tailrace/runs/a");
            }
            assertThat(first.signal("TERM").exitCode()).isZero();
            assertThat(second.signal("TERM").exitCode()).isZero();
        }
        assertThat(files(running)).isEmpty();
        assertThat(folder.resolve("state/tailrace/runs/a/streams/a")).isDirectory();
        assertThat(folder.resolve("state/tailrace/runs/a~2/streams/a")).isDirectory();
    }

    private Gateway alone(String... arguments) {
        return Tailrace.in(folder)
                .with("XDG_STATE_HOME", folder.resolve("state").toString())
                .exactly(arguments);
    }

    private static List<String> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .toList();
        }
    }

    @Test
    void inKubernetesACommandIsCalledAndLabelledByItsPod() {
        try (Gateway gateway =
                Tailrace.in(folder)
                        .with("KUBERNETES_SERVICE_HOST", "10.96.0.1")
                        .with("POD_NAME", "shop-0")
                        .with("CONTAINER_NAME", "app")
                        .start("run", "--label", "tier=front", "--keep", "--", "true")) {
            gateway.awaitStream("shop-0.app");
            assertThat(gateway.stream("shop-0.app").get("labels").toString())
                    .isEqualTo("{\"container\":\"app\",\"pod\":\"shop-0\",\"tier\":\"front\"}");
        }
    }
}
