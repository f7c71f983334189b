package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.InShortPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers of a real engine as streams. */
class DockerIT {
    private static final int MEGABYTE = 1_000_000;
    private static final int BRIEF = 4;
    private static final String GAP = "\"state\":\"gap\"";
    private static final String NUMBERS =
            IntStream.rangeClosed(1, 1000).mapToObj(i -> i + "\n").collect(Collectors.joining());

    @TempDir(factory = InShortPath.class)
    static Path engineFolder;

    private static DockerEngine engine;

    @TempDir Path folder;

    @BeforeAll
    static void startEngine() throws IOException {
        engine = DockerEngine.start(DockerIT.class, engineFolder);
    }

    @AfterAll
    static void stopEngine() throws Exception {
        if (engine != null) {
            engine.close();
        }
        // Layers have files without permissions, which only rm takes.
        new ProcessBuilder("sh", "-c", "rm -rf " + engineFolder + "/*").start().waitFor();
    }

    private Gateway serve(String chosen) throws IOException {
        Path yaml =
                Files.writeString(
                        folder.resolve("gateway.yaml"),
                        "tailrace:\n  docker: {host: \"%s\", containers: [\"%s\"]}\n"
                                .formatted(engine.host(), chosen));
        return Tailrace.in(folder).serve("--config", yaml.toString());
    }

    private static void awaitEnd(Gateway gateway, String stream, int runs) {
        await().until(() ->
                gateway.stream(stream).get("runs").size() == runs
                        && gateway.stream(stream).get("state").asText().equals("ended"));
    }

    private static String output(Gateway gateway, String stream, String origin) {
        return new String(
                gateway.body("/streams/" + stream + "/log?origin=" + origin),
                StandardCharsets.UTF_8);
    }

    @Test
    void aContainerIsAStreamOverItsRunsWithALineOfAMegabyte() throws IOException {
        try (Gateway gateway = serve("web")) {
            engine.run(
                    "web",
                    List.of("--label", "com.docker.compose.service=shop"),
                    "echo out; echo err >&2; head -c "
                            + MEGABYTE
                            + " /dev/zero | tr '\\0' x;"
                            + " echo; echo end; exit 3");
            gateway.awaitStream("web");
            awaitEnd(gateway, "web", 1);
            String once = "out\n" + "x".repeat(MEGABYTE) + "\nend\n";
            assertThat(output(gateway, "web", "stdout")).isEqualTo(once);
            assertThat(output(gateway, "web", "stderr")).isEqualTo("err\n");
            assertThat(gateway.stream("web").get("labels").get("com_docker_compose_service"))
                    .hasToString("\"shop\"");
            engine.docker("start", "web");
            awaitEnd(gateway, "web", 2);
            assertThat(output(gateway, "web", "stdout")).isEqualTo(once + once);
            assertThat(output(gateway, "web", "stderr")).isEqualTo("err\nerr\n");
            assertThat(gateway.stream("web").get("runs").get(1).get("code").asInt()).isEqualTo(3);
            gateway.stop();
        }
        engine.docker("rm", "web");
    }

    @Test
    void aTerminalsOutputComesAsItIs() throws IOException {
        engine.run(
                "tty",
                List.of("-t"),
                "echo out; echo err >&2; head -c 100000 /dev/zero | tr '\\0' x; echo");
        try (Gateway gateway = serve("t?y")) {
            awaitEnd(gateway, "tty", 1);
            assertThat(output(gateway, "tty", "stdout"))
                    .isEqualTo("out\r\nerr\r\n" + "x".repeat(100_000) + "\r\n");
            gateway.stop();
        }
    }

    @Test
    void containersThatAreRemovedAtOnceEndWithTheirCodesAndAllTheirLinesOrAGap()
            throws IOException {
        try (Gateway gateway = serve("brief*")) {
            for (int i = 0; i < BRIEF; i++) {
                engine.runToEnd("brief" + i, "seq 1 1000; exit 3", 3);
            }
            for (int i = 0; i < BRIEF; i++) {
                String stream = "brief" + i;
                gateway.awaitStream(stream);
                awaitEnd(gateway, stream, 1);
                assertThat(gateway.stream(stream).get("runs").get(0).get("code").asInt())
                        .isEqualTo(3);
                String lines = output(gateway, stream, "stdout");
                assertThat(lines.equals(NUMBERS) || output(gateway, stream, "system").contains(GAP))
                        .as(
                                stream
                                        + " has all lines or a gap, and has "
                                        + lines.length()
                                        + " bytes")
                        .isTrue();
            }
            gateway.stop();
        }
    }

    @Test
    void aContainerThatIsRemovedByForceEndsWithTheCodeOfItsSignal() throws IOException {
        try (Gateway gateway = serve("forced")) {
            engine.run("forced", List.of(), "seq 1 1000; exec sleep 600");
            gateway.awaitStream("forced");
            gateway.awaitNext("forced", 1001);
            engine.docker("rm", "-f", "forced");
            awaitEnd(gateway, "forced", 1);
            assertThat(gateway.stream("forced").get("runs").get(0).get("code").asInt())
                    .isEqualTo(137);
            assertThat(output(gateway, "forced", "stdout")).isEqualTo(NUMBERS);
            gateway.stop();
        }
    }

    @Test
    void killsOfTheGatewayAndOfTheEngineLoseAndRepeatNothing() throws IOException {
        int lines = 6000;
        engine.run(
                "busy",
                List.of(),
                "trap go=1 USR1; for i in $(seq "
                        + lines
                        + "); do echo line $i; [ $((i % 50)) = 0 ] && sleep 0.05;"
                        + " [ $i = 3000 ] && until [ $go ]; do sleep 0.05; done; done; exit 4");
        for (int kill = 0; kill < 3; kill++) {
            try (Gateway gateway = serve("busy")) {
                gateway.awaitNext("busy", 400L * (kill + 1));
                if (kill == 1) {
                    long next = gateway.stream("busy").get("next").asLong();
                    engine.restart();
                    // An engine loses what a container has written that ended while it was away.
                    engine.docker("kill", "-s", "USR1", "busy");
                    gateway.awaitNext("busy", next + 200);
                }
                gateway.kill();
            }
        }
        try (Gateway gateway = serve("busy")) {
            awaitEnd(gateway, "busy", 1);
            assertThat(output(gateway, "busy", "stdout"))
                    .isEqualTo(
                            IntStream.rangeClosed(1, lines)
                                    .mapToObj(i -> "line " + i + "\n")
                                    .collect(Collectors.joining()));
            gateway.stop();
        }
    }
}
