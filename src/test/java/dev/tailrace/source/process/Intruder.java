package dev.tailrace.source.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Waiting;
import dev.tailrace.source.CFunction;
import dev.tailrace.source.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** What a workload can do to the shell that holds it, if both are of one user: pidfd_getfd(2). */
final class Intruder {
    private static final int SYS_PIDFD_OPEN = 434;
    private static final int SYS_PIDFD_GETFD = 438;
    private static final int SIGKILL = 9;
    private static final int ROOT = 0;

    private static final boolean AMD64 = System.getProperty("os.arch", "").equals("amd64");
    private static final int SETRESUID = AMD64 ? 117 : 147;
    private static final int SETRESGID = AMD64 ? 119 : 149;

    private static final CFunction SYSCALL = CFunction.of("syscall");
    private static final CFunction FTRUNCATE = CFunction.of("ftruncate");

    private final int victim;

    private Intruder(int victim) {
        this.victim = victim;
    }

    /** What is done to the process {@code victim}. */
    interface Deed {
        void by(Intruder intruder);
    }

    /** Does {@code deed} on a thread that is {@code user}: to the kernel, that is each thread's. */
    static void as(User user, int victim, Deed deed) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        become(SETRESGID, user.gid(), user.gid());
                        become(SETRESUID, user.uid(), ROOT);
                        deed.by(new Intruder(victim));
                        become(SETRESUID, ROOT, ROOT);
                        done.complete(true);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                });
        Waiting.outcome(done);
    }

    private static void become(int call, int effective, int saved) {
        assertThat(SYSCALL.call(call, effective, effective, saved)).isZero();
    }

    /** A duplicate of the victim's descriptor {@code fd}. */
    int take(int fd) {
        int pidfd = SYSCALL.call(SYS_PIDFD_OPEN, victim, 0);
        int taken = SYSCALL.call(SYS_PIDFD_GETFD, pidfd, fd);
        Libc.close(pidfd);
        assertThat(taken).isPositive();
        return taken;
    }

    void resize(int fd, long size) {
        assertThat(FTRUNCATE.call(fd, size)).isZero();
    }

    void write(int fd, String text) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment bytes = memory.allocate(text.length());
            bytes.copyFrom(MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(Libc.write(fd, bytes)).isEqualTo(text.length());
        }
    }

    void kill() {
        assertThat(Libc.kill(victim, SIGKILL)).isZero();
    }
}
