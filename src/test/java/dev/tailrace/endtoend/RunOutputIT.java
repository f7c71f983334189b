package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.OsText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tailrace run}: what goes into the command and what comes out. */
class RunOutputIT {
    private static final int MEGABYTE = 1 << 20;
    private static final byte[] LATIN_1 = "käse".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir Path folder;

    @Test
    void bothOutputsComeThroughByteForByte() throws IOException {
        byte[] out = Noise.of(101, MEGABYTE);
        byte[] err = Noise.of(102, MEGABYTE);
        Files.write(folder.resolve("out"), out);
        Files.write(folder.resolve("err"), err);
        try (Gateway gateway =
                Tailrace.in(folder).start("run", "--", "sh", "-c", "cat err >&2 & cat out; wait")) {
            assertThat(gateway.exitCode()).isZero();
            assertThat(Noise.digest(gateway.output())).as("seed 101").isEqualTo(Noise.digest(out));
            assertThat(Noise.digest(gateway.errorBytes()))
                    .as("seed 102")
                    .isEqualTo(Noise.digest(err));
        }
    }

    @Test
    void standardInputReachesTheCommand() throws IOException {
        byte[] in = Noise.of(103, MEGABYTE);
        Path file = Files.write(folder.resolve("in"), in);
        try (Gateway gateway = Tailrace.in(folder).reading(file).start("run", "--", "cat")) {
            assertThat(gateway.exitCode()).isZero();
            assertThat(Noise.digest(gateway.output())).as("seed 103").isEqualTo(Noise.digest(in));
        }
    }

    /** In the C locale the JVM loses all but ASCII; one argument and V are not even UTF-8. */
    @Test
    void argumentsAndEnvironmentReachTheCommandAsTheyWereGiven() throws IOException {
        String[] arguments = {
            "two words", "", "'single' \"double\"", "--port", "-h", "--", "$HOME `id` \\n *", "é\t€"
        };
        String before =
                "V=$(printf '\\344'); export V; env | grep -av ^SHLVL= | sort >before;"
                        + " exec \"$@\" \"$(printf 'k\\344se')\"";
        String command = "env | grep -av ^SHLVL= | sort >after; printf '[%s]\\n' \"$@\"";
        List<String> all = new ArrayList<>(List.of("--", "sh", "-c", command, "sh"));
        all.addAll(List.of(arguments));
        try (Gateway gateway =
                Tailrace.in(folder)
                        .with("LC_ALL", "C")
                        .by("sh", "-c", before, "sh")
                        .start("run", all.toArray(String[]::new))) {
            assertThat(gateway.exitCode()).isZero();
            List<String> expected =
                    Stream.concat(Stream.of(arguments), Stream.of(OsText.of(LATIN_1)))
                            .map(each -> "[" + each + "]")
                            .toList();
            assertThat(OsText.of(gateway.output()).lines()).containsExactlyElementsOf(expected);
        }
        assertThat(folder.resolve("after")).hasSameBinaryContentAs(folder.resolve("before"));
        assertThat(Files.readString(folder.resolve("after"), StandardCharsets.ISO_8859_1))
                .contains("V=ä\n");
    }

    @Test
    void aReaderThatClosesStandardOutputDoesNotEndTheCommand() throws IOException {
        String script =
                "echo first; while [ ! -e go ]; do sleep 0.02; done; seq 100000;"
                        + " echo told >&2; exit 3";
        try (Gateway gateway =
                Tailrace.in(folder).piped().start("run", "--name", "a", "--", "sh", "-c", script)) {
            assertThat(gateway.outputPipe().read()).isEqualTo('f');
            gateway.outputPipe().close();
            Files.createFile(folder.resolve("go"));
            assertThat(gateway.exitCode()).isEqualTo(3);
            assertThat(gateway.errors()).contains("told");
        }
        try (Gateway later = Tailrace.in(folder).serve()) {
            String lines =
                    new String(later.body("/streams/a/log?origin=stdout"), StandardCharsets.UTF_8);
            assertThat(lines).startsWith("first\n1\n2\n").endsWith("\n99999\n100000\n");
        }
    }

    /** Whoever shares a pipe may have made it non-blocking, as dd does here for the gateway. */
    @Test
    void aReaderThatDoesNotReadStandardOutputDoesNotHoldTheCommandAndGetsItAll()
            throws IOException {
        Path done = folder.resolve("done");
        try (Gateway gateway =
                Tailrace.in(folder)
                        .by("sh", "-c", "dd oflag=nonblock count=0 2>&-; exec \"$@\"", "sh")
                        .piped()
                        .start("run", "--", "sh", "-c", "seq 200000; touch done; exit 3")) {
            await().until(() -> Files.exists(done));
            assertThat(gateway.isAlive()).as("it still has lines for its reader").isTrue();
            byte[] lines = gateway.outputPipe().readAllBytes();
            assertThat(gateway.exitCode()).isEqualTo(3);
            byte[] expected =
                    IntStream.rangeClosed(1, 200_000)
                            .collect(
                                    StringBuilder::new,
                                    (all, i) -> all.append(i).append('\n'),
                                    StringBuilder::append)
                            .toString()
                            .getBytes(StandardCharsets.US_ASCII);
            assertThat(Noise.digest(lines)).isEqualTo(Noise.digest(expected));
        }
    }

    @Test
    void aSignalEndsItThoughNobodyReadsItsStandardOutput() throws IOException {
        Path done = folder.resolve("done");
        String script = "trap 'exit 7' TERM; seq 200000; touch done; while :; do sleep 0.02; done";
        try (Gateway gateway =
                Tailrace.in(folder).piped().start("run", "--name", "a", "--", "sh", "-c", script)) {
            await().until(() -> Files.exists(done));
            assertThat(gateway.signal("TERM").exitCode()).isEqualTo(7);
        }
        try (Gateway later = Tailrace.in(folder).serve()) {
            assertThat(later.body("/streams/a/log?tail=1&origin=stdout"))
                    .asString()
                    .isEqualTo("200000\n");
        }
    }

    @Test
    void nothingIsAddedToTheOutputsOfTheCommand() {
        try (Gateway gateway =
                Tailrace.in(folder)
                        .start("run", "--quiet", "--", "sh", "-c", "echo out; echo err >&2")) {
            assertThat(gateway.exitCode()).isZero();
            assertThat(gateway.output()).asString().isEqualTo("out\n");
            assertThat(gateway.errors()).isEqualTo("err\n");
        }
    }
}
