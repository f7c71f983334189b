package dev.tailrace.source.process;

import dev.tailrace.source.Errno;
import dev.tailrace.source.SourceException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/** The structures that posix_spawn(3) takes, which functions of libc fill. */
final class SpawnStruct {
    /** Enough for each: glibc and musl need 336, 128 and 80 bytes on 64-bit machines. */
    private static final long BYTES = 512;

    private static final long ALIGNMENT = 16;

    private SpawnStruct() {}

    static MemorySegment in(SegmentAllocator memory) {
        return memory.allocate(BYTES, ALIGNMENT);
    }

    /** Of functions that return 0, or the error, which can only be a lack of memory. */
    static void require(int error) {
        if (error != 0) {
            throw new SourceException("a command cannot be prepared: " + Errno.text(error));
        }
    }
}
