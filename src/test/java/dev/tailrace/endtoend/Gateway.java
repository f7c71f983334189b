package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.suite.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway that has been started. Closing it kills it, if the test has not ended it; then what it
 * has printed and kept has no secret.
 */
public final class Gateway implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("on https?://[0-9.]+:(\\d+)/streams");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path stdout;
    private final Path stderr;
    private final Path data;
    private int port;

    Gateway(Process process, int port, Path stdout, Path stderr, Path data) {
        this.process = process;
        this.port = port;
        this.stdout = stdout;
        this.stderr = stderr;
        this.data = data;
    }

    /** Waits until it has said where it listens. */
    void awaitAddress() {
        awaitOrSay(() -> {
            Matcher address = ADDRESS.matcher(errors());
            if (address.find()) {
                port = Integer.parseInt(address.group(1));
                return true;
            }
            return false;
        });
    }

    /** Waits until it knows the stream. */
    public Gateway awaitStream(String name) {
        awaitOrSay(() -> {
            try (Connection connection = Connection.open(port, "/streams/" + name)) {
                return connection.status() == 200;
            } catch (IOException e) {
                return false;
            }
        });
        return this;
    }

    /** Waits until the stream has {@code next} as the seq of its next record. */
    public Gateway awaitNext(String name, long next) {
        awaitOrSay(() -> stream(name).get("next").asLong() >= next);
        return this;
    }

    private void awaitOrSay(Callable<Boolean> condition) {
        await().until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError(
                        "it has ended with " + process.exitValue() + ": " + errors());
            }
            return condition.call();
        });
    }

    /** The stream as {@code GET /streams/NAME} shows it. */
    public JsonNode stream(String name) {
        try {
            return JSON.readTree(body("/streams/" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of the answer, which must end cleanly. */
    public byte[] body(String path, String... headers) {
        try (Connection connection = Connection.open(port, path, headers)) {
            return connection.body().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that is kept of a stream, the gateway's own records too. */
    List<Entry> entries(String name) {
        return entries(name, "origin=stdout,stderr,system");
    }

    List<Entry> entries(String name, String query) {
        return Entry.ofNdjson(
                body("/streams/" + name + "/log?" + query, "Accept: application/x-ndjson"));
    }

    /** The stream's lines one by one, where they are too many to be held. */
    void forEachEntry(String name, Consumer<Entry> to) {
        forEachLine(
                "/streams/" + name + "/log",
                line -> to.accept(Entry.of(line)),
                "Accept: application/x-ndjson");
    }

    /** The answer's lines one by one, where they are too many to be held. */
    void forEachLine(String path, Consumer<String> to, String... headers) {
        try (Connection connection = Connection.open(port, path, headers);
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(connection.body(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The other end of its standard input, if that is a pipe. */
    OutputStream input() {
        return process.getOutputStream();
    }

    /** The other end of its standard output, if that is a pipe. */
    InputStream outputPipe() {
        return process.getInputStream();
    }

    byte[] output() {
        return read(stdout);
    }

    byte[] errorBytes() {
        return read(stderr);
    }

    String errors() {
        return new String(errorBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends it a signal, such as TERM. */
    public Gateway signal(String name) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** SIGKILL; returns when it is dead. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM; returns when it has ended, which must be with 0. */
    public void stop() {
        assertThat(signal("TERM").exitCode()).as(errors()).isZero();
    }

    /** Waits for its end. */
    int exitCode() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end: " + errors());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        Secrets.lookIn(stdout, stderr, data);
        Secrets.requireNone();
    }
}
