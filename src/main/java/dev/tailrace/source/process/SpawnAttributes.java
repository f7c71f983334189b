package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.tailrace.source.Native;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;

/**
 * What a command starts with (posix_spawnattr_init(3)): its {@link Session}; no signal blocked;
 * none ignored, as the gateway or what started it may ignore some.
 */
final class SpawnAttributes {
    private static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    private static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final short POSIX_SPAWN_SETSID = 0x80;

    private static final MethodHandle INIT = Native.link("posix_spawnattr_init", JAVA_INT, ADDRESS);
    private static final MethodHandle SET_FLAGS =
            Native.link("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
    private static final MethodHandle SET_SIGNAL_MASK =
            Native.link("posix_spawnattr_setsigmask", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SET_SIGNAL_DEFAULT =
            Native.link("posix_spawnattr_setsigdefault", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle EMPTY_SET = Native.link("sigemptyset", JAVA_INT, ADDRESS);
    private static final MethodHandle FULL_SET = Native.link("sigfillset", JAVA_INT, ADDRESS);

    private SpawnAttributes() {}

    /** The structure, for as long as {@code memory} lives: it holds nothing outside of itself. */
    static MemorySegment in(SegmentAllocator memory, Session session) {
        MemorySegment attributes = SpawnStruct.in(memory);
        MemorySegment none = SpawnStruct.in(memory);
        MemorySegment all = SpawnStruct.in(memory);
        short signals = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
        short flags =
                (short) (session == Session.GATEWAYS ? signals : signals | POSIX_SPAWN_SETSID);
        SpawnStruct.require(() -> (int) INIT.invokeExact(attributes));
        SpawnStruct.require(() -> (int) EMPTY_SET.invokeExact(none));
        SpawnStruct.require(() -> (int) FULL_SET.invokeExact(all));
        SpawnStruct.require(() -> (int) SET_SIGNAL_MASK.invokeExact(attributes, none));
        SpawnStruct.require(() -> (int) SET_SIGNAL_DEFAULT.invokeExact(attributes, all));
        SpawnStruct.require(() -> (int) SET_FLAGS.invokeExact(attributes, flags));
        return attributes;
    }
}
