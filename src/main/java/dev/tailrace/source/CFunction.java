package dev.tailrace.source;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * A function of libc, whose {@code errno} is caught before the JVM can overwrite it. Any thread.
 *
 * <p>All are called in one shape, six words and a word back, which costs one of the JVM's call
 * stubs and not one for each function: 80 ms less at the start. Both x86_64 and aarch64 pass
 * integers and pointers in registers of a word, of which a function reads those that it has
 * parameters for, and of each the bytes that the parameter has. A word that stands for a pointer
 * keeps nothing alive: the caller holds the memory.
 */
public final class CFunction {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    static final int EINTR = 4; // errno(3)

    private static final Linker.Option CATCH_ERRNO = Linker.Option.captureCallState("errno");

    /** As a variadic function is, so that it may be one: the others do not see a difference. */
    @SuppressWarnings("restricted")
    private static final MethodHandle CALL =
            LINKER.downcallHandle(
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG),
                    CATCH_ERRNO,
                    Linker.Option.firstVariadicArg(0));

    /** A critical call keeps the garbage collector waiting, and so may use the heap. */
    @SuppressWarnings("restricted")
    private static final MethodHandle CALL_ON_HEAP =
            LINKER.downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG),
                    CATCH_ERRNO,
                    Linker.Option.critical(true));

    /** Where a thread's last errno is; kept, because it would else be allocated for each read. */
    private static final ThreadLocal<MemorySegment> STATES =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

    private final MemorySegment address;
    private final boolean again;

    private CFunction(MemorySegment address, boolean again) {
        this.address = address;
        this.again = again;
    }

    /**
     * The function {@code name}.
     *
     * @throws SourceException if this libc has none
     */
    public static CFunction of(String name) {
        return new CFunction(symbol(name), false);
    }

    /** As {@link #of}, but called again whenever a signal interrupts it (EINTR, signal(7)). */
    public static CFunction again(String name) {
        return new CFunction(symbol(name), true);
    }

    /** Whether this libc has the function {@code name}: musl lacks some of glibc's. */
    public static boolean has(String name) {
        return LINKER.defaultLookup().find(name).isPresent();
    }

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new SourceException("this system's libc has no " + name));
    }

    /** What it returned or, as the kernel itself answers, its errno negated. */
    public int call(long one, long two, long three, long four, long five, long six) {
        int result;
        do {
            MemorySegment state = STATES.get();
            result = (int) word(state, one, two, three, four, five, six);
            result = result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } while (again && result == -EINTR);
        return result;
    }

    /** As {@link #call(long, long, long, long, long, long)}, of fewer parameters. */
    public int call(long one, long two, long three, long four, long five) {
        return call(one, two, three, four, five, 0);
    }

    /** As {@link #call(long, long, long, long, long, long)}, of fewer parameters. */
    public int call(long one, long two, long three, long four) {
        return call(one, two, three, four, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long)}, of fewer parameters. */
    public int call(long one, long two, long three) {
        return call(one, two, three, 0, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long)}, of fewer parameters. */
    public int call(long one, long two) {
        return call(one, two, 0, 0, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long)}, of fewer parameters. */
    public int call(long one) {
        return call(one, 0, 0, 0, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long)}, without parameters. */
    public int call() {
        return call(0, 0, 0, 0, 0, 0);
    }

    /** As {@link #call(long, long, long)}, of a function whose result is a long. */
    public long callForLong(long one, long two, long three) {
        MemorySegment state = STATES.get();
        long result = word(state, one, two, three, 0, 0, 0);
        return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
    }

    /** Of a function whose result is a pointer, NULL if there is none. */
    public MemorySegment callForPointer(long one, long two) {
        return MemorySegment.ofAddress(word(STATES.get(), one, two, 0, 0, 0, 0));
    }

    /** The same of more parameters, as an address; 0 if there is none. */
    public long callForAddress(long one, long two, long three, long four) {
        return word(STATES.get(), one, two, three, four, 0, 0);
    }

    /** As {@link #call}, of memory that may be on the heap: the function must not block. */
    int callOnHeap(long one, MemorySegment two, long three, long four) {
        int result;
        do {
            MemorySegment state = STATES.get();
            try {
                result =
                        (int)
                                (long)
                                        CALL_ON_HEAP.invokeExact(
                                                address, state, one, two, three, four);
            } catch (Throwable e) {
                throw broken(e);
            }
            result = result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } while (again && result == -EINTR);
        return result;
    }

    private long word(
            MemorySegment state, long one, long two, long three, long four, long five, long six) {
        try {
            return (long) CALL.invokeExact(address, state, one, two, three, four, five, six);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static RuntimeException broken(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call does not fit its shape", e);
    }
}
