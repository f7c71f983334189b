package dev.tailrace.source;

import dev.tailrace.model.OsText;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * Calls into libc by java.lang.foreign: functions are linked by name, and {@code errno} is caught
 * before the JVM can overwrite it. Any thread.
 */
public final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    static final int EINTR = 4; // errno(3)

    /** Where a thread's last errno is; kept, because it would else be allocated for each read. */
    private static final ThreadLocal<MemorySegment> STATES =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

    private Native() {}

    /** A call of a function of {@link #linkErrno}; it hands {@code state} on as first argument. */
    @FunctionalInterface
    public interface Call {
        long with(MemorySegment state) throws Throwable;
    }

    /** A call of a function of {@link #link}. */
    @FunctionalInterface
    public interface PlainCall {
        int run() throws Throwable;
    }

    /** The function {@code name}, for {@link #call}: its errno is caught. */
    @SuppressWarnings("restricted")
    public static MethodHandle linkErrno(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(options, 0, all, 1, options.length);
        return LINKER.downcallHandle(symbol(name), descriptor, all);
    }

    /** The function {@code name} of this result and these arguments, for {@link #call}. */
    public static MethodHandle linkErrno(
            String name, MemoryLayout result, MemoryLayout... arguments) {
        return linkErrno(name, FunctionDescriptor.of(result, arguments));
    }

    /** syscall(2) with these arguments after the number, which is a long, for {@link #call}. */
    public static MethodHandle linkSyscall(MemoryLayout... arguments) {
        return linkErrno(
                "syscall",
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG)
                        .appendArgumentLayouts(arguments),
                Linker.Option.firstVariadicArg(1));
    }

    /** The function {@code name}, for {@link #code}: it returns its error, or has none. */
    @SuppressWarnings("restricted")
    public static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments));
    }

    /** Whether this libc has the function {@code name}: musl lacks some of glibc's. */
    public static boolean has(String name) {
        return LINKER.defaultLookup().find(name).isPresent();
    }

    /** What the function returned or, as the kernel itself answers, its errno negated. */
    public static int call(Call call) {
        MemorySegment state = STATES.get();
        long result;
        try {
            result = call.with(state);
        } catch (Throwable e) {
            throw broken(e);
        }
        return result < 0 ? -(int) ERRNO.get(state, 0L) : (int) result;
    }

    /** As {@link #call}, but made again whenever a signal interrupts it (EINTR, signal(7)). */
    public static int callAgain(Call call) {
        int result;
        do {
            result = call(call);
        } while (result == -EINTR);
        return result;
    }

    /** What the function returned. */
    public static int code(PlainCall call) {
        try {
            return call.run();
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** {@code text}, of the operating system, as C has it: its bytes, with a NUL at its end. */
    public static MemorySegment string(SegmentAllocator memory, String text) {
        byte[] bytes = OsText.bytes(text);
        MemorySegment string = memory.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, string, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return string;
    }

    /** The name of {@code path}, as {@link #string}. */
    public static MemorySegment string(SegmentAllocator memory, Path path) {
        return string(memory, OsText.of(path));
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

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new SourceException("this system's libc has no " + name));
    }

    private static RuntimeException broken(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a downcall does not fit its function", e);
    }
}
