package dev.tailrace.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One thread on which descriptors are read and their bytes framed and appended, kept apart from
 * HTTP's so that a file append never stalls a response. A stream belongs to one loop for its life,
 * which is what makes its log's writer the only one.
 */
public final class IngestLoop {
    /** As much as one read takes: a quarter of a megabyte of L2 cache stays free for the rest. */
    static final int READ_BYTES = 64 * 1024;

    /** As much as one read takes where a line is longer than {@link #READ_BYTES}. */
    public static final int MAX_READ_BYTES = 1 << 20;

    private final EpollLoop epoll;
    private final byte[] buffer;

    /** Made when it is needed: pipes are read without it. */
    private @Nullable MemorySegment nativeBuffer;

    IngestLoop(EpollLoop epoll) {
        this(epoll, READ_BYTES);
    }

    IngestLoop(EpollLoop epoll, int readBytes) {
        this.epoll = epoll;
        this.buffer = new byte[readBytes];
    }

    EpollLoop epoll() {
        return epoll;
    }

    /** The loop's thread, for tasks and timers. */
    public ScheduledExecutorService executor() {
        return epoll;
    }

    /** The read buffer that all descriptors of this loop share. Only on the loop's thread. */
    public byte[] buffer() {
        return buffer;
    }

    /**
     * As large, outside of the heap, for reads that may wait for a disk: safepoints do not wait for
     * those. Only on the loop's thread.
     */
    public MemorySegment nativeBuffer() {
        if (nativeBuffer == null) {
            nativeBuffer = Arena.ofAuto().allocate(buffer.length);
        }
        return nativeBuffer;
    }
}
