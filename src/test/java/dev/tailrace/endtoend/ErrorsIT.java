package dev.tailrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not start says why in one sentence, and leaves what is kept alone. */
class ErrorsIT {
    private static final int FAILED = 1;

    @TempDir Path folder;

    /** Runs it to its end and returns the one sentence that it says. */
    private String refused(String... options) {
        try (Gateway gateway = Tailrace.in(folder).exactly(with(options))) {
            assertThat(gateway.exitCode()).as(gateway.errors()).isEqualTo(FAILED);
            assertThat(gateway.output()).isEmpty();
            assertThat(gateway.errors()).startsWith("tailrace: ").endsWith("\n");
            assertThat(gateway.errors().lines()).as(gateway.errors()).hasSize(1);
            return gateway.errors().substring("tailrace: ".length()).stripTrailing();
        }
    }

    /** {@code serve} on any port, with the test's data folder, unless the options say otherwise. */
    private String[] with(String... options) {
        StringBuilder all = new StringBuilder("serve");
        if (!List.of(options).contains("--data")) {
            all.append("\n--data\n").append(Tailrace.in(folder).data());
        }
        if (!List.of(options).contains("--port")) {
            all.append("\n--port\n0");
        }
        for (String option : options) {
            all.append('\n').append(option);
        }
        return all.toString().split("\n", -1);
    }

    private String refusedConfiguration(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), yaml);
        return refused("--config", file.toString());
    }

    @Test
    void aPortThatIsInUseIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refused("--port", Integer.toString(other.getLocalPort())))
                    .isEqualTo(
                            "port %d on 127.0.0.1 is in use by another program: stop that one, or"
                                    + " choose another port with --port.",
                            other.getLocalPort());
        }
    }

    @Test
    void aCommandIsNotStartedWhenThePortIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Gateway gateway =
                        Tailrace.in(folder)
                                .exactly(
                                        "run",
                                        "--data",
                                        Tailrace.in(folder).data().toString(),
                                        "--port",
                                        Integer.toString(other.getLocalPort()),
                                        "--",
                                        "touch",
                                        "started")) {
            assertThat(gateway.exitCode()).isEqualTo(FAILED);
            assertThat(folder.resolve("started")).doesNotExist();
        }
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThat(refused("--host", "192.0.2.1"))
                .isEqualTo("--host 192.0.2.1 is not an address of this machine.");
    }

    @Test
    void aHostThatDoesNotExistIsRefused() {
        assertThat(refused("--host", "no-such-host.invalid"))
                .isEqualTo("--host no-such-host.invalid is not known.");
    }

    @Test
    void aPortOutOfRangeIsRefused() {
        assertThat(refused("--port", "70000"))
                .isEqualTo("--port 70000: a number from 0 to 65535 is accepted.");
    }

    @Test
    void aDataFolderThatCannotBeMadeIsNamed() {
        assertThat(refused("--data", "/proc/nowhere"))
                .isEqualTo(
                        "The data folder /proc/nowhere cannot be used: /proc/nowhere does not exist."
                                + " Choose another with --data.");
    }

    @Test
    void aFileInTheWayOfTheDataFolderIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        assertThat(refused("--data", file.toString()))
                .isEqualTo(
                        "The data folder %1$s cannot be used: %1$s/streams: not a directory."
                                + " Choose another with --data.",
                        file);
        assertThat(file).hasContent("kept");
    }

    @Test
    void aDataFolderThatIsInUseNamesItsHolderWhichGoesOn() throws IOException {
        Path fifo = folder.resolve("fifo");
        try (Gateway holder = Tailrace.in(folder).serve("--fifo", "a=" + fifo)) {
            assertThat(refused())
                    .startsWith(
                            "The data folder %s is in use by another gateway (pid %d, since "
                                    .formatted(Tailrace.in(folder).data(), holder.pid()))
                    .endsWith("): stop that one, or choose another folder with --data.");
            Files.writeString(fifo, "one\n");
            holder.awaitNext("a", 1);
            assertThat(holder.body("/streams/a/log")).asString().isEqualTo("one\n");
            holder.stop();
        }
    }

    @Test
    void anUnknownOptionIsAnErrorOfUse() {
        try (Gateway gateway = Tailrace.in(folder).exactly("serve", "--prot", "1")) {
            assertThat(gateway.exitCode()).isEqualTo(2);
            assertThat(gateway.errors()).startsWith("tailrace: Unknown option").contains("--prot");
            assertThat(gateway.errors()).endsWith("Try 'tailrace serve --help'.\n");
        }
    }

    @Test
    void aNameThatIsNoStreamsNameIsRefused() {
        String accepted =
                "a name is a-z or 0-9 first, then up to 127 of a-z, 0-9, '.', '_' and '-'.";
        assertThat(refused("--fifo", "Up=" + folder.resolve("fifo")))
                .isEqualTo("'Up' cannot name a stream: " + accepted);
        assertThat(folder.resolve("fifo")).doesNotExist();
    }

    @Test
    void aFifoThatIsARegularFileIsRefusedAndKept() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        assertThat(refused("--fifo", "a=" + file))
                .isEqualTo(file + " is a regular file, not a FIFO");
        assertThat(file).hasContent("kept");
    }

    @Test
    void aFifoToFeedThatIsNotThereIsNamedWithItsKey() throws IOException {
        Path fifo = folder.resolve("logmon.fifo");
        assertThat(
                        refusedConfiguration(
                                "tailrace: {streams: {web: {sink: {fifo: {stderr: %s}}}}}"
                                        .formatted(fifo)))
                .isEqualTo(
                        "tailrace.streams.web.sink.fifo: %s does not exist: it is to be a FIFO.",
                        fifo);
        assertThat(fifo).doesNotExist();
    }

    @Test
    void aSinkForWhatIsNoOutputIsRefused() throws IOException {
        assertThat(refusedConfiguration("tailrace: {streams: {web: {sink: {fifo: {stdin: /x}}}}}"))
                .contains("unknown key tailrace.streams.web.sink.fifo.stdin")
                .contains("accepted there: stderr, stdout");
    }

    @Test
    void aCommandIsNotStartedIfItsFifoIsSomethingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        String data = Tailrace.in(folder).data().toString();
        try (Gateway gateway =
                Tailrace.in(folder)
                        .exactly(
                                "run",
                                "--data",
                                data,
                                "--port",
                                "0",
                                "--stdout-fifo",
                                file.toString(),
                                "--",
                                "touch",
                                "started")) {
            assertThat(gateway.exitCode()).isEqualTo(FAILED);
            assertThat(gateway.errors())
                    .isEqualTo(
                            "tailrace: --stdout-fifo, --stderr-fifo: %s is a regular file, not a"
                                    + " FIFO.\n",
                            file);
            assertThat(file).hasContent("kept");
            assertThat(folder.resolve("started")).doesNotExist();
        }
    }

    @Test
    void anUnknownKeyIsNamedWithItsFileAndWhatIsAccepted() throws IOException {
        assertThat(refusedConfiguration("tailrace: {streams: {web: {fifo: {pth: /tmp/x}}}}"))
                .contains("unknown key tailrace.streams.web.fifo.pth")
                .contains(folder.resolve("gateway.yaml").toString())
                .contains("accepted there: path");
    }

    @Test
    void aWrongUnitIsNamedWithItsKeyAndWhatIsAccepted() throws IOException {
        assertThat(refusedConfiguration("tailrace: {log: {segment-bytes: 64 parsecs}}"))
                .isEqualTo(
                        "the configuration cannot be used: tailrace.log.segment-bytes is '64"
                                + " parsecs'; accepted is a number of bytes, with K, M, G or T,"
                                + " such as 64M");
    }

    @Test
    void twoSourcesInOneStreamAreRefused() throws IOException {
        Path fifo = folder.resolve("fifo");
        assertThat(
                        refusedConfiguration(
                                "tailrace: {streams: {web: {fifo: {path: %s}, process: {command: [true]}}}}"
                                        .formatted(fifo)))
                .isEqualTo(
                        "tailrace.streams.web has 2 sources, fifo and process: a stream has one.");
        assertThat(fifo).doesNotExist();
    }

    @Test
    void brokenYamlIsRefusedWithItsLine() throws IOException {
        assertThat(refusedConfiguration("tailrace:\n  streams:\n    web: {fifo: {path: /tmp/x}\n"))
                .startsWith("--config " + folder.resolve("gateway.yaml") + " is no YAML: line 4, ");
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() {
        assertThat(refused("--config", "/no/such.yaml"))
                .isEqualTo("--config /no/such.yaml does not exist.");
    }
}
