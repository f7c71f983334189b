package dev.tailrace.source.tail.file;

import dev.tailrace.model.OsText;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Errno;
import dev.tailrace.source.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file that is held open and read from an offset on, whatever becomes of its name. Only on the
 * loop's thread.
 *
 * <pre>
 *   fill --> Window --(so much of it was taken)--> consumed: offset, head and before move on
 *     `--> CUT: what is before the offset is not what it was
 * </pre>
 */
public abstract class OpenFile implements AutoCloseable {
    /** {@link #fill} found the file shorter, or another before its offset. */
    public static final int CUT = -1;

    /** A line that is longer is begun in its middle. */
    private static final int SEARCH_BYTES = 64 * 1024;

    private static final byte[] NOTHING = {};

    final Descriptor descriptor;
    private final FoundFile found;
    private @Nullable HeldFiles holder;
    private long offset;
    private byte[] head = NOTHING;
    private byte[] before = NOTHING;

    /** Whether the file will not grow: it is compressed, or a copy. */
    private boolean complete;

    OpenFile(FoundFile found, Descriptor descriptor) {
        this.found = found;
        this.descriptor = descriptor;
    }

    /** The file as it was found: its name may be another's by now. */
    public FoundFile found() {
        return found;
    }

    public Descriptor descriptor() {
        return descriptor;
    }

    public FileId id() {
        return found.id();
    }

    public long offset() {
        return offset;
    }

    public boolean isComplete() {
        return complete;
    }

    public OpenFile complete() {
        complete = true;
        return this;
    }

    /** Reads on: how many bytes the window has, 0 at the end, or {@link #CUT}. */
    public abstract int fill(Window window) throws IOException;

    /** Reads anywhere, beside {@link #fill}. */
    public abstract Contents contents() throws IOException;

    /** How many bytes there are after the offset, as far as that is known. */
    public abstract long behind();

    /** Whether there is anything after the offset, or something else before it. */
    public boolean hasNews() {
        return behind() > 0;
    }

    /** Where its first line is that is not finished yet: most often the end. */
    public long lastLine() throws IOException {
        long size = offset + behind();
        long from = Math.max(0, size - SEARCH_BYTES);
        byte[] last = contents().read(from, (int) (size - from));
        for (int i = last.length; i > 0; i--) {
            if (last[i - 1] == '\n') {
                return from + i;
            }
        }
        return from == 0 ? 0 : size;
    }

    /** Goes on at {@code at}, which is within the file. */
    public void seek(long at) throws IOException {
        Contents contents = contents();
        head = contents.read(0, (int) Math.min(at, Fingerprint.HEAD_BYTES));
        int length = (int) Math.min(at, Fingerprint.BEFORE_BYTES);
        before = contents.read(at - length, length);
        offset = at;
    }

    /** The first {@code count} bytes of the window have been taken. */
    public void consumed(Window window, int count) {
        if (head.length < Fingerprint.HEAD_BYTES && head.length == offset) {
            int more = Math.min(Fingerprint.HEAD_BYTES - head.length, count);
            head = joined(head, head.length, window.bytes, window.from, more);
        }
        int taken = Math.min(count, Fingerprint.BEFORE_BYTES);
        int kept = Math.min(before.length, Fingerprint.BEFORE_BYTES - taken);
        byte[] old = Arrays.copyOfRange(before, before.length - kept, before.length);
        before = joined(old, kept, window.bytes, window.from + count - taken, taken);
        offset += count;
        window.from += count;
    }

    private static byte[] joined(byte[] one, int length, byte[] other, int from, int count) {
        byte[] both = Arrays.copyOf(one, length + count);
        System.arraycopy(other, from, both, length, count);
        return both;
    }

    /** The bytes before the offset, at most {@link Fingerprint#BEFORE_BYTES}. */
    public byte[] before() {
        return before;
    }

    /** Whether what was read of it begins with the first of {@code others}. */
    public boolean beginsAs(Contents others) throws IOException {
        byte[] first = others.read(0, head.length);
        return Arrays.equals(head, 0, first.length, first, 0, first.length);
    }

    /** Whether what was taken ends with a line. */
    public boolean isAtLineStart() {
        return before.length == 0 || before[before.length - 1] == '\n';
    }

    public Fingerprint mark() {
        return Fingerprint.of(id(), offset, head, before);
    }

    /** The same, though nothing may be read yet: an inode alone is soon another file's. */
    public Fingerprint markAhead() {
        try {
            return offset > 0
                    ? mark()
                    : Fingerprint.of(id(), 0, contents().read(0, Fingerprint.HEAD_BYTES), before);
        } catch (IOException e) {
            return mark(); // what is wrong with it, reading it will tell
        }
    }

    /** As if all that it has now had been read, of which nothing has. */
    public Fingerprint markOfAll() throws IOException {
        long size = behind();
        int last = (int) Math.min(size, Fingerprint.BEFORE_BYTES);
        byte[] first = contents().read(0, (int) Math.min(size, Fingerprint.HEAD_BYTES));
        return Fingerprint.of(id(), size, first, contents().read(size - last, last));
    }

    /** What is open, whatever has its name now. */
    public FileId.Stat stat() throws IOException {
        return FileId.stat(descriptor.path());
    }

    /** Reads what is on disk, or less where that ends. */
    final byte[] raw(long position, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, length)).asSlice(0, length);
            return buffer.asSlice(0, raw(position, buffer)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** The same into {@code buffer}: how many bytes. */
    final int raw(long position, MemorySegment buffer) throws IOException {
        int count = Libc.pread(descriptor.fd(), buffer, position);
        if (count < 0) {
            throw new IOException(this + ": " + Errno.text(-count));
        }
        return count;
    }

    /** Its size on disk now, in bytes. */
    public final long size() {
        return Libc.size(descriptor.fd());
    }

    /** Counts this file among {@code files} until {@link #close}. */
    public OpenFile heldBy(HeldFiles files) {
        files.add(id());
        holder = files;
        return this;
    }

    /** Counts {@code heir}, of the same descriptor, in the place of this one. */
    void bequeath(OpenFile heir) {
        heir.holder = holder;
        holder = null;
    }

    @Override
    public void close() {
        if (holder != null) {
            holder.remove(id());
            holder = null;
        }
        descriptor.close();
    }

    @Override
    public String toString() {
        return OsText.shown(found.path());
    }
}
