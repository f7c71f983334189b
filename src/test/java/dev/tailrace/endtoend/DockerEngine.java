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

/**
 * A real Docker engine of a test's own, with an image {@code bb} of busybox. The engine needs root.
 *
 * <pre>
 *   this JVM, whose death kills:
 *     unshare, in whose namespaces of processes and mounts are:
 *       sh, which starts again what was killed:
 *         dockerd
 *       the containers, which outlive a dockerd, but not the namespace
 * </pre>
 */
final class DockerEngine implements AutoCloseable {
    private static final String ENGINE = "dockerd";

    private final Path folder;
    private final Process namespace;

    private DockerEngine(Path folder, Process namespace) {
        this.folder = folder;
        this.namespace = namespace;
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
        // A containerd that is killed leaves its file, and its PID may be another's by then.
        String untilItIsNotKilled =
                """
                while
                    rm -f "$0/exec/containerd/containerd.pid" "$0/pid"
                    dockerd --iptables=false --bridge=none --ip-forward=false --ip-masq=false \\
                        --live-restore --storage-driver=vfs -H "unix://$0/s" \\
                        --data-root "$0/data" --exec-root "$0/exec" -p "$0/pid"
                    [ $? = 137 ]
                do :; done
                """;
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
        command.addAll(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
        command.addAll(List.of("sh", "-c", untilItIsNotKilled, folder.toString()));
        return new ProcessBuilder(command)
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
            if (!namespace.isAlive() || System.nanoTime() > deadline) {
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

    /** Kills it under its containers, which run on; it starts again. */
    void restart() {
        List<ProcessHandle> killed = namespace.descendants().filter(DockerEngine::isOfIt).toList();
        assertThat(killed).as("the engine runs").isNotEmpty();
        killed.forEach(ProcessHandle::destroyForcibly);
        await().until(() -> killed.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(startsToAnswer()).as("the engine that was killed starts again").isTrue();
    }

    private static boolean isOfIt(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("/" + ENGINE)).isPresent();
    }

    /** Its containers and mounts end with its namespaces, their cgroups with their removal. */
    @Override
    public void close() {
        try {
            if (answers()) {
                String all = docker("ps", "-aq");
                if (!all.isEmpty()) {
                    run("sh", "-c", "docker rm -f " + all.replace('\n', ' '));
                }
            }
        } finally {
            namespace.destroyForcibly();
            await().until(() -> !namespace.isAlive());
        }
    }
}
