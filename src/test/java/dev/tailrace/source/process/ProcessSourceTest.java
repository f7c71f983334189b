package dev.tailrace.source.process;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.LossReason;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.FailingSink;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.TestLoop;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ProcessSourceTest extends ProcessFixture {
    @Test
    void whatACommandWritesComesBetweenItsStartAndItsExit() throws IOException {
        assertThat(exit(shell("echo out; echo err >&2"))).isEqualTo(new ExitStatus(0, 0));
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("out\n");
        assertThat(sink.text(Origin.STDERR)).isEqualTo("err\n");
        assertThat(sink.calls())
                .hasSize(6)
                .contains("bytes stdout", "bytes stderr")
                .startsWith("Started")
                .endsWith("end stdout", "end stderr", "Exited");
        assertThatNothingIsLeft();
    }

    @Test
    void theStartIsToldWithPidAndCommand() {
        exit(shell("echo $$"));
        long pid = Long.parseLong(sink.text(Origin.STDOUT).strip());
        assertThat(sink.events())
                .containsExactly(
                        new SourceEvent.Started(pid, List.of("sh", "-c", "echo $$")),
                        new SourceEvent.Exited(new ExitStatus(0, 0)));
    }

    @Test
    void fiftyMegabytesComeExactly() throws IOException {
        byte[] bytes = new byte[50_000_000];
        new Random(3).nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        exit(start(TestSpec.of("cat", file.toString()), sink));
        assertThat(sink.count(Origin.STDOUT)).isEqualTo(bytes.length);
        assertThat(sink.digest(Origin.STDOUT))
                .isEqualTo(HexFormat.of().formatHex(Recorder.sha256().digest(bytes)));
    }

    @Test
    void theExitCodeIsTheCommands() {
        assertThat(exit(shell("exit 3")).shellCode()).isEqualTo(3);
    }

    @Test
    void aCommandThatASignalEndsHasTheShellsCodeForIt() {
        ExitStatus status = exit(shell("kill -9 $$"));
        assertThat(status).isEqualTo(new ExitStatus(0, 9));
        assertThat(status.shellCode()).isEqualTo(128 + 9);
    }

    @Test
    void whatACommandWroteBeforeItExitedComesBeforeItsExit() {
        Path written = folder.resolve("written");
        Runnable release = test.hold();
        ProcessSource source = shell("head -c 900000 /dev/zero; echo >" + written);
        await().until(() -> Files.exists(written));
        release.run();
        exit(source);
        assertThat(sink.count(Origin.STDOUT)).isEqualTo(900_000);
    }

    @Test
    void aCommandThatClosesItsOutputsIsStillAwaited() {
        assertThat(exit(shell("exec >&- 2>&-; sleep 0.1; exit 4")).code()).isEqualTo(4);
        assertThat(sink.calls()).containsExactly("Started", "end stdout", "end stderr", "Exited");
    }

    @Test
    void whatIsLeftInTheBackgroundHoldsTheExitForTheDrainOnly() throws IOException {
        Path pid = folder.resolve("pid");
        long before = System.nanoTime();
        exit(shell("head -c 300000 /dev/zero; sleep 600 & echo $! >" + pid));
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertThat(took).isGreaterThanOrEqualTo(DRAIN_AFTER_EXIT);
        assertThat(background(pid)).as("the exit did not wait for it").isPresent();
        assertThat(sink.count(Origin.STDOUT)).isEqualTo(300_000);
        assertThat(sink.calls()).endsWith("end stdout", "end stderr", "Lost", "Exited");
        assertThatNothingIsLeft();
        kill(pid);
    }

    /** What it may write later is not read, which is said, with what is left open. */
    @Test
    void anOutputThatIsLeftOpenIsSaid() throws IOException {
        Path pid = folder.resolve("pid");
        ProcessSource source = shell("sleep 600 >&- & echo $! >" + pid);
        exit(source);
        assertThat(sink.events())
                .filteredOn(SourceEvent.Lost.class::isInstance)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.type(SourceEvent.Lost.class))
                .returns(LossReason.LEFT_OPEN, SourceEvent.Lost::reason)
                .returns(-1L, SourceEvent.Lost::bytes)
                .extracting(SourceEvent.Lost::what, InstanceOfAssertFactories.STRING)
                .startsWith("stderr of command 'sh' (");
        kill(pid);
    }

    /** However long that takes: the time in which its output may be left open begins then. */
    @Test
    void whatACommandWroteBeforeItEndedComesOnceItIsAskedFor() throws IOException {
        ProcessSource source =
                source(TestSpec.of("sh", "-c", "head -c 900000 /dev/zero; echo oops >&2"));
        AssertSubscriber<SourceItem> subscriber = AssertSubscriber.create(0);
        source.open(() -> Resumed.NOTHING).subscribe(subscriber);
        subscriber.awaitSubscription();
        awaitThatNoProcessIsHeld();
        await().during(DRAIN_AFTER_EXIT.multipliedBy(2))
                .until(() -> subscriber.getItems().isEmpty());
        assertThat(source.exit().toCompletableFuture()).isNotDone();
        subscriber.request(1);
        await().until(() -> subscriber.getItems().size() == 1);
        subscriber.request(Long.MAX_VALUE);
        exit(source);
        await().until(subscriber::hasCompleted);
        assertThat(subscriber.getItems().getFirst())
                .isInstanceOfSatisfying(
                        SourceItem.Event.class,
                        first -> assertThat(first.event()).isInstanceOf(SourceEvent.Started.class));
        assertThat(subscriber.getItems())
                .filteredOn(SourceItem.Chunk.class::isInstance)
                .extracting(each -> ((SourceItem.Chunk) each).length())
                .satisfies(lengths ->
                        assertThat(lengths.stream().mapToInt(each -> each).sum())
                                .isEqualTo(900_005));
        assertThat(subscriber.getItems().getLast())
                .isEqualTo(
                        new SourceItem.Event(
                                new SourceEvent.Exited(new ExitStatus(0, 0), Optional.empty())));
        assertThatNothingIsLeft();
    }

    @Test
    void whatACommandWroteComesEvenIfTheDrainIsOverAtOnce() throws IOException {
        Path pid = folder.resolve("pid");
        String script = "head -c 900000 /dev/zero; sleep 600 & echo $! >" + pid;
        try (TestLoop impatient = TestLoop.impatient()) {
            Runnable release = impatient.hold();
            ProcessSource source =
                    new ProcessSource(
                            TestSpec.of("sh", "-c", script),
                            fifos(),
                            impatient.loop(),
                            ProcessPolicy.once(ProcessPolicy.GRACE, DRAIN_AFTER_EXIT));
            sink.follow(source);
            await().until(() -> Files.exists(pid) && Files.size(pid) > 0);
            release.run();
            exit(source);
        }
        assertThat(sink.count(Origin.STDOUT)).isEqualTo(900_000);
        kill(pid);
    }

    @Test
    void whatTheBackgroundWritesDuringTheDrainComesToo() {
        exit(shell("(sleep 0.1; echo late) & echo early", care(LIMIT)));
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("early\nlate\n");
    }

    /** As it would be if the gateway had died: nobody reads, and no SIGPIPE comes. */
    @Test
    void aCommandGoesOnWritingWhenNobodyReads() throws IOException {
        Path go = folder.resolve("go");
        Path survived = folder.resolve("survived");
        String script =
                "echo first; until [ -e %s ]; do sleep 0.02; done; %s && echo >%s"
                        .formatted(go, "head -c 900000 /dev/zero", survived);
        ProcessSource source = start(TestSpec.of("sh", "-c", script), new FailingSink(sink));
        await().until(() -> sink.calls().contains("Failed"));
        assertThat(sink.calls()).containsExactly("Started", "end stdout", "end stderr", "Failed");
        assertThat(survived).doesNotExist();
        Files.createFile(go);
        assertThat(exit(source).code()).isZero();
        assertThat(survived).exists();
        assertThat(sink.calls()).endsWith("Failed");
        assertThatNothingIsLeft();
    }

    @Test
    void commandsCostNoThreads() {
        int before = Thread.activeCount();
        List<ProcessSource> sources =
                IntStream.range(0, 20)
                        .mapToObj(i -> start(TestSpec.of("sleep", "60"), sink))
                        .toList();
        await().until(() -> sink.events().size() == 20);
        assertThat(Thread.activeCount()).isLessThan(before + 5);
        sources.forEach(source -> source.signal(9));
        sources.forEach(ProcessFixture::exit);
    }

    private static void kill(Path pid) throws IOException {
        background(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static Optional<ProcessHandle> background(Path pid) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    }
}
