package dev.tailrace.source.tail.file;

import dev.tailrace.source.IngestLoop;

/**
 * What has been read of a file and not been taken yet: {@code bytes[from..to)}. Of the loop's
 * buffer, but for lines that are larger. Only on the loop's thread.
 */
public final class Window {
    /**
     * A line of another program's format is at most so large; a part of Docker's has 16 KiB, and
     * six times that in escapes. What is longer is taken as it is.
     */
    public static final int MAX_BYTES = IngestLoop.MAX_READ_BYTES;

    final IngestLoop loop;
    byte[] bytes;
    int from;
    int to;

    public Window(IngestLoop loop) {
        this.loop = loop;
        this.bytes = loop.buffer();
    }

    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    public boolean isFull() {
        return to == bytes.length;
    }

    /** Makes room for a longer line; false if it is as large as it gets. */
    public boolean enlarge() {
        if (bytes.length >= MAX_BYTES) {
            return false;
        }
        bytes = new byte[MAX_BYTES];
        return true;
    }

    public void useLoopBuffer() {
        bytes = loop.buffer();
    }
}
