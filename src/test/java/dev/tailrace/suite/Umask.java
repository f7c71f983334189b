package dev.tailrace.suite;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Another umask(2) of this process, until it is closed. */
public final class Umask implements AutoCloseable {
    @SuppressWarnings("restricted")
    private static final MethodHandle UMASK =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("umask"),
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int before;

    public Umask(int mask) {
        this.before = set(mask);
    }

    private static int set(int mask) {
        try {
            return (int) UMASK.invokeExact(mask);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        set(before);
    }
}
