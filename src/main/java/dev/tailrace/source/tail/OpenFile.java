package dev.tailrace.source.tail;

import dev.tailrace.model.OsText;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Errno;
import dev.tailrace.source.Libc;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
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
abstract sealed class OpenFile permits PlainFile, GzipFile {
    /** {@link #fill} found the file shorter, or another before its offset. */
    static final int CUT = -1;

    private static final byte[] NOTHING = {};

    /** Reads at any place of a file's contents, for {@link Fingerprint}s. */
    @FunctionalInterface
    interface Contents {
        /** The {@code length} bytes at {@code position}, or less where the contents end. */
        byte[] read(long position, int length) throws IOException;
    }

    final Generation generation;
    final Descriptor descriptor;
    FileWatch.@Nullable Growth growth;
    private long offset;
    private byte[] head = NOTHING;
    private byte[] before = NOTHING;

    /** Whether it will not grow: it is compressed, or a copy. */
    private boolean complete;

    OpenFile(Generation generation, Descriptor descriptor) {
        this.generation = generation;
        this.descriptor = descriptor;
    }

    /**
     * Opens the file that was found.
     *
     * @return null if its name is another's by now, or nobody's
     * @throws IOException if it cannot be read
     */
    static @Nullable OpenFile open(Generation found) throws IOException {
        int fd = Libc.open(found.path(), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (fd == -Errno.ENOENT) {
            return null;
        }
        if (fd < 0) {
            throw new IOException(OsText.shown(found.path()) + ": " + Errno.text(-fd));
        }
        Descriptor descriptor = new Descriptor(fd);
        try {
            if (FileId.stat(FileId.pathOf(fd)).id().equals(found.id())) {
                return found.compressed()
                        ? new GzipFile(found, descriptor)
                        : new PlainFile(found, descriptor);
            }
            descriptor.close();
            return null;
        } catch (NoSuchFileException e) {
            descriptor.close();
            return null;
        } catch (IOException e) {
            descriptor.close();
            throw e;
        }
    }

    /** Asked of a file that is open for that. */
    @FunctionalInterface
    interface Check {
        boolean of(OpenFile file) throws IOException;
    }

    /** Whether the file that was found is there yet, can be read, and is as {@code check} says. */
    static boolean holds(Generation file, Check check) {
        OpenFile open = null;
        try {
            open = OpenFile.open(file);
            return open != null && check.of(open);
        } catch (IOException e) {
            return false; // reading it will say what is wrong
        } finally {
            if (open != null) {
                open.close();
            }
        }
    }

    FileId id() {
        return generation.id();
    }

    long offset() {
        return offset;
    }

    boolean isComplete() {
        return complete;
    }

    OpenFile complete() {
        complete = true;
        return this;
    }

    /** Reads on: how many bytes the window has, 0 at the end, or {@link #CUT}. */
    abstract int fill(Window window) throws IOException;

    /** Reads anywhere, beside {@link #fill}. */
    abstract Contents contents() throws IOException;

    /** How many bytes there are after the offset, as far as that is known. */
    abstract long behind();

    /** Whether there is anything after the offset, or something else before it. */
    boolean hasNews() {
        return behind() > 0;
    }

    /** Goes on at {@code at}, which is within the file. */
    void seek(long at) throws IOException {
        Contents contents = contents();
        head = contents.read(0, (int) Math.min(at, Fingerprint.HEAD_BYTES));
        int length = (int) Math.min(at, Fingerprint.BEFORE_BYTES);
        before = contents.read(at - length, length);
        offset = at;
    }

    /** The first {@code count} bytes of the window have been taken. */
    void consumed(Window window, int count) {
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
    byte[] before() {
        return before;
    }

    /** Whether {@code copy} has what was read of this one, or all that there is of it. */
    boolean hasContentsOf(OpenFile copy) throws IOException {
        Contents contents = copy.contents();
        if (offset > 0 && mark().matches(contents)) {
            return true;
        }
        long size = offset + behind();
        return size > 0
                && copy.behind() == size
                && Arrays.equals(
                        contents.read(0, Fingerprint.HEAD_BYTES),
                        contents().read(0, Fingerprint.HEAD_BYTES));
    }

    /** Whether what was read of it begins with the first of {@code others}. */
    boolean beginsAs(Contents others) throws IOException {
        byte[] first = others.read(0, head.length);
        return Arrays.equals(head, 0, first.length, first, 0, first.length);
    }

    /** Whether what was taken ends with a line. */
    boolean isAtLineStart() {
        return before.length == 0 || before[before.length - 1] == '\n';
    }

    Fingerprint mark() {
        return Fingerprint.of(id(), offset, head, before);
    }

    /** The same, though nothing may be read yet: an inode alone is soon another file's. */
    Fingerprint markAhead() throws IOException {
        return offset > 0
                ? mark()
                : Fingerprint.of(id(), 0, contents().read(0, Fingerprint.HEAD_BYTES), before);
    }

    /** As if all that it has now had been read, of which nothing has. */
    Fingerprint markOfAll() throws IOException {
        long size = behind();
        int last = (int) Math.min(size, Fingerprint.BEFORE_BYTES);
        byte[] first = contents().read(0, (int) Math.min(size, Fingerprint.HEAD_BYTES));
        return Fingerprint.of(id(), size, first, contents().read(size - last, last));
    }

    /** Whether its next growth will be told. */
    boolean isWatched() {
        return growth != null && growth.isPending();
    }

    void unwatch() {
        if (growth != null) {
            growth.cancel();
            growth = null;
        }
    }

    void close() {
        unwatch();
        descriptor.close();
    }

    @Override
    public String toString() {
        return OsText.shown(generation.path());
    }
}
