package dev.tailrace.source;

import java.nio.file.Path;

/**
 * Owns one open file descriptor, so that its number is never used once it has been closed and may
 * be another's. One thread at a time; in a source that is its loop's.
 */
public final class Descriptor {
    private final int fd;
    private boolean open = true;

    /** Takes {@code fd} over. */
    public Descriptor(int fd) {
        this.fd = fd;
    }

    /**
     * The number.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public int fd() {
        if (!open) {
            throw new IllegalStateException("descriptor " + fd + " has been closed");
        }
        return fd;
    }

    /** What is open, whatever became of its name: a path for this process. */
    public Path path() {
        return Path.of("/proc/self/fd/" + fd());
    }

    /** Closes it; more than once is once. */
    public void close() {
        if (open) {
            open = false;
            // What close(2) may report concerns what was written, and the number is free
            // regardless.
            Libc.close(fd);
        }
    }
}
