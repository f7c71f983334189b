package dev.tailrace.source.process;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.source.OpenFiles;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.Taker;
import dev.tailrace.source.TestLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

/** Runs real commands. */
abstract class ProcessFixture {
    /** Of commands that end when they are asked to: a busy machine may let them take their time. */
    static final Duration GRACE = LIMIT;

    /** Of commands that do not listen. */
    static final Duration SHORT_GRACE = Duration.ofMillis(300);

    static final Duration DRAIN_AFTER_EXIT = Duration.ofMillis(300);

    @TempDir Path folder;
    @AutoClose final TestLoop test = new TestLoop();
    final Recorder sink = new Recorder();
    private final Set<Long> heldByOthers = OpenFiles.processes();

    ProcessSource source(ProcessSpec spec) {
        return new ProcessSource(spec, fifos(), test.loop(), care(DRAIN_AFTER_EXIT));
    }

    static ProcessPolicy care(Duration drainAfterExit) {
        return new ProcessPolicy(GRACE, drainAfterExit, Restart.NEVER, false, false, false);
    }

    ProcessSource start(ProcessSpec spec, Taker sink) {
        ProcessSource source = source(spec);
        sink.follow(source);
        return source;
    }

    /** A started shell that is cared for otherwise. */
    ProcessSource shell(String script, ProcessPolicy care) {
        ProcessSpec spec = TestSpec.of("sh", "-c", script);
        ProcessSource source = new ProcessSource(spec, fifos(), test.loop(), care);
        sink.follow(source);
        return source;
    }

    /** A started shell. */
    ProcessSource shell(String script) {
        return start(TestSpec.of("sh", "-c", script), sink);
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
        awaitThatNoProcessIsHeld();
    }

    /** A gateway of other tests in this JVM may start a command meanwhile, and soon has its end. */
    void awaitThatNoProcessIsHeld() {
        await().alias("pidfds").until(() -> heldByOthers.containsAll(OpenFiles.processes()));
    }
}
