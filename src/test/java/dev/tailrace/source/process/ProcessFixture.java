package dev.tailrace.source.process;

import static dev.tailrace.Waiting.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.OpenFiles;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.TestLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

/** Runs real commands, with short times to wait. */
abstract class ProcessFixture {
    static final Duration GRACE = Duration.ofMillis(300);
    static final Duration DRAIN_AFTER_EXIT = Duration.ofMillis(300);

    @TempDir Path folder;
    @AutoClose final TestLoop test = new TestLoop();
    final Recorder sink = new Recorder();

    ProcessSource source(ProcessSpec spec) {
        return new ProcessSource(spec, fifos(), test.loop(), test.poller(), care(DRAIN_AFTER_EXIT));
    }

    static Care care(Duration drainAfterExit) {
        return new Care(GRACE, drainAfterExit, Restart.NEVER, false, false);
    }

    ProcessSource start(ProcessSpec spec, ChunkSink sink) {
        ProcessSource source = source(spec);
        source.start(sink);
        return source;
    }

    /** A started shell. */
    ProcessSource shell(String script) {
        return start(ProcessSpec.of("sh", "-c", script), sink);
    }

    static ExitStatus exit(ProcessSource source) {
        return outcome(source.exit());
    }

    static void stop(ProcessSource source) {
        outcome(source.stop());
    }

    Path fifos() {
        return folder.resolve("fifos");
    }

    void assertThatNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(fifos())) {
            assertThat(left).isEmpty();
        }
        assertThat(OpenFiles.naming(fifos().toString())).isEmpty();
        assertThat(OpenFiles.naming("[pidfd]")).isEmpty();
    }
}
