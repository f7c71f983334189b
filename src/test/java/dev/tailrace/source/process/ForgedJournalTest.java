package dev.tailrace.source.process;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Boot;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Libc;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.TestLoop;
import dev.tailrace.suite.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A workload of another user writes into the journal and the bell of the shell that holds it, which
 * is that user's too. It may so deceive the gateway of root about itself, but of nobody else.
 */
class ForgedJournalTest extends ProcessFixture {
    private static final String USER = "nobody";

    /** The holder's descriptors: holder.sh. */
    private static final int JOURNAL = 3;

    private static final int BELL = 5;
    private static final int SIGKILL = 9;

    /** More than any file of the gateway's may have, and no byte on the disk. */
    private static final long HUGE = 4L << 30;

    @AutoClose final TestLoop second = new TestLoop();
    private final Recorder after = new Recorder();
    private int command;

    @BeforeEach
    void rootAloneCanHaveCommandsOfOthers() throws IOException {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            throw Need.lacking(ForgedJournalTest.class, "root must run the build");
        }
    }

    @AfterEach
    void theCommandEnds() {
        if (command > 0) { // 0 would be this process and its parents (kill(2))
            Libc.kill(command, SIGKILL);
        }
        awaitThatNoProcessIsHeld();
    }

    @Test
    void aProcessThatIsNotTheUsersIsNeitherShownNorKilled() throws IOException {
        int holder = holderOf("echo 1; exec sleep 60");
        test.close();
        Child other = processOfRoot();
        String forged =
                "held %s %s\nrunning %s\n".formatted(Boot.id(), stat(holder), stat(other.pid()));
        Intruder.as(
                User.of(USER),
                holder,
                intruder -> {
                    int journal = intruder.take(JOURNAL);
                    intruder.resize(journal, 0);
                    intruder.write(journal, forged);
                    Libc.close(journal);
                    intruder.kill();
                });
        ProcessSource next = source(second, "true");
        after.follow(next);
        stop(next);
        assertThat(ProcessId.of(Integer.toString(other.pid())).orElseThrow().dead()).isFalse();
        assertThat(after.events().getFirst()).isEqualTo(new SourceEvent.Reattached(0));
        assertThat(after.events().getLast()).isInstanceOf(SourceEvent.Failed.class);
        other.signal(SIGKILL);
        await().ignoreExceptions().until(() -> other.reap().signal() == SIGKILL);
    }

    @Test
    void aJournalThatDoesNotEndIsNotReadToItsEnd() {
        int holder = holderOf("echo 1; exec sleep 60");
        test.close();
        Intruder.as(
                User.of(USER),
                holder,
                intruder -> {
                    int journal = intruder.take(JOURNAL);
                    intruder.resize(journal, HUGE);
                    Libc.close(journal);
                });
        ProcessSource next = source(second, "true");
        after.follow(next);
        stop(next);
        assertThat(exit(next).signal()).isEqualTo(15);
    }

    /** Nor does it say any more that its shell lives. */
    @Test
    void aBellThatRingsOnIsNotListenedTo() {
        int holder = holderOf("echo 1; exec sleep 60");
        int[] bell = new int[1];
        Intruder.as(
                User.of(USER),
                holder,
                intruder -> {
                    bell[0] = intruder.take(BELL);
                    intruder.kill();
                    intruder.write(bell[0], "ding\n".repeat(10_000));
                });
        Libc.kill(command, SIGKILL);
        await().until(() -> sink.calls().contains("Failed"));
        Libc.close(bell[0]);
    }

    /** The holder's number, once its command has said 1. */
    private int holderOf(String script) {
        sink.follow(source(test, script));
        await().until(() -> sink.text(Origin.STDOUT).equals("1\n"));
        Journal journal = HeldFolder.in(fifos()).read("");
        command = journal.command().orElseThrow().pid();
        return journal.holder().orElseThrow().pid();
    }

    private ProcessSource source(TestLoop gateway, String script) {
        ProcessSpec spec =
                new ProcessSpec(
                        List.of("sh", "-c", script), Optional.empty(), Map.of(), Optional.of(USER));
        return new ProcessSource(
                spec,
                fifos(),
                gateway.loop(),
                new ProcessPolicy(GRACE, DRAIN_AFTER_EXIT, Restart.NEVER, true, true, false));
    }

    private static Child processOfRoot() {
        Descriptor nowhere = Spawn.openForCommand(Path.of("/dev/null"));
        try {
            List<Descriptor> outputs = List.of(nowhere, nowhere);
            return new Child(Spawn.start(TestSpec.of("sleep", "60"), outputs), true);
        } finally {
            nowhere.close();
        }
    }

    private static String stat(int pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/stat")).strip();
    }
}
