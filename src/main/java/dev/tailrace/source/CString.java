package dev.tailrace.source;

import dev.tailrace.model.OsText;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Texts as C has them. Any thread. */
public final class CString {
    private CString() {}

    /** {@code text}, of the operating system, as C has it: its bytes, with a NUL at its end. */
    public static MemorySegment of(SegmentAllocator memory, String text) {
        byte[] bytes = OsText.bytes(text);
        MemorySegment string = memory.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, string, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return string;
    }

    /** The name of {@code path}, as C has it. */
    public static MemorySegment of(SegmentAllocator memory, Path path) {
        return of(memory, OsText.of(path));
    }

    /**
     * What C has at {@code address}, up to its NUL, which is there before {@code longest} bytes.
     */
    @SuppressWarnings("restricted")
    public static String text(MemorySegment address, long longest) {
        return text(address.reinterpret(longest));
    }

    /** What {@code bytes} has up to its NUL, which it has. */
    static String text(MemorySegment bytes) {
        long length = 0;
        while (bytes.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return OsText.of(bytes.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
}
