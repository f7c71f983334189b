package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.HubProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A command that outlives its gateways: killed, or stopped, they leave it alone, and what it prints
 * is kept once and in order. {@code -Dtest.kills=100} kills more often, {@code -Dtest.seed=N} as it
 * was before.
 */
class KilledProcessIT {
    private static final int KILLS = Integer.getInteger("test.kills", 3);

    /** Each so often it is killed while it starts, and finds the command. */
    private static final int WHILE_STARTING = 3;

    private static final int MOST_MILLIS_OF_STARTING = 600;
    private static final int MOST_MILLIS_OF_READING = 400;

    @TempDir Path folder;

    @Test
    void everyLineIsInTheLogOnceAndTheCommandIsLeftAlone() throws IOException {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 1; i <= KILLS; i++) {
            killAGateway(i % WHILE_STARTING == 0, random);
        }
        try (Gateway last = tailrace().serve("--config", yaml().toString())) {
            await().until(() -> last.stream("app").get("runs").size() > 0);
            Files.createFile(end());
            await().until(() -> isOver(last));
            assertThatAllAreIn(last, "seed " + seed);
            last.stop();
        }
        // Its folder is gone with it: nothing is found again.
        assertThat(data().resolve("run/app/held")).doesNotExist();
    }

    @Test
    void aGatewayThatStopsLeavesTheCommandToTheNext() throws IOException {
        try (Gateway first = tailrace().serve("--config", yaml().toString())) {
            first.awaitNext("app", 1000).stop();
        }
        try (Gateway last = tailrace().serve("--config", yaml().toString())) {
            Files.createFile(end());
            await().until(() -> isOver(last));
            assertThatAllAreIn(last, "stopped");
            last.stop();
        }
    }

    /** The command ends while there is no gateway: the next one has its last lines and its code. */
    @Test
    void whatWasPrintedToNobodyAndHowItEndedAreLearntOfLater() throws IOException {
        try (Gateway first = tailrace().serve("--config", yaml().toString())) {
            first.awaitNext("app", 1000);
            Files.createFile(end());
            first.kill();
        }
        await().ignoreExceptions()
                .until(() -> Files.readString(journal()).contains("exited " + LinesProgram.CODE));
        try (Gateway last = tailrace().serve("--config", yaml().toString())) {
            await().until(() -> isOver(last));
            assertThatAllAreIn(last, "ended");
            last.stop();
        }
    }

    private Path journal() {
        return data().resolve("run/app/held/journal");
    }

    private void killAGateway(boolean whileStarting, Random random) throws IOException {
        List<String> configuration = new ArrayList<>();
        List<String> command = LinesProgram.command(end());
        for (int i = 0; i < command.size(); i++) {
            configuration.add("tailrace.streams.app.process.command[" + i + "]");
            configuration.add(command.get(i));
        }
        configuration.addAll(List.of("tailrace.streams.app.process.reattach", "true"));
        HubProgram gateway =
                HubProgram.start(
                        data(),
                        folder.resolve("spools"),
                        folder.resolve("errors"),
                        configuration.toArray(new String[0]));
        if (!whileStarting) {
            gateway.awaitReading();
        }
        int most = whileStarting ? MOST_MILLIS_OF_STARTING : MOST_MILLIS_OF_READING;
        await().pollDelay(Duration.ofMillis(random.nextInt(most))).until(() -> true);
        gateway.kill();
    }

    private static boolean isOver(Gateway gateway) {
        return gateway.stream("app").get("state").asText().equals("ended");
    }

    private static void assertThatAllAreIn(Gateway gateway, String when) {
        JsonNode runs = gateway.stream("app").get("runs");
        assertThat(runs).as(when).hasSize(1);
        assertThat(runs.get(0).get("code").asInt()).as(when).isEqualTo(LinesProgram.CODE);
        assertThat(runs.get(0).has("signal")).as(when).isFalse();
        int[] next = {0};
        gateway.forEachLine(
                "/streams/app/log?run=1&origin=stdout",
                line -> assertThat(line).as(when).isEqualTo(NumberedLines.line(next[0]++)));
        assertThat(gateway.body("/streams/app/log?origin=stderr"))
                .asString()
                .as(when)
                .isEqualTo(next[0] + "\n");
    }

    private Tailrace tailrace() {
        return Tailrace.in(folder).with("TAILRACE_LOG_RETAIN_BYTES", HubProgram.RETAINED);
    }

    private Path yaml() throws IOException {
        List<String> quoted =
                LinesProgram.command(end()).stream().map(word -> "'" + word + "'").toList();
        return Files.writeString(
                folder.resolve("gateway.yaml"),
                "tailrace: {streams: {app: {process: {reattach: true, command: [%s]}}}}"
                        .formatted(String.join(", ", quoted)));
    }

    private Path data() {
        return Tailrace.in(folder).data();
    }

    private Path end() {
        return folder.resolve("end");
    }
}
