package dev.tailrace.hub;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.access.Access;
import dev.tailrace.hub.push.PushKey;
import dev.tailrace.model.Labels;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.suite.Umask;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the umask, all that a gateway makes is its user's alone. */
class OwnFilesTest {
    /** What the names end with that this test has a gateway make, in no order. */
    private static final List<String> KINDS =
            List.of(
                    "tailrace.lock",
                    "stream.json",
                    "stream.ledger",
                    "push.keys",
                    "runs.json",
                    "source.json",
                    "source.json.old",
                    ".log",
                    ".idx",
                    ".log.gz",
                    ".spool",
                    "journal",
                    "stdout.fifo",
                    "app.fifo");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 077})
    void nobodyElseMayUseWhatAGatewayMakes(int umask) throws IOException {
        Path end = folder.resolve("end");
        Path followed = Files.writeString(folder.resolve("followed.log"), "a\n");
        Path fifos = Files.createDirectory(folder.resolve("fifos"));
        Map<String, String> made = new TreeMap<>();
        try (Umask _ = new Umask(umask);
                HubFixture gateway =
                        new HubFixture(folder.resolve("data"), keys(end, followed, fifos))) {
            gateway.hub().configured().start();
            push(gateway);
            try (OutputStream fifo = Files.newOutputStream(fifos.resolve("app.fifo"))) {
                fifo.write("half a line".getBytes(UTF_8));
                await().until(() -> {
                    Files.writeString(followed, "a\n".repeat(made.size() + 1));
                    look(folder.resolve("data"), made);
                    look(fifos.resolve("app.fifo"), made);
                    return KINDS.stream()
                            .allMatch(kind ->
                                    made.keySet().stream().anyMatch(path -> path.endsWith(kind)));
                });
            }
            Files.createFile(end);
            await().until(() -> state(gateway, "command") == StreamState.ENDED);
        }
        assertThat(made)
                .allSatisfy((path, mode) -> assertThat(mode).isIn("rwx------", "rw-------"));
    }

    private static String[] keys(Path end, Path followed, Path fifos) {
        String script = "echo started; until [ -e " + end + " ]; do sleep 0.01; done";
        return new String[] {
            "tailrace.ingest.flush-after", "1h",
            "tailrace.log.segment-bytes", "1K",
            "tailrace.streams.pushed.push", "true",
            "tailrace.streams.followed.tail.path", followed.toString(),
            "tailrace.streams.piped.fifo.path", fifos.resolve("app.fifo").toString(),
            "tailrace.streams.command.process.command", "sh,-c," + script,
            "tailrace.streams.command.process.reattach", "true"
        };
    }

    private static void push(HubFixture gateway) {
        byte[] text = "a line\n".repeat(200).getBytes(UTF_8);
        gateway.hub()
                .pushes()
                .push(
                        Access.EVERYONE,
                        new StreamName("pushed"),
                        Labels.NONE,
                        PushedLines.ofText(text, text.length),
                        new PushKey("key", "digest"))
                .toCompletableFuture()
                .join();
    }

    private static StreamState state(HubFixture gateway, String stream) {
        return gateway.hub().streams().find(new StreamName(stream)).orElseThrow().life().state();
    }

    /** The modes of all that is there, which may come and go. */
    private static void look(Path path, Map<String, String> made) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                made.put(
                        each.toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            assertThat(e).as("%s", e).hasStackTraceContaining("NoSuchFileException");
        }
    }
}
