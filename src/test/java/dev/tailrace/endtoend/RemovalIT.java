package dev.tailrace.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tailrace ls}, {@code stat} and {@code rm} on a gateway, which they find by themselves. */
class RemovalIT {
    @TempDir Path folder;

    private Gateway gateway() {
        return Tailrace.in(folder)
                .with("TAILRACE_CONTROL", "true")
                .serve("--tail", "web=" + folder.resolve("web.log"));
    }

    private String tailrace(int exitCode, String... arguments) {
        try (Gateway command = Tailrace.in(folder).exactly(arguments)) {
            assertThat(command.exitCode()).as(command.errors()).isEqualTo(exitCode);
            return new String(command.output(), UTF_8) + command.errors();
        }
    }

    private void write(String lines) throws IOException {
        Files.writeString(
                folder.resolve("web.log"),
                lines,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    @Test
    void whatIsRemovedStaysGoneAfterAKillAndItsSourceDoesNotBringItAgain() throws IOException {
        write("secret\n".repeat(1000));
        try (Gateway gateway = gateway()) {
            gateway.awaitNext("web", 1000);
            assertThat(tailrace(0, "ls", "-o", "name")).isEqualTo("web\n");
            assertThat(tailrace(0, "stat", "web")).contains("1,000, 0 to 999");
            assertThat(tailrace(2, "rm", "-y", "web")).contains("--force");
            assertThat(tailrace(0, "rm", "-y", "--force", "web"))
                    .startsWith("removed of web: 1,000 lines");
            gateway.kill();
        }
        try (Gateway gateway = gateway()) {
            write("after\n");
            // The record of the removal is before it.
            gateway.awaitNext("web", 1002);
            assertThat(new String(gateway.body("/streams/web/log"), UTF_8)).isEqualTo("after\n");
            assertThat(gateway.stream("web").get("next").asLong()).isEqualTo(1002);
            gateway.stop();
        }
    }
}
