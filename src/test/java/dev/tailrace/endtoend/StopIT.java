package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A signal ends the gateway at whatever moment of its start it comes, and what it has started.
 * Moments are told by the CPU time that the start has taken, which is the same beside any load.
 */
class StopIT {
    /** A start takes about a second of CPU; beyond it the gateway serves. */
    private static final Duration LAST = Duration.ofMillis(1200);

    private static final int STARTS = Depth.rounds(4);

    private static final List<String> SIGNALS = List.of("TERM", "HUP", "INT");
    private static final List<Integer> CODES = List.of(128 + 15, 128 + 1, 128 + 2);

    @TempDir Path folder;

    private static Duration taken(Gateway gateway) {
        return ProcessHandle.of(gateway.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(LAST);
    }

    /** Waits until the start has come so far, or is done. */
    private static void awaitTaken(Gateway gateway, Duration cpu) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(3))
                .until(() ->
                        taken(gateway).compareTo(cpu) >= 0 || gateway.errors().contains("serving"));
    }

    private Optional<ProcessHandle> command() throws IOException {
        Path pid = folder.resolve("pid");
        return Files.exists(pid)
                ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                : Optional.empty();
    }

    @Test
    void aSignalAtAnyMomentOfTheStartEndsTheGatewayAndItsCommands() throws IOException {
        for (int i = 0; i < STARTS; i++) {
            int signal = i % SIGNALS.size();
            Duration moment = LAST.multipliedBy(i + 1).dividedBy(STARTS);
            try (Gateway gateway =
                    Tailrace.in(folder)
                            // Whoever starts the tests in the background has all ignore SIGINT.
                            .by("env", "--default-signal=INT,HUP")
                            .exactly(
                                    "serve",
                                    "--data",
                                    folder.resolve("data").toString(),
                                    "--port",
                                    "0",
                                    "--process",
                                    "p=echo $$ >pid.new; mv pid.new pid; exec sleep 1000")) {
                awaitTaken(gateway, moment);
                gateway.signal(SIGNALS.get(signal));
                assertThat(gateway.exitCode())
                        .as("SIG%s after %s: %s", SIGNALS.get(signal), moment, gateway.errors())
                        .isIn(0, CODES.get(signal));
                assertThat(command()).as("the command, after %s", moment).isEmpty();
            }
            Files.deleteIfExists(folder.resolve("pid"));
        }
    }
}
