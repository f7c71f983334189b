package dev.tailrace.source.tail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.file.RefusedFiles;
import dev.tailrace.source.tail.rotation.NumberedFiles;
import dev.tailrace.source.tail.rotation.RotatedFile;
import dev.tailrace.source.tail.rotation.Series;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes numbered lines to {@code app.log}, and rotates it in one way. */
public final class Rotator implements AutoCloseable {
    /** In which way. */
    public enum Kind {
        /** {@code app.log.1}, {@code .2}, ...: each is renamed each time. */
        NUMBERED,
        /** The same, and all but the newest are compressed. */
        NUMBERED_GZIP,
        /** {@code app.log-20261120-1}, ...: each is renamed once. */
        DATED,
        /** The same, compressed at once. */
        DATED_GZIP,
        /** {@code app.log} is a link that is swapped. */
        LINK,
        /** {@code app.log} is copied and cut off. */
        COPYTRUNCATE,
        /** {@code app.log.0}, {@code .1}, ... rise, and the highest is written. */
        RISING
    }

    private static final int LINE_BYTES = 100;

    private final Path folder;
    private final Kind kind;
    private final int kept;
    private final ArrayDeque<Path> old = new ArrayDeque<>();
    private FileChannel file;
    private long next;
    private int rotations;

    /**
     * @param kept how many rotated files there are at most
     */
    public Rotator(Path folder, Kind kind, int kept) throws IOException {
        this.folder = folder;
        this.kind = kind;
        this.kept = kept;
        this.file = open();
    }

    public static String line(long number) {
        String digits = "%012d ".formatted(number);
        return digits + "x".repeat((int) (number % LINE_BYTES)) + "\n";
    }

    Series series() {
        Reach reach = new Reach(folder, List.of(), new RefusedFiles());
        return kind == Kind.RISING
                ? new NumberedFiles(folder, "app.log.", reach)
                : new RotatedFile(folder.resolve("app.log"), reach);
    }

    public long lines() {
        return next;
    }

    private Path current() {
        return switch (kind) {
            case LINK -> folder.resolve("app.log-20261120-" + rotations);
            case RISING -> folder.resolve("app.log." + rotations);
            default -> folder.resolve("app.log");
        };
    }

    private FileChannel open() throws IOException {
        FileChannel opened =
                FileChannel.open(current(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (kind == Kind.LINK) {
            Path link = Files.createSymbolicLink(folder.resolve("swap"), current());
            Files.move(link, folder.resolve("app.log"), StandardCopyOption.ATOMIC_MOVE);
        }
        return opened;
    }

    /** Writes about so many bytes, in pieces that end anywhere. */
    public void write(long bytes, Random random) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            text.append(line(next++));
        }
        byte[] all = text.toString().getBytes(US_ASCII);
        int at = 0;
        while (at < all.length) {
            int length = Math.min(all.length - at, 1 + random.nextInt(64 * 1024));
            file.write(ByteBuffer.wrap(all, at, length));
            at += length;
        }
    }

    public void rotate() throws IOException {
        rotations++;
        switch (kind) {
            case NUMBERED, NUMBERED_GZIP -> {
                shift();
                Files.move(folder.resolve("app.log"), number(1));
            }
            case DATED, DATED_GZIP -> {
                Path rotated = folder.resolve("app.log-20261120-" + rotations);
                Files.move(folder.resolve("app.log"), rotated);
                old.addLast(kind == Kind.DATED_GZIP ? compress(rotated, rotated) : rotated);
            }
            case COPYTRUNCATE -> {
                shift();
                Files.copy(folder.resolve("app.log"), number(1));
                file.truncate(0);
                return;
            }
            case LINK -> old.addLast(folder.resolve("app.log-20261120-" + (rotations - 1)));
            case RISING -> old.addLast(folder.resolve("app.log." + (rotations - 1)));
        }
        if (old.size() > kept) {
            Files.delete(old.removeFirst());
        }
        file.close();
        file = open();
    }

    private Path number(int number) {
        return folder.resolve("app.log." + number);
    }

    private void shift() throws IOException {
        for (int i = Math.min(rotations, kept); i >= 1; i--) {
            Path gzip = folder.resolve("app.log." + i + ".gz");
            if (kind == Kind.NUMBERED_GZIP && i >= 2 && Files.exists(gzip)) {
                move(gzip, folder.resolve("app.log." + (i + 1) + ".gz"), i);
            } else if (Files.exists(number(i))) {
                if (kind == Kind.NUMBERED_GZIP && i < kept) {
                    Path compressed = compress(number(i), number(i));
                    move(compressed, folder.resolve("app.log." + (i + 1) + ".gz"), i);
                } else {
                    move(number(i), number(i + 1), i);
                }
            }
        }
    }

    private void move(Path from, Path to, int number) throws IOException {
        if (number >= kept) {
            Files.delete(from);
        } else {
            Files.move(from, to);
        }
    }

    /** As gzip does: the whole file beside it, with its time, and then it is removed. */
    private static Path compress(Path from, Path to) throws IOException {
        Path compressed = to.resolveSibling(to.getFileName() + ".gz");
        try (OutputStream gzip =
                new GZIPOutputStream(Files.newOutputStream(compressed)) {
                    {
                        def.setLevel(Deflater.BEST_SPEED);
                    }
                }) {
            Files.copy(from, gzip);
        }
        Files.setLastModifiedTime(compressed, Files.getLastModifiedTime(from));
        Files.delete(from);
        return compressed;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
