package dev.tailrace.source;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Writes to a descriptor that other processes share, such as standard output. Each of them may have
 * made it non-blocking, which is a flag of what they all have open (fcntl(2)): so a write takes
 * what there is room for, waits for more room, and goes on. The flag stays as it is.
 *
 * <p>A write blocks until all bytes are taken. One thread at a time. It has no buffer, and is never
 * closed.
 */
public final class SharedOutput extends OutputStream {
    /** One write; an empty pipe takes as much by default (pipe(7)). */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final int fd;

    /** Outside of the heap, because a write may block: it must not hold up safepoints. */
    private final MemorySegment chunk = Arena.ofAuto().allocate(CHUNK_BYTES);

    public SharedOutput(int fd) {
        this.fd = fd;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /**
     * @throws IOException if the descriptor takes no more, as when nobody reads it
     */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int count = Math.min(CHUNK_BYTES, end - at);
            MemorySegment.copy(bytes, at, chunk, ValueLayout.JAVA_BYTE, 0, count);
            writeAll(chunk.asSlice(0, count));
            at += count;
        }
    }

    private void writeAll(MemorySegment bytes) throws IOException {
        MemorySegment rest = bytes;
        while (rest.byteSize() > 0) {
            int count = Libc.write(fd, rest);
            if (count >= 0) {
                rest = rest.asSlice(count);
            } else if (count == -Errno.EAGAIN) {
                Libc.awaitRoom(fd);
            } else {
                throw new IOException(Errno.text(-count));
            }
        }
    }
}
