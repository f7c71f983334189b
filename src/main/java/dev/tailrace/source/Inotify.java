package dev.tailrace.source;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * One inotify instance (inotify(7)), whose descriptor a {@link Watch} can wait for. Watches are
 * added and removed on any thread; one thread reads.
 */
public final class Inotify implements AutoCloseable {
    public static final int IN_MODIFY = 0x2;
    public static final int IN_MOVED_FROM = 0x40;
    public static final int IN_MOVED_TO = 0x80;
    public static final int IN_CREATE = 0x100;
    public static final int IN_DELETE = 0x200;
    public static final int IN_Q_OVERFLOW = 0x4000;

    /** The watch is gone: it was for one event, or its file or folder is no more. */
    public static final int IN_IGNORED = 0x8000;

    public static final int IN_ONLYDIR = 0x0100_0000;
    public static final int IN_ONESHOT = 0x8000_0000;

    private static final int IN_NONBLOCK = 0x800;
    private static final int IN_CLOEXEC = 0x80000;

    /** {@code struct inotify_event}: wd, mask, cookie, length of the name, the name. */
    private static final int EVENT_BYTES = 16;

    private static final CFunction INIT = CFunction.of("inotify_init1");
    private static final CFunction ADD = CFunction.of("inotify_add_watch");
    private static final CFunction REMOVE = CFunction.of("inotify_rm_watch");

    private final Descriptor queue;

    @FunctionalInterface
    public interface Events {
        /**
         * What happened.
         *
         * @param watch the number that {@link Inotify#add} gave; -1 after an overflow
         * @param mask the IN_ bits
         * @param name of the file in a watched folder; empty if it is the watched thing itself
         */
        void event(int watch, int mask, String name);
    }

    /**
     * Takes one of the instances that a user may have (fs.inotify.max_user_instances).
     *
     * @throws SourceException if there is none left
     */
    public Inotify() {
        int result = INIT.call(IN_NONBLOCK | IN_CLOEXEC);
        if (result < 0) {
            throw new SourceException("files cannot be watched (inotify): " + Errno.text(-result));
        }
        queue = new Descriptor(result);
    }

    /** What becomes readable when there are events. */
    public int fd() {
        return queue.fd();
    }

    /** The number of the watch, the same for the same file; or the error, negated. */
    public int add(Path path, int mask) {
        try (Arena arena = Arena.ofConfined()) {
            return ADD.call(queue.fd(), CString.of(arena, path).address(), mask);
        }
    }

    /** Ends a watch; EINVAL if it is gone already. */
    public int remove(int watch) {
        return REMOVE.call(queue.fd(), watch);
    }

    /** Hands all events that there are to {@code to}, through {@code buffer}. */
    public void read(byte[] buffer, Events to) {
        int count = Libc.readNonBlocking(queue.fd(), buffer);
        while (count > 0) {
            MemorySegment events = MemorySegment.ofArray(buffer).asSlice(0, count);
            long at = 0;
            while (at < count) {
                int length = events.get(JAVA_INT_UNALIGNED, at + 12);
                to.event(
                        events.get(JAVA_INT_UNALIGNED, at),
                        events.get(JAVA_INT_UNALIGNED, at + 4),
                        name(events.asSlice(at + EVENT_BYTES, length)));
                at += EVENT_BYTES + length;
            }
            count = Libc.readNonBlocking(queue.fd(), buffer);
        }
    }

    /** It is filled up with NULs. */
    private static String name(MemorySegment padded) {
        return padded.byteSize() == 0 ? "" : CString.text(padded);
    }

    @Override
    public void close() {
        queue.close();
    }
}
