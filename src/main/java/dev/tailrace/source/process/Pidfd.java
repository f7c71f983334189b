package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tailrace.source.Libc;
import dev.tailrace.source.Native;
import java.lang.invoke.MethodHandle;
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

    private static final MethodHandle SYSCALL =
            Native.linkSyscall(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);

    private Pidfd() {}

    /**
     * A descriptor of the process {@code pid}, or the error: kernels before 5.3 have none, and
     * sandboxes may refuse it.
     */
    static int open(int pid) {
        return call(SYS_OPEN, pid, NO_FLAGS);
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
            return isMeant.getAsBoolean() && call(SYS_SEND_SIGNAL, pidfd, signal) == 0;
        } finally {
            Libc.close(pidfd);
        }
    }

    private static int call(long number, int one, int two) {
        return Native.call(
                state -> (long) SYSCALL.invokeExact(state, number, one, two, NO_INFO, NO_FLAGS));
    }
}
