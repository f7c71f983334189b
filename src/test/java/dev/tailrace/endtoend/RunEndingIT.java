package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tailrace run}: how the command ends, and the gateway with it. */
class RunEndingIT {
    @TempDir Path folder;

    private Gateway run(String script) {
        return Tailrace.in(folder).start("run", "--name", "a", "--", "sh", "-c", script);
    }

    private void awaitFile(String name) {
        await().until(() -> Files.exists(folder.resolve(name)));
    }

    @Test
    void theExitCodeIsTheCommandsAndTheRunIsOnRecord() throws IOException {
        try (Gateway gateway = run("echo one; exit 3")) {
            assertThat(gateway.exitCode()).isEqualTo(3);
        }
        try (Stream<Path> left = Files.walk(Tailrace.in(folder).data().resolve("run"))) {
            assertThat(left.filter(path -> !Files.isDirectory(path))).as("FIFOs").isEmpty();
        }
        try (Gateway later = Tailrace.in(folder).serve()) {
            List<Entry> entries = later.entries("a");
            assertThat(entries)
                    .extracting(Entry::origin)
                    .containsExactly("system", "stdout", "system");
            JsonNode started = entries.getFirst().json();
            assertThat(started.get("state").asText()).isEqualTo("started");
            assertThat(started.get("command")).map(JsonNode::asText).containsExactly("sh");
            assertThat(started.get("arguments").asInt()).isEqualTo(2);
            JsonNode exited = entries.getLast().json();
            assertThat(exited.get("state").asText()).isEqualTo("exited");
            assertThat(exited.get("code").asInt()).isEqualTo(3);
            JsonNode run = later.stream("a").get("runs").get(0);
            assertThat(run.get("code").asInt()).isEqualTo(3);
            assertThat(run.get("first").asLong()).isZero();
            assertThat(run.get("last").asLong()).isEqualTo(2);
        }
    }

    @Test
    void aCommandThatASignalKilledGives128AndTheSignal() {
        try (Gateway gateway = run("kill -KILL $$")) {
            assertThat(gateway.exitCode()).isEqualTo(128 + 9);
        }
    }

    @Test
    void aCommandThatIsNotThereGives127AndLeavesNothingBehind() {
        try (Gateway gateway = Tailrace.in(folder).start("run", "--", "no-such-command")) {
            assertThat(gateway.exitCode()).isEqualTo(127);
            assertThat(gateway.errors())
                    .isEqualTo("tailrace: command 'no-such-command' was not found\n");
            assertThat(Tailrace.in(folder).data()).doesNotExist();
        }
    }

    @Test
    void aCommandThatIsNotExecutableGives126AndLeavesNothingBehind() throws IOException {
        Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
        try (Gateway gateway = Tailrace.in(folder).start("run", "--", "./script")) {
            assertThat(gateway.exitCode()).isEqualTo(126);
            assertThat(gateway.errors())
                    .isEqualTo(
                            "tailrace: command './script' cannot be executed: Permission denied\n");
            assertThat(Tailrace.in(folder).data()).doesNotExist();
        }
    }

    /** A script that only the group's signal can end: both shells must get it. */
    private static String groupTrapping(String signal) {
        return "(trap 'echo inner; exit 5' %1$s; touch inner; while :; do sleep 0.02; done) &"
                        .formatted(signal)
                + " trap 'wait; echo outer; exit 7' %1$s; touch outer; while :; do sleep 0.02; done"
                        .formatted(signal);
    }

    @Test
    void sigtermReachesTheCommandsWholeGroup() {
        try (Gateway gateway = run(groupTrapping("TERM"))) {
            awaitFile("inner");
            awaitFile("outer");
            assertThat(gateway.signal("TERM").exitCode()).isEqualTo(7);
            assertThat(gateway.output()).asString().isEqualTo("inner\nouter\n");
        }
    }

    @Test
    void sigintReachesTheCommandsWholeGroup() {
        // Whoever starts the tests in the background has them, and all they start, ignore SIGINT.
        // A shell keeps ignoring it in what it puts in the background, hence a second command.
        // In a terminal's session SIGINT would be the terminal's to send to both.
        String script =
                "perl -e '$SIG{INT} = sub { print \"inner\\n\"; exit 5 }; open F, \">inner\";"
                        + " close F; sleep 60' & trap 'wait; echo outer; exit 7' INT; touch outer;"
                        + " while :; do sleep 0.02; done";
        try (Gateway gateway =
                Tailrace.in(folder)
                        .by("setsid", "env", "--default-signal=INT")
                        .start("run", "--", "sh", "-c", script)) {
            awaitFile("inner");
            awaitFile("outer");
            assertThat(gateway.signal("INT").exitCode()).isEqualTo(7);
            assertThat(gateway.output()).asString().isEqualTo("inner\nouter\n");
        }
    }

    @Test
    void aCommandThatIgnoresSigtermIsKilledAfterFiveSeconds() {
        try (Gateway gateway = run("trap '' TERM; touch ready; while :; do sleep 0.1; done")) {
            awaitFile("ready");
            long begin = System.nanoTime();
            assertThat(gateway.signal("TERM").exitCode()).isEqualTo(128 + 9);
            assertThat((System.nanoTime() - begin) / 1e9).isGreaterThan(4.9);
        }
    }

    @Test
    void keepServesOnAfterTheEndUntilItIsTerminated() {
        try (Gateway gateway =
                Tailrace.in(folder)
                        .start(
                                "run",
                                "--keep",
                                "--name",
                                "a",
                                "--",
                                "sh",
                                "-c",
                                "echo one; exit 3")) {
            gateway.awaitStream("a").awaitNext("a", 3);
            assertThat(gateway.body("/streams/a/log")).asString().isEqualTo("one\n");
            assertThat(gateway.stream("a").get("state").asText()).isEqualTo("ended");
            assertThat(gateway.isAlive()).isTrue();
            assertThat(gateway.signal("TERM").exitCode()).isEqualTo(3);
        }
    }

    @Test
    void whoeverIsConnectedAtTheEndGetsTheLastLinesAndACleanEnd() throws IOException {
        String script = "while [ ! -e go ]; do sleep 0.02; done; seq 1000; printf last";
        try (Gateway gateway = run(script)) {
            gateway.awaitStream("a");
            try (Connection text = Connection.open(gateway.port(), "/streams/a/log?follow=true");
                    Connection sse =
                            Connection.open(
                                    gateway.port(),
                                    "/streams/a/log",
                                    "Accept: text/event-stream")) {
                Files.createFile(folder.resolve("go"));
                assertThat(new String(text.body().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("1\n2\n")
                        .endsWith("\n1000\nlast");
                List<SseEvent> events = SseEvent.all(sse.body());
                assertThat(events.stream().filter(SseEvent::isLine)).hasSize(1001);
                assertThat(events).extracting(SseEvent::name).endsWith("message", "state", "end");
                assertThat(events.getLast().data()).isEqualTo("{\"reason\":\"ended\"}");
            }
            assertThat(gateway.exitCode()).isZero();
        }
    }
}
