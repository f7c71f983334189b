package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.model.OsText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tailrace serve}: where its streams come from, and how it stops. */
class ServeIT {
    private static final int LINES = 2000;

    @TempDir Path folder;

    private static void awaitEnd(Gateway gateway, String stream) {
        await().until(() -> gateway.stream(stream).get("state").asText().equals("ended"));
    }

    private long segments(String stream) throws IOException {
        Path of = Tailrace.in(folder).data().resolve("streams").resolve(stream);
        try (Stream<Path> files = Files.list(of)) {
            // A sealed one may have been compressed by now.
            return files.filter(file -> file.toString().matches(".*\\.log(\\.gz)?")).count();
        }
    }

    @Test
    void streamsOnTheCommandLineAreServed() throws IOException {
        Path fifo = folder.resolve("a fifo $HOME \\n");
        try (Gateway gateway =
                Tailrace.in(folder)
                        .serve(
                                "--fifo",
                                "f=" + fifo,
                                "--process",
                                "p=echo \"$((40 + 2)) \\\\ $0\"")) {
            Files.writeString(fifo, "one\ntwo\n");
            gateway.awaitNext("f", 2);
            assertThat(gateway.body("/streams/f/log")).asString().isEqualTo("one\ntwo\n");
            awaitEnd(gateway, "p");
            assertThat(gateway.body("/streams/p/log")).asString().isEqualTo("42 \\ /bin/sh\n");
            assertThat(gateway.stream("f").get("source").asText()).isEqualTo("fifo");
            assertThat(gateway.stream("p").get("source").asText()).isEqualTo("process");
            gateway.stop();
        }
    }

    @Test
    void yamlGivesStreamsTheirLabelsAndTheirOwnLogs() throws IOException {
        Path yaml =
                Files.writeString(
                        folder.resolve("gateway.yaml"),
                        """
                        tailrace:
                          log: {segment-bytes: 1M}
                          streams:
                            plain: {process: {command: [seq, '%1$d']}}
                            split:
                              process:
                                command: [sh, -c, 'echo "$WHERE $(pwd)"; seq %1$d']
                                working-folder: %2$s
                                environment: {WHERE: in}
                              labels: {app: web, tier: front}
                              log: {segment-bytes: 8K}
                        """
                                .formatted(LINES, folder));
        try (Gateway gateway = Tailrace.in(folder).serve("--config", yaml.toString())) {
            awaitEnd(gateway, "plain");
            awaitEnd(gateway, "split");
            assertThat(gateway.body("/streams/split/log"))
                    .asString()
                    .startsWith("in " + folder + "\n1\n2\n")
                    .endsWith("\n" + LINES + "\n");
            JsonNode labels = gateway.stream("split").get("labels");
            assertThat(labels.get("app").asText()).isEqualTo("web");
            assertThat(labels.get("tier").asText()).isEqualTo("front");
            assertThat(segments("plain")).isEqualTo(1);
            assertThat(segments("split")).isGreaterThan(5);
            gateway.stop();
        }
    }

    /** The C locale has neither letter of the file's name, which is not UTF-8 either. */
    @Test
    void propertiesAndTheEnvironmentAreReadTooAndTheCommandLineWins() throws IOException {
        Files.writeString(
                OsText.path(folder + "/gr\udcf6\udcdfe, 1.properties"),
                """
                tailrace.data=/proc/nowhere
                tailrace.log.segment-bytes=1M
                tailrace.streams.a.process.command=seq,%d
                tailrace.streams.a.labels.app=web
                quarkus.http.port=1
                """
                        .formatted(LINES));
        try (Gateway gateway =
                Tailrace.in(folder)
                        .with("LC_ALL", "C")
                        .by(
                                "sh",
                                "-c",
                                "exec \"$@\" --config \"$(printf 'gr\\366\\337e, 1.properties')\"",
                                "sh")
                        .with("TAILRACE_LOG_SEGMENT_BYTES", "8K")
                        .serve()) {
            awaitEnd(gateway, "a");
            assertThat(gateway.body("/streams/a/log")).asString().endsWith("\n" + LINES + "\n");
            assertThat(gateway.stream("a").get("labels").get("app").asText()).isEqualTo("web");
            assertThat(segments("a")).isGreaterThan(5);
            gateway.stop();
        }
    }

    @Test
    void theConfigurationOfTheFolderThatItIsStartedInIsTheWorkloads() throws IOException {
        Files.writeString(folder.resolve(".env"), "TAILRACE_DATA=/proc/nowhere\n");
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(
                folder.resolve("config/application.properties"), "quarkus.http.host=192.0.2.1\n");
        try (Gateway gateway =
                Tailrace.in(folder)
                        .with("XDG_STATE_HOME", folder.resolve("state").toString())
                        .exactly(
                                "serve", "--port", "0", "--process", "a=pwd", "--fifo", "f=here")) {
            gateway.awaitAddress();
            awaitEnd(gateway, "a");
            assertThat(gateway.body("/streams/a/log")).asString().isEqualTo(folder + "\n");
            assertThat(folder.resolve("state/tailrace/streams/a")).isDirectory();
            assertThat(folder.resolve("here")).exists();
            gateway.stop();
        }
    }

    @Test
    void sigtermEndsOpenResponsesAfterTheirLastWholeEvent() throws IOException {
        Path fifo = folder.resolve("fifo");
        try (Gateway gateway = Tailrace.in(folder).serve("--fifo", "a=" + fifo)) {
            Files.writeString(fifo, "one\n");
            gateway.awaitNext("a", 1);
            try (Connection sse = follow(gateway, "text/event-stream");
                    Connection ndjson = follow(gateway, "application/x-ndjson");
                    Connection text = follow(gateway, "text/plain")) {
                Files.writeString(fifo, "last\n");
                gateway.stop();
                List<SseEvent> events = SseEvent.all(sse.body());
                assertThat(events)
                        .extracting(SseEvent::name)
                        .containsExactly("hello", "message", "message", "end");
                assertThat(events.get(2).data()).contains("\"line\":\"last\"");
                assertThat(events.getLast().data()).isEqualTo("{\"reason\":\"drain\"}");
                assertThat(ndjson.body().readAllBytes())
                        .asString()
                        .endsWith("\"line\":\"last\"}\n{\"end\":{\"reason\":\"drain\"}}\n");
                assertThat(text.body().readAllBytes()).asString().isEqualTo("one\nlast\n");
            }
        }
    }

    @Test
    void sigtermEndsTheListOfStreamsAfterTheLastChange() throws IOException {
        try (Gateway gateway = Tailrace.in(folder).serve("--process", "a=sleep 100")) {
            gateway.awaitNext("a", 1);
            try (Connection list =
                    Connection.open(gateway.port(), "/streams", "Accept: text/event-stream")) {
                gateway.stop();
                List<SseEvent> events = SseEvent.all(list.body());
                assertThat(events).extracting(SseEvent::name).startsWith("hello", "stream");
                assertThat(events.get(events.size() - 2).data()).contains("\"state\":\"ended\"");
                assertThat(events.getLast().name()).isEqualTo("end");
                assertThat(events.getLast().data()).isEqualTo("{\"reason\":\"drain\"}");
            }
        }
    }

    private static Connection follow(Gateway gateway, String accept) throws IOException {
        return Connection.open(
                gateway.port(), "/streams/a/log?follow=true&from=first", "Accept: " + accept);
    }

    @Test
    void whoComesWhileItStopsIsToldToComeBack() throws IOException {
        String script =
                "trap 'touch stopping; until [ -e asked ]; do sleep 0.02; done; exit 0' TERM;"
                        + " touch ready; while :; do sleep 0.02; done";
        try (Gateway gateway =
                Tailrace.in(folder)
                        .with("TAILRACE_INGEST_STOP_GRACE", "1h")
                        .serve("--process", "a=" + script)) {
            await().until(() -> Files.exists(folder.resolve("ready")));
            try (Connection before = follow(gateway, "text/event-stream")) {
                gateway.signal("TERM");
                await().until(() -> Files.exists(folder.resolve("stopping")));
                assertThat(status(gateway, "/q/health/ready")).isEqualTo(503);
                assertThat(status(gateway, "/streams")).isEqualTo(200);
                try (Connection text = follow(gateway, "text/plain");
                        Connection sse = follow(gateway, "text/event-stream")) {
                    assertThat(text.status()).isEqualTo(503);
                    assertThat(Integer.parseInt(text.header("Retry-After"))).isBetween(1, 3);
                    assertThat(sse.status()).isEqualTo(200);
                    assertThat(sse.body().readAllBytes())
                            .asString()
                            .matches(
                                    ": tailrace\nretry: [123]\\d{3}\n\n: refused \\(drain\\): the"
                                            + " gateway stops\n\n");
                }
                Files.createFile(folder.resolve("asked"));
                assertThat(gateway.exitCode()).isZero();
                List<SseEvent> events = SseEvent.all(before.body());
                assertThat(events.getLast().data()).isEqualTo("{\"reason\":\"drain\"}");
                assertThat(events.get(events.size() - 2).name()).isEqualTo("state");
            }
        }
    }

    private static int status(Gateway gateway, String path) throws IOException {
        try (Connection connection = Connection.open(gateway.port(), path)) {
            return connection.status();
        }
    }

    @Test
    void aReaderThatTakesNothingDoesNotHoldTheStop() throws IOException {
        try (Gateway gateway =
                Tailrace.in(folder)
                        .with("TAILRACE_HTTP_DRAIN", "1h")
                        .serve("--process", "a=seq 300000")) {
            gateway.awaitNext("a", 1);
            try (Connection stalled = follow(gateway, "text/event-stream")) {
                assertThat(stalled.status()).isEqualTo(200);
                awaitEnd(gateway, "a");
                gateway.stop();
            }
        }
    }

    @Test
    void aStoppedCommandIsTerminatedAndItsEndIsOnRecord() throws IOException {
        String script = "trap 'echo bye; exit 4' TERM; echo hello; while :; do sleep 0.02; done";
        try (Gateway gateway = Tailrace.in(folder).serve("--process", "a=" + script)) {
            gateway.awaitNext("a", 2);
            gateway.stop();
        }
        try (Gateway later = Tailrace.in(folder).serve()) {
            assertThat(later.body("/streams/a/log?origin=stdout"))
                    .asString()
                    .isEqualTo("hello\nbye\n");
            assertThat(later.stream("a").get("runs").get(0).get("code").asInt()).isEqualTo(4);
        }
    }
}
