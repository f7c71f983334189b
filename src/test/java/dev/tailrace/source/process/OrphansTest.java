package dev.tailrace.source.process;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.CFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** This JVM is a subreaper here, and so gets orphans as process 1 does. */
class OrphansTest extends ProcessFixture {
    private static final int PR_SET_CHILD_SUBREAPER = 36;

    private static final CFunction PRCTL = CFunction.of("prctl");

    private static void subreaper(long on) {
        PRCTL.call(PR_SET_CHILD_SUBREAPER, on);
    }

    @BeforeEach
    void getOrphans() {
        assertThat(Orphans.comeHere()).isFalse();
        subreaper(1);
        assertThat(Orphans.comeHere()).isTrue();
    }

    @AfterEach
    void getNone() {
        subreaper(0);
    }

    @Test
    void orphansThatHaveEndedAreReaped() throws IOException {
        Path pids = folder.resolve("pids");
        exit(shell("for i in 1 2 3 4 5 6 7 8; do (:) & echo $! >>" + pids + "; done"));
        List<String> orphans = Files.readAllLines(pids);
        await().until(() -> orphans.stream().allMatch(OrphansTest::isZombieOrGone));
        Orphans.reap();
        assertThat(orphans).hasSize(8).allMatch(pid -> ProcessId.of(pid).isEmpty());
    }

    @Test
    void aCommandThatHasEndedAndIsStillReadHidesNoOrphan() throws IOException {
        Path pid = folder.resolve("pid");
        Runnable release = test.hold();
        ProcessSource source = shell("(:) & echo $! >" + pid);
        String orphan = awaitPid(pid);
        await().untilAsserted(() -> {
            Orphans.reap();
            assertThat(ProcessId.of(orphan)).isEmpty();
        });
        release.run();
        assertThat(exit(source).code()).isZero();
    }

    private static String awaitPid(Path file) throws IOException {
        await().until(() -> Files.exists(file) && Files.size(file) > 0);
        return Files.readString(file).strip();
    }

    /** How a command ended is its source's to ask, whenever that comes to it. */
    @Test
    void aCommandOfTheGatewayIsLeftToItsSource() throws IOException {
        Runnable release = test.hold();
        Path pid = folder.resolve("pid");
        ProcessSource source = shell("echo $$ >" + pid + "; exit 7");
        String command = awaitPid(pid);
        await().until(() -> isZombieOrGone(command));
        Orphans.reap();
        release.run();
        assertThat(exit(source).code()).isEqualTo(7);
    }

    private static boolean isZombieOrGone(String pid) {
        Optional<ProcessId> process = ProcessId.of(pid);
        return process.isEmpty() || process.get().dead();
    }
}
