package dev.tailrace.source.process;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Boot;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.Libc;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.TestLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Commands that outlive gateways. A gateway dies here by its loop: from then on it does nothing any
 * more, as after SIGKILL.
 */
class ReattachTest extends ProcessFixture {
    private static final int SIGKILL = 9;

    /** Says 1, and then what it is told to, by names of files that appear. */
    private static final String PATIENT =
            "echo 1; until [ -e two ]; do sleep 0.01; done; echo 2; printf 'half a '; echo e >&2;"
                    + " until [ -e end ]; do sleep 0.01; done; echo line; exit 7";

    private final List<TestLoop> gateways = new ArrayList<>();
    private final Recorder after = new Recorder();

    /** Shells that were let go are waited for: other tests count what is open. */
    @AfterEach
    void everyGatewayDies() {
        awaitThatNoProcessIsHeld();
        gateways.forEach(TestLoop::close);
    }

    @Test
    void aCommandGoesOnAndIsReadOn() throws IOException {
        ProcessSource before = gateway(PATIENT, sink);
        awaitOutput(sink, "1\n");
        die();
        tell("two");
        ProcessSource next = gateway(PATIENT, after);
        awaitOutput(after, "2\nhalf a ");
        assertThat(next.outlivesGateway()).isTrue();
        tell("end");
        assertThat(exit(next)).isEqualTo(new ExitStatus(7, 0));
        assertThat(after.text(Origin.STDOUT)).isEqualTo("2\nhalf a line\n");
        assertThat(after.text(Origin.STDERR)).isEqualTo("e\n");
        assertThat(after.calls())
                .startsWith("Reattached")
                .endsWith("end stdout", "end stderr", "Exited");
        assertThat(before.exit().toCompletableFuture()).isNotDone();
        assertThatNothingIsHeld();
    }

    @Test
    void whatACommandWroteBeforeItEndedAndItsCodeWaitForTheNextGateway() throws IOException {
        gateway(PATIENT, sink);
        awaitOutput(sink, "1\n");
        die();
        tell("two");
        tell("end");
        await().until(() -> journal().code().isPresent());
        ProcessSource next = gateway("echo this is not started", after);
        assertThat(exit(next)).isEqualTo(new ExitStatus(7, 0));
        assertThat(after.text(Origin.STDOUT)).isEqualTo("2\nhalf a line\n");
        assertThat(after.text(Origin.STDERR)).isEqualTo("e\n");
        assertThatNothingIsHeld();
    }

    @Test
    void aGatewayThatStopsLeavesItRunning() throws IOException {
        ProcessSource before = gateway(PATIENT, sink);
        awaitOutput(sink, "1\n");
        before.leave().toCompletableFuture().join();
        assertThat(sink.calls()).containsExactly("Started", "bytes stdout");
        tell("two");
        ProcessSource next = gateway(PATIENT, after);
        awaitOutput(after, "2\nhalf a ");
        next.leave().toCompletableFuture().join();
        tell("end");
        Recorder third = new Recorder();
        assertThat(exit(gateway(PATIENT, third))).isEqualTo(new ExitStatus(7, 0));
        assertThat(third.text(Origin.STDOUT)).isEqualTo("line\n");
    }

    @Test
    void aStopReachesTheWholeGroup() throws IOException {
        String script = "trap 'exit 9' TERM; sleep 60 & echo $!; while :; do sleep 0.01; done";
        gateway(script, sink);
        await().until(() -> sink.text(Origin.STDOUT).endsWith("\n"));
        die();
        ProcessSource next = gateway(script, after);
        await().until(() -> after.calls().contains("Reattached"));
        stop(next);
        assertThat(exit(next)).isEqualTo(new ExitStatus(9, 0));
        long sleep = Long.parseLong(sink.text(Origin.STDOUT).strip());
        await().until(() -> ProcessHandle.of(sleep).filter(ProcessHandle::isAlive).isEmpty());
        assertThatNothingIsHeld();
    }

    @Test
    void aCommandThatDoesNotListenIsKilledAndItsShellSaysSo() throws IOException {
        ProcessSource source =
                new ProcessSource(
                        spec("trap '' TERM; echo 1; while :; do sleep 0.01; done"),
                        fifos(),
                        newGateway().loop(),
                        new ProcessPolicy(
                                SHORT_GRACE, DRAIN_AFTER_EXIT, Restart.NEVER, true, true, false));
        sink.follow(source);
        awaitOutput(sink, "1\n");
        stop(source);
        assertThat(exit(source)).isEqualTo(new ExitStatus(0, 9));
        assertThatNothingIsHeld();
    }

    @Test
    void whatShellsSayOfCommandsThatDieIsNotInTheirOutput() {
        ProcessSource source = gateway("kill -TERM $$", sink);
        assertThat(exit(source)).isEqualTo(new ExitStatus(0, 15));
        assertThat(sink.text(Origin.STDERR)).isEmpty();
    }

    @Test
    void theCommandHasItsOwnNumberAndNoDescriptorsButThree() {
        exit(gateway("echo $$; ls /proc/self/fd", sink));
        SourceEvent.Started started = (SourceEvent.Started) sink.events().getFirst();
        assertThat(sink.text(Origin.STDOUT)).isEqualTo(started.pid() + "\n0\n1\n2\n3\n");
    }

    @Test
    void theEnvironmentComesThroughTheShell() {
        ProcessSpec spec =
                new ProcessSpec(
                        List.of("env"),
                        Optional.empty(),
                        Map.of("a_b", "x y", "c.d", "z$HOME"),
                        Optional.empty());
        ProcessSource source = source(spec, true);
        sink.follow(source);
        exit(source);
        assertThat(sink.text(Origin.STDOUT).lines()).contains("a_b=x y", "c.d=z$HOME");
    }

    @Test
    void aCommandThatDoesNotExistIsRefusedAsWithoutAShell() throws IOException {
        ProcessSource source = source(TestSpec.of("no-such-command-here"), true);
        assertThatThrownBy(() -> sink.follow(source))
                .isInstanceOf(CommandException.class)
                .hasMessage("command 'no-such-command-here' was not found");
        assertThat(HeldFolder.in(fifos()).path()).doesNotExist();
    }

    /** The gateway died after it had started the shell, which had not come to say so. */
    @Test
    void aShellThatComesTooLateDoesNotStartTheCommand() throws IOException {
        HeldFolder left = HeldFolder.in(Files.createDirectory(fifos()));
        left.make();
        left.makeJournal();
        Path started = folder.resolve("started");
        List<Descriptor> given = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            given.add(Spawn.openForCommand(Path.of("/dev/null")));
        }
        given.add(Spawn.openForCommand(left.journal(), Libc.O_WRONLY | Libc.O_APPEND));
        given.add(Spawn.openForCommand(left.journal(), Libc.O_RDONLY));
        given.add(Spawn.openForCommand(left.bell()));
        given.add(Spawn.openForCommand(left.release()));
        assertThat(left.isTaken()).isFalse();
        List<String> touch = List.of("touch", started.toString());
        ProcessSpec late = TestSpec.of(HeldFolder.holding(touch, Boot.id()).toArray(new String[0]));
        Child shell = new Child(Spawn.start(late, given), true);
        given.forEach(Descriptor::close);
        await().ignoreExceptions().until(() -> shell.reap().equals(new ExitStatus(1, 0)));
        assertThat(started).doesNotExist();
        assertThat(left.path()).doesNotExist();
    }

    @Test
    void aFolderWithoutAJournalIsOfNothingThatWasStarted() throws IOException {
        HeldFolder left = HeldFolder.in(Files.createDirectory(fifos()));
        left.make();
        assertThat(exit(gateway("exit 3", sink))).isEqualTo(new ExitStatus(3, 0));
        assertThat(sink.calls()).startsWith("Started");
    }

    /** Another process has the shell's number, and one the command's. */
    @Test
    void aNumberThatIsAnothersIsNotTakenForIt() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        ProcessId now = ProcessId.of(Long.toString(other.pid())).orElseThrow();
        String stat =
                "%d (sh) S 1 %d".formatted(now.pid(), now.group())
                        + " 0".repeat(16)
                        + " "
                        + (now.started() - 1);
        leave("held " + Boot.id() + " " + stat + "\nrunning " + stat + "\n");
        ProcessSource source = source(TestSpec.of("true"), true);
        after.follow(source);
        stop(source);
        assertThat(after.events()).last().isInstanceOf(SourceEvent.Failed.class);
        assertThat(((SourceEvent.Failed) after.events().getLast()).reason())
                .isEqualTo(
                        "the shell that held process %d has ended before it, so how it ended is not"
                                        .formatted(now.pid())
                                + " known");
        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly().waitFor();
        assertThatNothingIsHeld();
    }

    /** The numbers and the times since the start may be the same after a restart. */
    @Test
    void anotherStartOfTheMachineHasNoneOfItsProcesses() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        String stat = Files.readString(Path.of("/proc/" + other.pid() + "/stat"));
        leave("held another-boot " + stat.strip() + "\nrunning " + stat.strip() + "\n");
        ProcessSource source = source(TestSpec.of("true"), true);
        after.follow(source);
        await().until(() -> after.calls().contains("Failed"));
        assertThat(source.signal(SIGKILL)).isFalse();
        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly().waitFor();
    }

    @Test
    void aCommandWhoseShellIsKilledIsReadToItsEnd() throws IOException {
        ProcessSource source = gateway(PATIENT, sink);
        awaitOutput(sink, "1\n");
        Libc.kill(journal().holder().orElseThrow().pid(), SIGKILL);
        tell("two");
        awaitOutput(sink, "1\n2\nhalf a ");
        tell("end");
        await().until(() -> sink.calls().contains("Failed"));
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("1\n2\nhalf a line\n");
        await().until(() -> source.exit().toCompletableFuture().isCompletedExceptionally());
        assertThatNothingIsHeld();
    }

    @Test
    void aCommandThatIsStillReadIsNotJoinedByAnother() throws IOException {
        gateway("echo 1; exec sleep 60", sink);
        awaitOutput(sink, "1\n");
        int pid = journal().command().orElseThrow().pid();
        ProcessSource once = source(TestSpec.of("true"));
        assertThatThrownBy(() -> after.follow(once))
                .hasMessage(
                        "process "
                                + pid
                                + ", which another gateway has started, still writes to this"
                                + " stream");
        assertThat(journal().command().orElseThrow().isAlive()).isTrue();
        die();
        stop(gateway("true", after));
    }

    /** One that is no more to be left running is stopped with the gateway. */
    @Test
    void withoutReattachACommandThatIsFoundIsTakenOverAndStoppedInTheEnd() throws IOException {
        gateway("echo 1; exec sleep 60", sink);
        awaitOutput(sink, "1\n");
        die();
        ProcessSource next = source(TestSpec.of("true"), false);
        after.follow(next);
        next.leave().toCompletableFuture().join();
        assertThat(exit(next)).isEqualTo(new ExitStatus(0, 15));
        assertThatNothingIsHeld();
    }

    @Test
    void aHeldCommandIsStartedAgainToo() throws IOException {
        String script = "echo x >>runs; [ $(wc -l <runs) -ge 3 ]";
        ProcessSource source =
                new ProcessSource(
                        spec(script),
                        fifos(),
                        newGateway().loop(),
                        new ProcessPolicy(
                                GRACE, DRAIN_AFTER_EXIT, Restart.ON_FAILURE, true, true, false),
                        new Backoff(Duration.ofMillis(10), System::nanoTime));
        sink.follow(source);
        assertThat(exit(source)).isEqualTo(new ExitStatus(0, 0));
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(3);
        assertThatNothingIsHeld();
    }

    @Test
    void moreThanAPipeHoldsComesWhole() throws IOException {
        String script = "echo 1; until [ -e two ]; do sleep 0.01; done; head -c 5000000 /dev/zero";
        gateway(script, sink);
        awaitOutput(sink, "1\n");
        die();
        tell("two");
        ProcessSource next = gateway(script, after);
        assertThat(exit(next)).isEqualTo(new ExitStatus(0, 0));
        assertThat(after.count(Origin.STDOUT)).isEqualTo(5_000_000);
    }

    /** A gateway that starts the script, or goes on with what it finds. */
    private ProcessSource gateway(String script, Recorder to) {
        newGateway();
        ProcessSource source = source(spec(script), true);
        to.follow(source);
        return source;
    }

    private ProcessSpec spec(String script) {
        return new ProcessSpec(
                List.of("sh", "-c", script), Optional.of(folder), Map.of(), Optional.empty());
    }

    private TestLoop newGateway() {
        gateways.add(new TestLoop());
        return gateways.getLast();
    }

    private ProcessSource source(ProcessSpec spec, boolean reattach) {
        TestLoop gateway = newGateway();
        return new ProcessSource(
                spec,
                fifos(),
                gateway.loop(),
                new ProcessPolicy(GRACE, DRAIN_AFTER_EXIT, Restart.NEVER, reattach, true, false));
    }

    private void die() {
        gateways.getLast().close();
    }

    /** What a gateway has left whose shell and command are gone. */
    private void leave(String journal) throws IOException {
        HeldFolder left = HeldFolder.in(Files.createDirectory(fifos()));
        left.make();
        Fifo.createIfMissing(left.stdout());
        Fifo.createIfMissing(left.stderr());
        left.makeJournal();
        Files.writeString(left.journal(), journal, StandardOpenOption.APPEND);
    }

    private void tell(String file) throws IOException {
        Files.createFile(folder.resolve(file));
    }

    private Journal journal() throws IOException {
        return HeldFolder.in(fifos()).read("");
    }

    private static void awaitOutput(Recorder of, String text) {
        await().until(() -> of.text(Origin.STDOUT).equals(text));
    }

    private void assertThatNothingIsHeld() {
        assertThat(HeldFolder.in(fifos()).path()).doesNotExist();
    }
}
