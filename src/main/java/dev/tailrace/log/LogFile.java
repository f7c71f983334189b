package dev.tailrace.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file of a {@link Folder}. Reading from any thread, writing from one. */
public interface LogFile extends Closeable {
    long size() throws IOException;

    /**
     * Writes all of {@code source} at {@code position}.
     *
     * @throws IOException if not all could be written; part of it may have been
     */
    void write(ByteBuffer source, long position) throws IOException;

    /** Reads at {@code position} into {@code target}; -1 at the end of the file. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Cuts the file off at {@code size} bytes. */
    void truncate(long size) throws IOException;

    /** Makes the written bytes survive a power loss: fdatasync(2). */
    void sync() throws IOException;

    /** Reads all bytes there are from {@code position} on, until {@code target} is full. */
    default int readFully(ByteBuffer target, long position) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            int read = read(target, position + total);
            if (read < 0) {
                break;
            }
            total += read;
        }
        return total;
    }
}
