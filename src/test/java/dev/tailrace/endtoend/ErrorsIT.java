package dev.tailrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What does not start says why in one sentence, and leaves what is kept alone. All such sentences
 * are in {@code cli.StartErrorsTest}; here is that they reach the user.
 */
class ErrorsIT {
    private static final int FAILED = 1;
    private static final int CONFIGURATION = 78;

    @TempDir Path folder;

    /** Runs it to its end and returns the one sentence that it says. */
    private String refused(String... arguments) {
        try (Gateway gateway = Tailrace.in(folder).exactly(arguments)) {
            assertThat(gateway.exitCode()).as(gateway.errors()).isEqualTo(FAILED);
            assertThat(gateway.output()).isEmpty();
            assertThat(gateway.errors()).startsWith("tailrace: ").endsWith("\n");
            assertThat(gateway.errors().lines()).as(gateway.errors()).hasSize(1);
            return gateway.errors().substring("tailrace: ".length()).stripTrailing();
        }
    }

    private String data() {
        return Tailrace.in(folder).data().toString();
    }

    @Test
    void aPortThatIsInUseIsNamedAndTheCommandIsNotStarted() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            assertThat(refused("run", "--data", data(), "--port", port, "--", "touch", "started"))
                    .isEqualTo(
                            "port %s on 127.0.0.1 is in use by another program: stop that one, or"
                                    + " choose another port with --port.",
                            port);
            assertThat(folder.resolve("started")).doesNotExist();
        }
    }

    @Test
    void aPortThatIsInUseLeavesNoStreamBehindAndStartsNoCommand() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            String fifo = "a=" + folder.resolve("fifo");
            String command = "b=touch " + folder.resolve("started");
            assertThat(
                            refused(
                                    "serve",
                                    "--data",
                                    data(),
                                    "--port",
                                    port,
                                    "--fifo",
                                    fifo,
                                    "--process",
                                    command))
                    .contains("is in use by another program");
            assertThat(folder.resolve("started")).doesNotExist();
            assertThat(Path.of(data(), "streams")).isEmptyDirectory();
        }
    }

    /** Every address of the machine, and nobody is told from another. */
    @Test
    void whereOthersCanConnectNothingStartsWithoutTokens() {
        try (Gateway gateway =
                Tailrace.in(folder)
                        .exactly(
                                "run", "--host", "0.0.0.0", "--data", data(), "touch", "started")) {
            assertThat(gateway.exitCode()).as(gateway.errors()).isEqualTo(CONFIGURATION);
            assertThat(gateway.errors())
                    .startsWith("tailrace: others than the users of this machine could connect")
                    .contains("tailrace.auth.mode=token", "--host 127.0.0.1");
            assertThat(gateway.errors().lines()).hasSize(1);
        }
        assertThat(folder.resolve("started")).doesNotExist();
        assertThat(Path.of(data())).doesNotExist();
    }

    @Test
    void aCommandIsNotStartedIfItsFifoIsSomethingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        String fifo = file.toString();
        assertThat(
                        refused(
                                "run",
                                "--data",
                                data(),
                                "--port",
                                "0",
                                "--stdout-fifo",
                                fifo,
                                "--",
                                "touch",
                                "started"))
                .isEqualTo("--stdout-fifo, --stderr-fifo: %s is a regular file, not a FIFO.", file);
        assertThat(file).hasContent("kept");
        assertThat(folder.resolve("started")).doesNotExist();
    }

    @Test
    void aDataFolderThatIsInUseNamesItsHolderWhichGoesOn() throws IOException {
        Path fifo = folder.resolve("fifo");
        try (Gateway holder = Tailrace.in(folder).serve("--fifo", "a=" + fifo)) {
            assertThat(refused("serve", "--data", data(), "--port", "0"))
                    .startsWith(
                            "The data folder %s is in use by another gateway (pid %d, since "
                                    .formatted(data(), holder.pid()))
                    .endsWith("): stop that one, or choose another folder with --data.");
            Files.writeString(fifo, "one\n");
            holder.awaitNext("a", 1);
            assertThat(holder.body("/streams/a/log")).asString().isEqualTo("one\n");
            holder.stop();
        }
    }
}
