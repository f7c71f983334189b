package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tailrace.source.Errno;
import dev.tailrace.source.Native;
import dev.tailrace.source.SourceException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** What a command of another user can never gain: capabilities(7), prctl(2). */
final class Privileges {
    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_SET_NO_NEW_PRIVS = 38;

    private static final MethodHandle PRCTL =
            Native.linkErrno(
                    "prctl",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));

    private Privileges() {}

    /**
     * Has the calling thread, and all that it starts, gain none by what they execute: neither from
     * set-user-ID programs nor from the capabilities of files. The bounding set is emptied as well,
     * a second wall that needs CAP_SETPCAP: a container may not have it, and the first one holds.
     *
     * @throws SourceException if the kernel refuses
     */
    static void gainNone() {
        int error = prctl(PR_SET_NO_NEW_PRIVS, 1);
        if (error < 0) {
            throw new SourceException(
                    "a command cannot be kept from gaining privileges: " + Errno.text(-error));
        }
        // The first number that is no capability ends them (EINVAL).
        for (int capability = 0; prctl(PR_CAPBSET_DROP, capability) == 0; ) {
            capability++;
        }
    }

    private static int prctl(int option, long argument) {
        return Native.call(state -> (int) PRCTL.invokeExact(state, option, argument, 0L, 0L, 0L));
    }
}
