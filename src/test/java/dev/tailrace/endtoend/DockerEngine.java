package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Docker engine of a test's own, with an image {@code bb} of busybox. The engine needs root.
 */
final class DockerEngine implements AutoCloseable {

    private final Path folder;
    private Process dockerd;

    private DockerEngine(Path folder, Process dockerd) {
        this.folder = folder;
        this.dockerd = dockerd;
    }

    /** Starts one that keeps everything in {@code folder}, whose path must be short. */
    static DockerEngine start(Class<?> test, Path folder) throws IOException {
        Need.allOf(test, Need.DOCKER, Need.BUSYBOX);
        DockerEngine engine = new DockerEngine(folder, spawn(folder));
        try {
            engine.awaitAnswer(test);
            engine.importBusybox();
            return engine;
        } catch (AssertionError | RuntimeException | IOException e) {
            engine.close();
            throw e;
        }
    }

    private static Process spawn(Path folder) throws IOException {
        return new ProcessBuilder(
                        "dockerd",
                        "--iptables=false",
                        "--bridge=none",
                        "--ip-forward=false",
                        "--ip-masq=false",
                        "--live-restore",
                        "--storage-driver=vfs",
                        "-H",
                        "unix://" + socket(folder),
                        "--data-root",
                        folder.resolve("data").toString(),
                        "--exec-root",
                        folder.resolve("exec").toString(),
                        "-p",
                        folder.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private static Path socket(Path folder) {
        return folder.resolve("s");
    }

    private void awaitAnswer(Class<?> test) throws IOException {
        if (!startsToAnswer()) {
            List<String> log = Files.readAllLines(folder.resolve("log"));
            throw Need.lacking(
                    test,
                    "dockerd must run here: "
                            + (log.isEmpty() ? "it says nothing" : log.getLast()));
        }
    }

    private boolean startsToAnswer() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!answers()) {
            if (!dockerd.isAlive() || System.nanoTime() > deadline) {
                return false;
            }
        }
        return true;
    }

    private boolean answers() {
        try {
            docker("version");
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private void importBusybox() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("root/bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (String applet : List.of("sh", "cat", "sleep", "head", "tr", "seq")) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        run("sh", "-c", "tar -C " + folder.resolve("root") + " -c . | docker import - bb");
    }

    /** Its address, for {@code tailrace.docker.host}. */
    String host() {
        return "unix://" + socket(folder);
    }

    /** Runs {@code docker} with {@code arguments}; returns what it prints. */
    String docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Starts a container {@code name} that runs {@code script}. */
    void run(String name, List<String> options, String script) {
        List<String> arguments = new ArrayList<>(List.of("run", "-d", "--network=none"));
        arguments.addAll(List.of("--name", name));
        arguments.addAll(options);
        arguments.addAll(List.of("bb", "/bin/sh", "-c", script));
        docker(arguments.toArray(String[]::new));
    }

    /**
     * Runs {@code script} in a container that is removed as soon as it has ended, with that code.
     */
    void runToEnd(String name, String script, int code) {
        String docker = "docker run --rm --network=none --name " + name;
        run(
                "sh",
                "-c",
                docker + " bb /bin/sh -c '" + script + "' >/dev/null; [ $? = " + code + " ]");
    }

    private String run(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("DOCKER_HOST", host());
            Process process = builder.start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(String.join(" ", command) + ": " + output).isZero();
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Kills it under its containers, which run on, and starts it again. */
    void restart() throws IOException {
        kill();
        // Its containerd dies with it, but is "still running" until somebody has waited for it.
        Files.deleteIfExists(folder.resolve("exec/containerd/containerd.pid"));
        dockerd = spawn(folder);
        assertThat(startsToAnswer()).as("the engine that was killed starts again").isTrue();
    }

    private void kill() {
        dockerd.destroyForcibly();
        await().until(() -> !dockerd.isAlive());
    }

    @Override
    public void close() throws IOException {
        try {
            if (answers()) {
                String all = docker("ps", "-aq");
                if (!all.isEmpty()) {
                    run("sh", "-c", "docker rm -f " + all.replace('\n', ' '));
                }
            }
        } finally {
            dockerd.destroy();
            try {
                if (!dockerd.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            unmount();
        }
    }

    /**
     * An engine that keeps its containers alive (--live-restore) leaves its mounts when it ends.
     */
    private void unmount() throws IOException {
        List<String> mounts;
        try (Stream<String> all = Files.lines(Path.of("/proc/self/mounts"))) {
            mounts =
                    all.map(each -> each.split(" ", -1)[1])
                            .filter(each -> each.startsWith(folder + "/"))
                            .toList();
        }
        mounts.reversed().forEach(each -> run("umount", each));
    }
}
