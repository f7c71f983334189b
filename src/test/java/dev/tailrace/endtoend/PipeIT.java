package dev.tailrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tailrace pipe}. */
class PipeIT {
    private static final int SIZE = 4 << 20;

    @TempDir Path folder;

    @Test
    void standardInputGoesThroughByteForByteAndIsKept() throws IOException {
        byte[] in = Noise.of(201, SIZE);
        Path file = Files.write(folder.resolve("in"), in);
        try (Gateway gateway = Tailrace.in(folder).reading(file).start("pipe")) {
            assertThat(gateway.exitCode()).isZero();
            assertThat(gateway.errors()).isEmpty();
            assertThat(Noise.digest(gateway.output())).as("seed 201").isEqualTo(Noise.digest(in));
        }
        try (Gateway later = Tailrace.in(folder).serve()) {
            assertThat(Noise.digest(later.body("/streams/stdin/log")))
                    .as("seed 201")
                    .isEqualTo(Noise.digest(in));
        }
    }

    @Test
    void linesAreServedAsTheyComeAndTheEndOfInputEndsIt() throws IOException {
        try (Gateway gateway = Tailrace.in(folder).piped().start("pipe", "--name", "a")) {
            gateway.input().write("one\n".getBytes(StandardCharsets.US_ASCII));
            gateway.input().flush();
            gateway.awaitStream("a").awaitNext("a", 1);
            try (Connection reader =
                    Connection.open(gateway.port(), "/streams/a/log?follow=true")) {
                assertThat(reader.body().readNBytes(4)).asString().isEqualTo("one\n");
                gateway.input().write("two\nthr".getBytes(StandardCharsets.US_ASCII));
                gateway.input().close();
                assertThat(reader.body().readAllBytes()).asString().isEqualTo("two\nthr");
            }
            assertThat(gateway.exitCode()).isZero();
            assertThat(gateway.outputPipe().readAllBytes()).asString().isEqualTo("one\ntwo\nthr");
        }
    }

    @Test
    void aSignalEndsItWithAllThatWasWritten() throws IOException {
        try (Gateway gateway = Tailrace.in(folder).piped().start("pipe", "--name", "a")) {
            gateway.awaitStream("a");
            gateway.input().write("one\nhalf".getBytes(StandardCharsets.US_ASCII));
            gateway.input().flush();
            // A signal before it reads is its end.
            assertThat(gateway.outputPipe().readNBytes(4)).asString().isEqualTo("one\n");
            assertThat(gateway.signal("TERM").exitCode()).isZero();
            assertThat(gateway.outputPipe().readAllBytes()).asString().isEqualTo("half");
        }
        try (Gateway later = Tailrace.in(folder).serve()) {
            assertThat(later.body("/streams/a/log")).asString().isEqualTo("one\nhalf");
        }
    }

    @Test
    void keepServesOnAfterTheEndOfInput() {
        try (Gateway gateway = Tailrace.in(folder).start("pipe", "--keep", "--name", "a")) {
            gateway.awaitStream("a").awaitNext("a", 1);
            assertThat(gateway.stream("a").get("state").asText()).isEqualTo("ended");
            gateway.stop();
        }
    }
}
