package dev.tailrace.source.tail;

import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Errno;
import dev.tailrace.source.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A file as its producer writes it. Each read begins with the bytes before the offset: if they are
 * others than they were, the file was cut off and has grown again, however fast.
 */
final class PlainFile extends OpenFile {
    private long seen;
    private int unread;
    private long intactAt = now();
    private long since = intactAt;

    PlainFile(Generation generation, Descriptor descriptor) {
        super(generation, descriptor);
    }

    /** How far it was seen to go since it was cut off the last time. */
    long seen() {
        return Math.max(seen, offset());
    }

    @Override
    int fill(Window window) throws IOException {
        byte[] before = before();
        long size = before.length > 0 ? size() : 0; // of what the read finds intact
        int count = read(window, offset() - before.length);
        if (count < before.length
                || !Arrays.equals(window.bytes, 0, before.length, before, 0, before.length)) {
            unread = CUT;
            return CUT;
        }
        window.from = before.length;
        window.to = count;
        seen = Math.max(Math.max(seen, size), offset() + window.length());
        intactAt = now();
        unread = window.length();
        if (offset() == 0 && count > 0) {
            seen = Math.max(seen, size()); // nothing before it tells whether it is the same yet
        }
        return window.length();
    }

    /** What was seen of it is in copies that are read before it. */
    void forgetSeen() {
        seen = 0;
    }

    private static long now() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - FileId.TICK_NANOS;
    }

    /** Since when it has had what it has, ns since 1970: copies of that are not older. */
    long since() {
        return since;
    }

    void setSince(long nanos) {
        since = nanos;
    }

    @Override
    void consumed(Window window, int count) {
        super.consumed(window, count);
        unread -= count;
    }

    /** What the last {@link #fill} has left: an unfinished line, or nothing. */
    int unread() {
        return unread;
    }

    /** Sees how far it goes, without reading on. */
    void noteSize() throws IOException {
        long size = size();
        if (isIntact()) {
            seen = Math.max(seen, size);
        }
    }

    /** Whether what is before the offset is what it was. */
    boolean isIntact() throws IOException {
        byte[] before = before();
        return Arrays.equals(contents().read(offset() - before.length, before.length), before);
    }

    /** Fills the window from {@code position} of the file on. */
    private int read(Window window, long position) throws IOException {
        MemorySegment buffer = window.loop.nativeBuffer();
        int total = 0;
        while (total < window.bytes.length) {
            long length = Math.min(buffer.byteSize(), window.bytes.length - total);
            int count = pread(buffer.asSlice(0, length), position + total);
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, window.bytes, total, count);
            total += count;
            if (count < length) {
                break;
            }
        }
        return total;
    }

    private int pread(MemorySegment buffer, long position) throws IOException {
        int count = Libc.pread(descriptor.fd(), buffer, position);
        if (count < 0) {
            throw new IOException(this + ": " + Errno.text(-count));
        }
        return count;
    }

    @Override
    Contents contents() {
        return (position, length) -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(Math.max(1, length)).asSlice(0, length);
                int count = pread(buffer, position);
                return buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
            }
        };
    }

    /** Its size now; less than the offset after it was cut off. */
    long size() {
        return Libc.size(descriptor.fd());
    }

    /** Whether it has no name any more. */
    boolean isDeleted() {
        try {
            return FileId.stat(FileId.pathOf(descriptor.fd())).deleted();
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    long behind() {
        return Math.max(0, size() - offset());
    }

    @Override
    boolean hasNews() {
        try {
            return size() != offset() || !isIntact();
        } catch (IOException e) {
            return true; // what is wrong with it, reading it will tell
        }
    }

    /** The same file from its beginning, after it was cut off. Takes the descriptor over. */
    PlainFile restarted() {
        unwatch();
        PlainFile anew = new PlainFile(generation, descriptor);
        anew.setSince(intactAt);
        return anew;
    }
}
