package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.Need;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task driver's chain: logmon's FIFOs, and {@code tailrace run} that feeds them. */
class NomadTaskIT {
    private static final String TASK =
            "echo Starting application...; echo careful >&2;"
                    + " while :; do echo Processing...; sleep 0.1; done";

    /** A shell that is a container's first process gets no signal that it does not handle. */
    private static final String CONTAINERS_TASK =
            "trap 'echo Stopping...; exit 3' TERM; echo Starting application...; echo careful >&2;"
                    + " while :; do echo Processing...; sleep 0.1 & wait $!; done";

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final int SMALL_FILE = 150;

    @TempDir Path folder;

    private Gateway run(Logmon stdout, Logmon stderr, String... command) {
        String[] options = {
            "--name",
            "web",
            "--stdout-fifo",
            stdout.fifo().toString(),
            "--stderr-fifo",
            stderr.fifo().toString(),
            "--"
        };
        String[] all = new String[options.length + command.length];
        System.arraycopy(options, 0, all, 0, options.length);
        System.arraycopy(command, 0, all, options.length, command.length);
        return Tailrace.in(folder).start("run", all);
    }

    private Logmon logmon(String output) {
        return new Logmon(folder, "web", output, SMALL_FILE);
    }

    /** Runs the task through its life; returns how it ended. */
    private int live(Logmon stdout, Logmon stderr, String... command) {
        try (Gateway gateway = run(stdout, stderr, command)) {
            await().until(() -> stdout.files() > 2 && stderr.taken() > 0);
            int code = gateway.signal("TERM").exitCode();
            assertThat(gateway.output()).as("what has a FIFO is not there as well").isEmpty();
            await().until(() -> stdout.ends() == 1 && stderr.ends() == 1);
            return code;
        }
    }

    private void assertThatItIsWhatTheLogHas(Logmon stdout, Logmon stderr) throws IOException {
        try (Gateway later = Tailrace.in(folder).serve()) {
            assertThat(stdout.content())
                    .asString()
                    .startsWith("Starting application...\nProcessing...\nProcessing...\n")
                    .isEqualTo(new String(later.body("/streams/web/log?origin=stdout"), UTF_8));
            assertThat(stderr.content()).asString().isEqualTo("careful\n");
        }
    }

    @Test
    void aTaskRunsAndIsStopped() throws IOException {
        Logmon stdout = logmon("stdout").start();
        Logmon stderr = logmon("stderr").start();
        assertThat(live(stdout, stderr, "sh", "-c", TASK)).isEqualTo(128 + 15);
        assertThatItIsWhatTheLogHas(stdout, stderr);
    }

    @Test
    void aContainerRunsAndIsStopped() throws IOException {
        requireContainers();
        Logmon stdout = logmon("stdout").start();
        Logmon stderr = logmon("stderr").start();
        assertThat(live(stdout, stderr, runc("web", CONTAINERS_TASK))).isEqualTo(3);
        assertThatItIsWhatTheLogHas(stdout, stderr);
        assertThat(stdout.content()).asString().endsWith("Processing...\nStopping...\n");
    }

    @Test
    void readersThatComeLateLeaveAndReturnHaveItAllTogether() throws Exception {
        Logmon stdout = logmon("stdout");
        Logmon stderr = logmon("stderr");
        Path done = folder.resolve("done");
        String task = "seq 200000; touch " + done + "; while [ ! -e go ]; do sleep 0.02; done";
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        try (Gateway gateway = run(stdout, stderr, "sh", "-c", task)) {
            // The task is through, though nobody has read a byte.
            await().until(() -> Files.exists(done));
            assertThat(gateway.isAlive()).isTrue();
            taken.writeBytes(takeFrom(stdout.fifo(), "head", "-c", "1001"));
            taken.writeBytes(takeFrom(stdout.fifo(), "head", "-c", "200002"));
            Files.createFile(folder.resolve("go"));
            taken.writeBytes(takeFrom(stdout.fifo(), "cat"));
            assertThat(gateway.exitCode()).isZero();
        }
        StringBuilder all = new StringBuilder();
        IntStream.rangeClosed(1, 200_000).forEach(i -> all.append(i).append('\n'));
        assertThat(Noise.digest(taken.toByteArray()))
                .isEqualTo(Noise.digest(all.toString().getBytes(UTF_8)));
    }

    /** What a program that reads {@code fifo} as its standard input has taken when it ends. */
    private static byte[] takeFrom(Path fifo, String... program) throws Exception {
        Process reader =
                new ProcessBuilder(program)
                        .redirectInput(fifo.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        byte[] taken = reader.getInputStream().readAllBytes();
        assertThat(reader.waitFor()).isZero();
        return taken;
    }

    /** A root file system with a shell, and what the runtime is to do with it. */
    private Path bundle(String name, String script) throws IOException {
        Path bundle = folder.resolve(name);
        Path bin = Files.createDirectories(bundle.resolve("rootfs/bin"));
        Files.createDirectories(bundle.resolve("rootfs/proc"));
        Files.copy(BUSYBOX, bin.resolve("busybox"));
        for (String applet : List.of("sh", "sleep")) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        Files.writeString(
                bundle.resolve("config.json"),
                """
                {"ociVersion": "1.0.2",
                 "process": {"user": {"uid": 0, "gid": 0}, "cwd": "/", "env": ["PATH=/bin"],
                             "args": ["sh", "-c", "%s"]},
                 "root": {"path": "rootfs", "readonly": true},
                 "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}],
                 "linux": {"namespaces": [{"type": "pid"}, {"type": "mount"}]}}
                """
                        .formatted(script));
        return bundle;
    }

    private String[] runc(String name, String script) throws IOException {
        return new String[] {
            "runc",
            "--root",
            folder.resolve("runc").toString(),
            "run",
            "--bundle",
            bundle(name, script).toString(),
            name + "-" + ProcessHandle.current().pid()
        };
    }

    /** Skips the test where no container can run. */
    private void requireContainers() throws IOException {
        Need.allOf(NomadTaskIT.class, Need.RUNC, Need.BUSYBOX);
        String lacks = lackingForContainers();
        if (!lacks.isEmpty()) {
            throw Need.lacking(NomadTaskIT.class, lacks);
        }
    }

    private String lackingForContainers() throws IOException {
        ProcessBuilder runc = new ProcessBuilder(runc("trial", "exit 0"));
        Process trial = runc.redirectInput(new File("/dev/null")).redirectErrorStream(true).start();
        String said = new String(trial.getInputStream().readAllBytes(), UTF_8);
        return trial.onExit().join().exitValue() == 0 ? "" : "runc must run here: " + said;
    }
}
