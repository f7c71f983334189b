package dev.tailrace.source.process;

import dev.tailrace.source.CFunction;
import dev.tailrace.source.Errno;
import dev.tailrace.source.SourceException;

/** What a command of another user can never gain: capabilities(7), prctl(2). */
final class Privileges {
    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_SET_NO_NEW_PRIVS = 38;

    private static final CFunction PRCTL = CFunction.of("prctl");

    private Privileges() {}

    /**
     * Has the calling thread, and all that it starts, gain none by what they execute: neither from
     * set-user-ID programs nor from the capabilities of files. The bounding set is emptied as well,
     * a second wall that needs CAP_SETPCAP: a container may not have it, and the first one holds.
     *
     * @throws SourceException if the kernel refuses
     */
    static void gainNone() {
        int error = PRCTL.call(PR_SET_NO_NEW_PRIVS, 1);
        if (error < 0) {
            throw new SourceException(
                    "a command cannot be kept from gaining privileges: " + Errno.text(-error));
        }
        // The first number that is no capability ends them (EINVAL).
        for (int capability = 0; PRCTL.call(PR_CAPBSET_DROP, capability) == 0; ) {
            capability++;
        }
    }
}
