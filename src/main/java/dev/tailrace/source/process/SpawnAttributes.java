package dev.tailrace.source.process;

import dev.tailrace.source.CFunction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * What a command starts with (posix_spawnattr_init(3)): its {@link Session}; no signal blocked;
 * none ignored, as the gateway or what started it may ignore some.
 */
final class SpawnAttributes {
    private static final int POSIX_SPAWN_SETSIGDEF = 0x04;
    private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final int POSIX_SPAWN_SETSID = 0x80;

    private static final CFunction INIT = CFunction.of("posix_spawnattr_init");
    private static final CFunction SET_FLAGS = CFunction.of("posix_spawnattr_setflags");
    private static final CFunction SET_SIGNAL_MASK = CFunction.of("posix_spawnattr_setsigmask");
    private static final CFunction SET_SIGNAL_DEFAULT =
            CFunction.of("posix_spawnattr_setsigdefault");
    private static final CFunction EMPTY_SET = CFunction.of("sigemptyset");
    private static final CFunction FULL_SET = CFunction.of("sigfillset");

    private SpawnAttributes() {}

    /** The structure, for as long as {@code memory} lives: it holds nothing outside of itself. */
    static MemorySegment in(SegmentAllocator memory, Session session) {
        MemorySegment attributes = SpawnStruct.in(memory);
        MemorySegment none = SpawnStruct.in(memory);
        MemorySegment all = SpawnStruct.in(memory);
        int signals = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
        int flags = session == Session.GATEWAYS ? signals : signals | POSIX_SPAWN_SETSID;
        SpawnStruct.require(INIT.call(attributes.address()));
        SpawnStruct.require(EMPTY_SET.call(none.address()));
        SpawnStruct.require(FULL_SET.call(all.address()));
        SpawnStruct.require(SET_SIGNAL_MASK.call(attributes.address(), none.address()));
        SpawnStruct.require(SET_SIGNAL_DEFAULT.call(attributes.address(), all.address()));
        SpawnStruct.require(SET_FLAGS.call(attributes.address(), flags));
        return attributes;
    }
}
