package dev.tailrace.source.process;

import dev.tailrace.source.CFunction;
import dev.tailrace.source.Libc;
import java.util.function.BooleanSupplier;

/**
 * Descriptors of processes (pidfd_open(2)): each is of the same process for as long as it is open,
 * whoever has that one's number next. Any thread.
 */
final class Pidfd {
    private static final int SYS_OPEN = 434; // the same on every architecture
    private static final int SYS_SEND_SIGNAL = 424;
    private static final int NO_FLAGS = 0;
    private static final long NO_INFO = 0;

    private static final CFunction SYSCALL = CFunction.of("syscall");

    private Pidfd() {}

    /**
     * A descriptor of the process {@code pid}, or the error: kernels before 5.3 have none, and
     * sandboxes may refuse it.
     */
    static int open(int pid) {
        return SYSCALL.call(SYS_OPEN, pid, NO_FLAGS);
    }

    /**
     * Sends {@code signal} to the process {@code pid} if it is the one that is meant: what is
     * looked at is what gets the signal. Without descriptors another may get it that has just taken
     * the number.
     *
     * @return whether it was sent
     */
    static boolean signal(int pid, int signal, BooleanSupplier isMeant) {
        int pidfd = open(pid);
        if (pidfd < 0) {
            return isMeant.getAsBoolean() && Libc.kill(pid, signal) == 0;
        }
        try {
            return isMeant.getAsBoolean()
                    && SYSCALL.call(SYS_SEND_SIGNAL, pidfd, signal, NO_INFO, NO_FLAGS) == 0;
        } finally {
            Libc.close(pidfd);
        }
    }
}
