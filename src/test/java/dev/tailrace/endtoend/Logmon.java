package dev.tailrace.endtoend;

import dev.tailrace.source.Fifo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What Nomad has beside each task: it makes a FIFO with mode 0600, opens it for reading, which
 * blocks until somebody writes, and copies what comes into files that it numbers from 0 on. At an
 * end it opens the FIFO once more.
 */
final class Logmon {
    private static final int READ_BYTES = 32 * 1024;

    private final Path fifo;
    private final Path folder;
    private final String name;
    private final int maxFileBytes;
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private int file;

    /**
     * @param output {@code stdout} or {@code stderr}
     */
    Logmon(Path folder, String task, String output, int maxFileBytes) {
        this.folder = folder;
        this.name = task + "." + output;
        this.maxFileBytes = maxFileBytes;
        this.fifo = folder.resolve("." + name + ".fifo");
        Fifo.createIfMissing(fifo);
    }

    Path fifo() {
        return fifo;
    }

    /** Begins to read. */
    Logmon start() {
        Thread.ofPlatform().daemon().name("logmon " + name).start(this::run);
        return this;
    }

    private void run() {
        while (true) {
            try (InputStream in = Files.newInputStream(fifo)) {
                byte[] buffer = new byte[READ_BYTES];
                for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                    write(buffer, count);
                }
                ends.incrementAndGet();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void write(byte[] buffer, int count) throws IOException {
        Path current = folder.resolve(name + "." + file);
        if (Files.exists(current) && Files.size(current) + count > maxFileBytes) {
            current = folder.resolve(name + "." + ++file);
        }
        try (OutputStream out =
                Files.newOutputStream(
                        current, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(buffer, 0, count);
        }
        taken.addAndGet(count);
    }

    /** How often it has come to an end. */
    int ends() {
        return ends.get();
    }

    /** How many bytes it has copied. */
    int taken() {
        return taken.get();
    }

    /** Whether {@code line} is what it has copied last. */
    boolean endsWith(String line) throws IOException {
        byte[] wanted = (line + "\n").getBytes(StandardCharsets.UTF_8);
        int newest = 0;
        while (Files.exists(folder.resolve(name + "." + (newest + 1)))) {
            newest++;
        }
        Path last = folder.resolve(name + "." + newest);
        try (SeekableByteChannel in = Files.newByteChannel(last)) {
            ByteBuffer end = ByteBuffer.allocate(wanted.length);
            in.position(Math.max(0, in.size() - wanted.length)).read(end);
            return Arrays.equals(end.array(), wanted);
        }
    }

    /** How many files it has. */
    int files() {
        return file + 1;
    }

    /** All that it has copied. */
    byte[] content() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; Files.exists(folder.resolve(name + "." + i)); i++) {
            Files.copy(folder.resolve(name + "." + i), all);
        }
        return all.toByteArray();
    }
}
