package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.source.CFunction;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Errno;
import dev.tailrace.source.Libc;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.Watch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A started command: signalled, awaited and reaped.
 *
 * <p>One that has exited stays a zombie until it is reaped, and so keeps its number, and that of
 * its group, from going to others: until then it is safe to signal. Any thread, unless a method
 * says otherwise.
 */
final class Child {
    private static final System.Logger LOG = System.getLogger(Child.class.getName());

    private static final int P_PID = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;
    private static final int WNOHANG = 1;

    private static final CFunction WAITID = CFunction.again("waitid");
    private static final CFunction WAITPID = CFunction.of("waitpid");

    private final int pid;
    private final boolean leads;
    private @Nullable ExitStatus status;

    /**
     * @param leads whether its process group has its number, and nothing of others
     */
    Child(int pid, boolean leads) {
        this.pid = pid;
        this.leads = leads;
    }

    int pid() {
        return pid;
    }

    /**
     * Sends {@code signal} to the command's group, or to the command and what it has started: its
     * group may be the gateway's. Whether there was one to send it to.
     */
    synchronized boolean signal(int signal) {
        if (status != null || leads) {
            return status == null && Libc.kill(-pid, signal) == 0;
        }
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(each -> Pidfd.signal((int) each.pid(), signal, each::isAlive));
        return Libc.kill(pid, signal) == 0;
    }

    /** Has {@code exited} run as a task, once, when the command has exited. On the loop. */
    void whenExited(SourceTasks tasks, Runnable exited) {
        int fd = Pidfd.open(pid);
        if (fd < 0) {
            awaitOnThread(tasks, exited);
        } else {
            new ExitWatch(new Descriptor(fd), exited).start(tasks);
        }
    }

    /** For kernels before 5.3 and sandboxes that refuse pidfd_open(2): a thread that waits. */
    void awaitOnThread(SourceTasks tasks, Runnable exited) {
        Thread.ofPlatform()
                .name("tailrace-wait-" + pid)
                .daemon()
                .start(() -> {
                    awaitExit();
                    tasks.execute(exited);
                });
    }

    /**
     * How the command ended; it is no process any more from here on.
     *
     * @throws SourceException if it has not exited, or its status went to someone else
     */
    synchronized ExitStatus reap() {
        if (status == null) {
            try (Arena memory = Arena.ofConfined()) {
                MemorySegment word = memory.allocate(JAVA_INT);
                int result = WAITPID.call(pid, word.address(), WNOHANG);
                if (result != pid) {
                    throw new SourceException(
                            "process %s has no exit status: %s"
                                    .formatted(pid, result == 0 ? "it runs" : Errno.text(-result)));
                }
                status = decode(word.get(JAVA_INT, 0));
                Orphans.reaped(pid);
            }
        }
        return status;
    }

    /** The word of wait(2): the signal in its lowest seven bits, else the code in the next byte. */
    static ExitStatus decode(int word) {
        int signal = word & 0x7f;
        return signal != 0 ? new ExitStatus(0, signal) : new ExitStatus(word >> 8 & 0xff, 0);
    }

    private void awaitExit() {
        WAITID.call(P_PID, pid, 0, WEXITED | WNOWAIT);
    }

    /** The pidfd, which is readable once the command has exited. Only on the loop's thread. */
    private final class ExitWatch {
        private final Descriptor pidfd;
        private final Runnable exited;
        private @Nullable Watch watch;

        ExitWatch(Descriptor pidfd, Runnable exited) {
            this.pidfd = pidfd;
            this.exited = exited;
        }

        void start(SourceTasks tasks) {
            try {
                watch = Watch.of(pidfd.fd(), tasks, this::ready).orElseThrow();
            } catch (SourceException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a thread waits for process " + pid + " instead",
                        e);
                pidfd.close();
                awaitOnThread(tasks, exited);
            }
        }

        private void ready() {
            if (watch != null) {
                watch.cancel();
            }
            pidfd.close();
            exited.run();
        }
    }
}
