package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tailrace.source.CFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Reaps what nobody waits for. A process whose parent has died becomes the child of process 1 of
 * its PID namespace, which a gateway is in a container, or of a nearer subreaper (prctl(2)); once
 * it has ended it is a zombie until that one asks how. Any thread.
 */
public final class Orphans {
    private static final int P_ALL = 0;
    private static final int P_PID = 1;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;

    /** {@code siginfo_t}, and where the pid is in it on 64-bit machines (sigaction(2)). */
    private static final long INFO_BYTES = 128;

    private static final long INFO_PID = 16;

    private static final int PR_GET_CHILD_SUBREAPER = 37;

    private static final CFunction WAITID = CFunction.of("waitid");
    private static final CFunction PRCTL = CFunction.of("prctl");

    /** What the gateway has started itself, and waits for. */
    private static final Set<Integer> OWN = new HashSet<>();

    private Orphans() {}

    /** Whether this process gets the orphans of others. */
    public static boolean comeHere() {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment flag = memory.allocate(JAVA_INT);
            PRCTL.call(PR_GET_CHILD_SUBREAPER, flag.address());
            return ProcessHandle.current().pid() == 1 || flag.get(JAVA_INT, 0) != 0;
        }
    }

    /** Starts a process that is none, by {@code start}, which answers with its pid. */
    static synchronized int startOwn(IntSupplier start) {
        int pid = start.getAsInt();
        OWN.add(pid);
        return pid;
    }

    /** The gateway's own process {@code pid} has been waited for. */
    static synchronized void reaped(int pid) {
        OWN.remove(pid);
    }

    public static synchronized void reap() {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment info = memory.allocate(INFO_BYTES, JAVA_LONG.byteSize());
            int pid = ended(info);
            while (pid > 0 && !OWN.contains(pid)) {
                reap(pid, info);
                pid = ended(info);
            }
            if (pid > 0) {
                reapBehindOwn(info);
            }
        }
    }

    /** One of the gateway's own, whose output is still read, is all that the kernel shows. */
    private static void reapBehindOwn(MemorySegment info) {
        ProcessHandle.current()
                .children()
                .map(child -> (int) child.pid())
                .filter(child -> !OWN.contains(child))
                .forEach(child -> reap(child, info));
    }

    /** Nothing happens if it has not ended. */
    private static void reap(int pid, MemorySegment info) {
        WAITID.call(P_PID, pid, info.address(), WEXITED | WNOHANG);
    }

    /** A child that has ended and is a zombie; 0 if there is none. */
    private static int ended(MemorySegment info) {
        info.fill((byte) 0);
        WAITID.call(P_ALL, 0, info.address(), WEXITED | WNOHANG | WNOWAIT);
        return info.get(JAVA_INT, INFO_PID);
    }
}
