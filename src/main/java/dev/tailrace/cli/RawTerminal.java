package dev.tailrace.cli;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tailrace.source.CFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
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

    private static final CFunction TCGETATTR = CFunction.of("tcgetattr");
    private static final CFunction TCSETATTR = CFunction.again("tcsetattr");
    private static final CFunction CFMAKERAW = CFunction.of("cfmakeraw");

    private final MemorySegment before;
    private final MemorySegment raw;

    private RawTerminal(MemorySegment before, MemorySegment raw) {
        this.before = before;
        this.raw = raw;
    }

    /** As it is now; empty if standard input is no terminal. */
    static Optional<RawTerminal> atStandardInput() {
        MemorySegment before = termios();
        if (TCGETATTR.call(STDIN, before.address()) < 0) {
            return Optional.empty();
        }
        MemorySegment raw = termios().copyFrom(before);
        CFMAKERAW.call(raw.address());
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
        try {
            TCSETATTR.call(STDIN, TCSADRAIN, attributes.address());
        } finally {
            Reference.reachabilityFence(attributes);
        }
    }
}
