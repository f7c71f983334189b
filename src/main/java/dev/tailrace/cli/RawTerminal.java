package dev.tailrace.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tailrace.source.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The terminal at standard input, with every key and every byte passed on as it is (cfmakeraw(3)):
 * what they mean is up to the terminal that a command has of its own. Any thread.
 */
final class RawTerminal {
    private static final int STDIN = 0;

    /** tcsetattr(3): once what was written has been shown. */
    private static final int TCSADRAIN = 1;

    /** {@code struct termios} is 60 bytes in glibc and musl. */
    private static final long TERMIOS_BYTES = 64;

    private static final FunctionDescriptor GET =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle TCGETATTR = Native.linkErrno("tcgetattr", GET);
    private static final MethodHandle TCSETATTR =
            Native.linkErrno("tcsetattr", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle CFMAKERAW =
            Native.linkErrno("cfmakeraw", FunctionDescriptor.ofVoid(ADDRESS));

    private final MemorySegment before;
    private final MemorySegment raw;

    private RawTerminal(MemorySegment before, MemorySegment raw) {
        this.before = before;
        this.raw = raw;
    }

    /** As it is now; empty if standard input is no terminal. */
    static Optional<RawTerminal> atStandardInput() {
        MemorySegment before = termios();
        if (Native.call(state -> (int) TCGETATTR.invokeExact(state, STDIN, before)) < 0) {
            return Optional.empty();
        }
        MemorySegment raw = termios().copyFrom(before);
        Native.call(state -> {
            CFMAKERAW.invokeExact(state, raw);
            return 0;
        });
        return Optional.of(new RawTerminal(before, raw));
    }

    private static MemorySegment termios() {
        return Arena.ofAuto().allocate(TERMIOS_BYTES, JAVA_LONG.byteSize());
    }

    /** Makes it raw. */
    void enter() {
        set(raw);
    }

    /** Makes it as it was. */
    void leave() {
        set(before);
    }

    private static void set(MemorySegment attributes) {
        Native.callAgain(state -> (int) TCSETATTR.invokeExact(state, STDIN, TCSADRAIN, attributes));
    }
}
