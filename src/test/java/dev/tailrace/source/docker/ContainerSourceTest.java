package dev.tailrace.source.docker;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.MayBlock;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.LossReason;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.TestLoop;
import dev.tailrace.source.docker.FakeEngine.Box;
import dev.tailrace.source.docker.FakeEngine.Part;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@MayBlock
class ContainerSourceTest {
    private static final Vertx VERTX =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
    private static final String ID = "47548fb30dabf6037901";
    private static final long STAMP = 1_795_278_564_336_199_979L;
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final SourceEvent LOSS = loss(Attached.UNKNOWN);
    private static final SourceEvent UNREADABLE =
            new SourceEvent.Lost(
                    LossReason.UNREADABLE,
                    "the log of container web (47548fb30dab), whose log driver 'none' cannot be"
                            + " read",
                    Attached.UNKNOWN);
    private static final SourceEvent EXITED_9 = new SourceEvent.Exited(new ExitStatus(9, 0));

    /** Odd, so that each part of a frame's header of eight bytes has its turn. */
    private static final int CUT_STEP = Depth.step(5);

    private static final int SEEDS = Depth.rounds(8);

    @TempDir static Path folder;
    @AutoClose final TestLoop test = new TestLoop();

    private final DockerCounts counts = new DockerCounts();
    @AutoClose private FakeEngine fake;
    private Engine engine;

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void startEngine() throws IOException {
        fake = new FakeEngine(folder.resolve("engine.sock"));
        engine = new Engine(VERTX, fake.address(), 10);
    }

    @Test
    void bothOutputsComeWithTheirStampsAndTheExitCode() {
        Box box = fake.box(ID, "web").start();
        box.write(part(Origin.STDOUT, 0, "out\n"), part(Origin.STDERR, 1, "err\n"));
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(log.writer());
        await().until(() -> log.size() == 8);
        assertThat(log.events()).singleElement().isInstanceOf(SourceEvent.Started.class);
        box.write(part(Origin.STDOUT, 2, "last\n")).exit(3);
        join(source.over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("out\nlast\n");
        assertThat(log.text(Origin.STDERR)).isEqualTo("err\n");
        assertThat(log.times()).containsExactly(STAMP, STAMP + 1, STAMP + 2);
        assertThat(log.events().getLast()).isEqualTo(new SourceEvent.Exited(new ExitStatus(3, 0)));
    }

    @Test
    void aTerminalsOutputComesAsItIs() {
        Box box = fake.box(ID, "tty", Map.of(), true).start();
        String lines = "a\r\n" + "x".repeat(40_000) + "\r\n";
        box.write(
                part(Origin.STDOUT, 0, lines.substring(0, 3)),
                part(Origin.STDOUT, 1, lines.substring(3, 3 + 16_384)),
                part(Origin.STDOUT, 1, lines.substring(3 + 16_384, 3 + 2 * 16_384)),
                part(Origin.STDOUT, 1, lines.substring(3 + 2 * 16_384)));
        box.exit(0);
        KeptLog log = new KeptLog(new Random(1));
        join(follow(log.writer()).over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo(lines);
    }

    @Test
    void aConnectionThatIsLostAtAnyByteCostsNothing() {
        List<Part> parts = someParts(new Random(5), 7, 12);
        for (boolean tty : new boolean[] {false, true}) {
            List<Part> own = tty ? stdoutOf(parts) : parts;
            int length = own.stream().mapToInt(each -> FakeEngine.frame(each).length).sum();
            for (int cut = 0; cut < length; cut += CUT_STEP) {
                String id = ID + "-" + tty + cut;
                Box box = fake.box(id, "web", Map.of(), tty).start();
                box.write(own.toArray(Part[]::new)).exit(0);
                fake.cutAfter(cut);
                KeptLog log = new KeptLog(new Random(cut));
                join(follow(id, log.writer()).over());
                assertAll("tty " + tty + ", cut after " + cut, log, own);
            }
        }
        assertThat(counts.removed.sum()).isZero();
    }

    private void assertAll(String what, KeptLog log, List<Part> parts) {
        for (Origin origin : List.of(Origin.STDOUT, Origin.STDERR)) {
            assertThat(log.text(origin)).as(what).isEqualTo(text(parts, origin));
        }
    }

    private static String text(List<Part> parts, Origin origin) {
        return parts.stream()
                .filter(part -> part.origin() == origin)
                .map(Part::text)
                .collect(Collectors.joining());
    }

    private static List<Part> stdoutOf(List<Part> parts) {
        return parts.stream()
                .map(each -> new Part(Origin.STDOUT, each.stamp(), each.text()))
                .toList();
    }

    /** Several of the same stamp, of both outputs, and now and then a line in parts. */
    private static List<Part> someParts(Random random, int count, int longest) {
        long[] stamp = {STAMP};
        return random.ints(count, 0, 10)
                .mapToObj(kind -> {
                    stamp[0] += kind < 5 ? 0 : kind;
                    Origin origin = kind % 3 == 0 ? Origin.STDERR : Origin.STDOUT;
                    String text = "x".repeat(random.nextInt(longest)) + random.nextInt(1000);
                    return new Part(origin, stamp[0], text + "\n");
                })
                .toList();
    }

    @Test
    void neitherKillsOfTheGatewayNorLostConnectionsLoseOrRepeatAByte() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            String id = ID + "-" + seed;
            fake.filtersEachPart = random.nextBoolean();
            fake.pieces(new Random(seed));
            Box box = fake.box(id, "web").start();
            List<Part> parts = someParts(random, 60, 3000);
            KeptLog log = new KeptLog(random);
            int written = 0;
            for (int gateway = 0; gateway < 5; gateway++) {
                fake.cutAfter(random.nextInt(40_000), random.nextInt(40_000));
                KeptLog.Writer writer = log.writer();
                ContainerSource source = follow(id, writer);
                int next = Math.min(parts.size(), written + random.nextInt(25));
                box.write(parts.subList(written, next).toArray(Part[]::new));
                written = next;
                int enough = log.size() + random.nextInt(20_000);
                long deadline = System.nanoTime() + Duration.ofMillis(20).toNanos();
                while (log.size() < enough && System.nanoTime() < deadline) {
                    Thread.onSpinWait(); // a kill in the middle of it, or when all is quiet
                }
                writer.kill();
                join(source.stop());
            }
            box.write(parts.subList(written, parts.size()).toArray(Part[]::new)).exit(0);
            join(follow(id, log.writer()).over());
            assertAll("seed " + seed, log, parts);
        }
        assertThat(counts.removed.sum()).isZero();
    }

    @Test
    void aSinkThatTakesNothingHoldsTheEngine() {
        Box box = fake.box(ID, "web").start();
        box.write(part(Origin.STDOUT, 0, "first\n"));
        KeptLog log = new KeptLog(new Random(1));
        KeptLog.Writer writer = log.writer();
        ContainerSource source = follow(writer);
        await().until(() -> log.size() == 6);
        writer.take(false);
        String line = "x".repeat(10_000) + "\n";
        for (int i = 1; i <= 2000; i++) {
            box.write(part(Origin.STDOUT, i, line));
        }
        await().during(Duration.ofMillis(300)).until(() -> log.size() < 6 + 100_000);
        writer.take(true);
        box.exit(0);
        join(source.over());
        assertThat(log.size()).isEqualTo(6 + 2000 * line.length());
    }

    @Test
    void anEngineThatIsAwayIsWaitedFor() throws IOException {
        Box box = fake.box(ID, "web").start();
        box.write(part(Origin.STDOUT, 0, "a\n"));
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(log.writer());
        await().until(() -> log.size() == 2);
        fake.down();
        box.write(part(Origin.STDOUT, 0, "b\n"), part(Origin.STDERR, 1, "c\n"));
        box.exit(7);
        fake.up();
        join(source.over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("a\nb\n");
        assertThat(log.text(Origin.STDERR)).isEqualTo("c\n");
        assertThat(log.events().getLast()).isEqualTo(new SourceEvent.Exited(new ExitStatus(7, 0)));
    }

    @ParameterizedTest
    @EnumSource
    void howeverAnEngineEndsALogIsReadToItsEnd(FakeEngine.Ending ending) {
        engine = new Engine(VERTX, fake.address(), 10, PATIENCE);
        Box box = fake.box(ID, "web").start().write(part(Origin.STDOUT, 0, "a\n"));
        Container container = join(engine.inspect(ID));
        fake.endNext("/json", ending);
        if (!ending.isOpenBody()) {
            fake.endNext("/logs", ending);
        }
        box.exit(7);
        KeptLog log = new KeptLog(new Random(1));
        join(follow(container, log.writer(), null).over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("a\n");
        assertThat(log.events().getLast()).isEqualTo(new SourceEvent.Exited(new ExitStatus(7, 0)));
        assertThat(fake.endingNext()).isEmpty();
    }

    @Test
    void aRunWhoseEndHasBeenToldIsNotToldAgain() {
        Box box = fake.box(ID, "web").start();
        box.write(part(Origin.STDOUT, 0, "a\n")).exit(0);
        KeptLog log = KeptLog.stoppedInOrder();
        join(follow(log.writer()).over());
        assertThat(log.events()).hasSize(2);
        join(follow(log.writer()).over());
        assertThat(log.events().getLast()).isEqualTo(new SourceEvent.Quiet());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("a\n");
        box.start().write(part(Origin.STDOUT, 9, "b\n")).exit(1);
        join(follow(log.writer()).over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("a\nb\n");
        assertThat(log.events())
                .extracting(each -> each.getClass().getSimpleName())
                .containsExactly("Started", "Exited", "Quiet", "Started", "Exited");
    }

    @Test
    void anotherContainerOfTheSameNameBeginsAtItsOwnBeginning() {
        KeptLog log = KeptLog.stoppedInOrder();
        Box first = fake.box("a".repeat(20), "web").start();
        first.write(part(Origin.STDOUT, 5, "a\n")).exit(0);
        join(follow(first.id, log.writer()).over());
        Box second = fake.box("b".repeat(20), "web").start();
        second.write(part(Origin.STDOUT, 1, "b\n")).exit(0);
        join(follow(second.id, log.writer()).over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("a\nb\n");
    }

    @Test
    void aContainerThatIsRemovedEndsWithTheCodeThatAnEventTold() {
        speakNewest();
        Box box = fake.box(ID, "web").start();
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(log.writer());
        box.write(part(Origin.STDOUT, 0, "a\n"));
        await().until(() -> log.size() == 2);
        fake.remove(box);
        box.exit(9);
        source.died(died(9));
        join(source.over());
        assertThat(log.events()).hasSize(2).endsWith(EXITED_9);
    }

    @Test
    void anEngineThatMayEndALogTooEarlyLeavesALossWithAContainerThatIsRemoved() {
        Box box = fake.box(ID, "web").start();
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(log.writer());
        box.write(part(Origin.STDOUT, 0, "a\n"));
        await().until(() -> log.size() == 2);
        fake.remove(box);
        box.exit(9);
        source.died(died(9));
        join(source.over());
        assertThat(log.events().subList(1, 3)).containsExactly(LOSS, EXITED_9);
    }

    @Test
    void whatALogThatEndsTooEarlyLacksIsTakenFromWhatIsHeld() {
        Box box = fake.box(ID, "web");
        Newcomer newcomer = attached(ID);
        box.start().write(part(Origin.STDOUT, 0, "a\n"), part(Origin.STDERR, 1, "b\n"));
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(ID, log.writer(), newcomer);
        await().until(() -> log.size() == 4);
        box.endsEarly = true;
        box.write(part(Origin.STDOUT, 2, "c\n"), part(Origin.STDERR, 3, "d\n"));
        box.dead = true;
        box.exit(9);
        join(source.over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("a\nc\n");
        assertThat(log.text(Origin.STDERR)).isEqualTo("b\nd\n");
        assertThat(counts.removed.sum()).isZero();
        assertThat(log.events()).hasSize(2).endsWith(EXITED_9);
    }

    private static ContainerEvent died(int code) {
        return new ContainerEvent(
                "die", ID, "web", "bb", Map.of(), OptionalInt.of(code), FakeEngine.EVENT_TIME);
    }

    @Test
    void aContainerThatIsAboutToBeRemovedAfterItHasBeenReadEndsWithItsCode() {
        speakNewest();
        Box box = fake.box(ID, "web").start();
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(log.writer());
        box.write(part(Origin.STDOUT, 0, "a\n"));
        await().until(() -> log.size() == 2);
        box.dead = true;
        box.exit(137);
        join(source.over());
        assertThat(log.events())
                .hasSize(2)
                .last()
                .isEqualTo(new SourceEvent.Exited(new ExitStatus(137, 0)));
    }

    @Test
    void aContainerThatIsAboutToBeRemovedBeforeItHasBeenReadIsALoss() {
        Box box = fake.box(ID, "web").start();
        box.write(part(Origin.STDOUT, 0, "a\n"));
        box.dead = true;
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(log.writer());
        source.died(died(9));
        join(source.over());
        assertThat(log.events().subList(1, 3)).containsExactly(LOSS, EXITED_9);
    }

    @Test
    void aContainerThatIsRemovedWhileItsLogIsCutOffIsALoss() {
        Box box = fake.box(ID, "web").start();
        box.write(part(Origin.STDOUT, 0, "a\n"), part(Origin.STDOUT, 1, "b\n")).exit(9);
        box.diesAfter = 1;
        fake.cutAfter(40);
        KeptLog log = new KeptLog(new Random(1));
        join(follow(log.writer()).over());
        assertThat(log.events().subList(1, 3)).containsExactly(LOSS, EXITED_9);
    }

    @Test
    void aContainerThatWasRemovedWhileNobodyReadItIsALossBeforeTheNextOfItsName() {
        KeptLog log = KeptLog.stoppedInOrder();
        Box first = fake.box(ID, "web").start();
        first.write(part(Origin.STDOUT, 0, "a\n"));
        ContainerSource source = follow(log.writer());
        await().until(() -> log.size() == 2);
        join(source.stop());
        fake.remove(first);
        Box second = fake.box("b".repeat(20), "web").start();
        second.write(part(Origin.STDOUT, 1, "b\n")).exit(9);
        join(follow(second.id, log.writer()).over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("a\nb\n");
        assertThat(log.events()).hasSize(4).contains(LOSS, EXITED_9);
        assertThat(log.events().get(1)).isEqualTo(LOSS);
    }

    @Test
    void aContainerThatHasAnotherNameNowIsNoLossBeforeTheNextOfItsName() {
        KeptLog log = KeptLog.stoppedInOrder();
        Box first = fake.box(Container.shortId(ID), "web").start();
        first.write(part(Origin.STDOUT, 0, "a\n"));
        ContainerSource source = follow(first.id, log.writer());
        await().until(() -> log.size() == 2);
        join(source.stop());
        Box second = fake.box("b".repeat(20), "web").start();
        second.write(part(Origin.STDOUT, 1, "b\n")).exit(9);
        join(follow(second.id, log.writer()).over());
        assertThat(log.events()).hasSize(3).doesNotHaveAnyElementsOfTypes(SourceEvent.Lost.class);
    }

    @Test
    void whatWasHeldOfItsOutputTakesThePlaceOfALogThatIsGone() {
        for (boolean tty : new boolean[] {false, true}) {
            String id = ID + tty;
            Box box = fake.box(id, "web", Map.of(), tty);
            Newcomer newcomer = attached(id);
            box.dead = true;
            box.start().write(part(Origin.STDOUT, 0, "a\n"), part(Origin.STDOUT, 0, "b"));
            box.exit(9);
            KeptLog log = new KeptLog(new Random(1));
            join(follow(id, log.writer(), newcomer).over());
            assertThat(log.text(Origin.STDOUT)).isEqualTo("a\nb");
            assertThat(log.events()).hasSize(2).endsWith(EXITED_9);
        }
    }

    @Test
    void aLogThatWasAskedForAtTheStartIsReadThoughTheContainerIsGoneByNow() {
        speakNewest();
        Box box = fake.box(ID, "web");
        Newcomer newcomer = attached(ID);
        box.start().write(part(Origin.STDOUT, 0, "a\n"));
        startedLate(newcomer);
        await().until(() -> fake.requests().stream().anyMatch(each -> each.contains("/logs?")));
        fake.remove(box.exit(9));
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(newcomer.container().toGone(), log.writer(), newcomer);
        source.died(died(9));
        join(source.over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("a\n");
        assertThat(log.events()).hasSize(2).endsWith(EXITED_9);
    }

    @Test
    void anOutputThatWasHeldTooLateIsALossIfThereIsNoLog() {
        Box box = fake.box(ID, "web");
        Newcomer newcomer = attached(ID);
        box.dead = true;
        startedLate(newcomer);
        box.start().write(part(Origin.STDOUT, 0, "b\n")).exit(9);
        KeptLog log = new KeptLog(new Random(1));
        join(follow(ID, log.writer(), newcomer).over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("b\n");
        assertThat(log.events().subList(1, 3)).containsExactly(LOSS, EXITED_9);
    }

    @Test
    void whatALogThatEndsTooEarlyLacksIsTakenFromWhatWasHeldTooLate() {
        Box box = fake.box(ID, "web");
        box.start().write(part(Origin.STDOUT, 0, "a\n"));
        Newcomer newcomer = attached(ID);
        startedLate(newcomer);
        box.write(part(Origin.STDOUT, 1, "b\n"), part(Origin.STDERR, 2, "c\n"));
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(ID, log.writer(), newcomer);
        await().until(() -> log.size() == 6);
        box.endsEarly = true;
        box.write(part(Origin.STDOUT, 3, "d\n"), part(Origin.STDERR, 4, "e\n"));
        box.dead = true;
        box.exit(9);
        join(source.over());
        assertThat(log.text(Origin.STDOUT)).isEqualTo("a\nb\nd\n");
        assertThat(log.text(Origin.STDERR)).isEqualTo("c\ne\n");
        assertThat(log.events().subList(1, 3)).containsExactly(LOSS, EXITED_9);
    }

    @Test
    void aLogIsWholeIfNothingWasWrittenAfterItWasAskedFor() {
        Box box = fake.box(ID, "web");
        box.start().write(part(Origin.STDOUT, 0, "a\n"));
        Newcomer newcomer = attached(ID);
        startedLate(newcomer);
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(ID, log.writer(), newcomer);
        await().until(() -> log.size() == 2);
        box.dead = true;
        box.exit(9);
        join(source.over());
        assertThat(log.events()).hasSize(2).endsWith(EXITED_9);
    }

    @Test
    void ofALargeOutputWithoutALogTheBeginningIsTakenAndTheRestIsCounted() {
        Box box = fake.box(ID, "web");
        Newcomer newcomer = attached(ID);
        box.dead = true;
        String line = "x".repeat(999) + "\n";
        box.start();
        for (int i = 0; i < 100; i++) {
            box.write(part(Origin.STDOUT, i, line));
        }
        box.exit(9);
        KeptLog log = new KeptLog(new Random(1));
        join(follow(ID, log.writer(), newcomer).over());
        int taken = log.text(Origin.STDOUT).length();
        assertThat(taken).isBetween(1, Attached.MAX_BYTES);
        assertThat(log.events().subList(1, 3))
                .containsExactly(loss(100 * line.length() - taken), EXITED_9);
    }

    @Test
    void aLogThatHasAllOfALargeOutputIsWhole() {
        Box box = fake.box(ID, "web");
        Newcomer newcomer = attached(ID);
        String line = "x".repeat(9999) + "\n";
        box.start();
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(ID, log.writer(), newcomer);
        for (int i = 0; i < 10; i++) {
            box.write(part(Origin.STDOUT, i, line));
        }
        await().until(() -> log.size() == 10 * line.length());
        box.dead = true;
        box.exit(9);
        join(source.over());
        assertThat(log.events()).hasSize(2).endsWith(EXITED_9);
    }

    @Test
    void whatIsHeldOfItsOutputIsLetGoOnceItIsOver() {
        Box box = fake.box(ID, "web");
        Newcomer newcomer = attached(ID);
        box.start().write(part(Origin.STDOUT, 0, "a\n"));
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(ID, log.writer(), newcomer);
        await().until(() -> log.size() == 2);
        box.exit(9);
        join(source.over());
        assertThat(isHeld(newcomer)).isFalse();
        assertThat(log.text(Origin.STDOUT)).isEqualTo("a\n");
    }

    @Test
    void aQuestionThatTheEngineRefusesFailsWithWhatItSays() {
        fake.logsRefused = "no such parameter";
        fake.logsRefusedWith = 400;
        fake.box(ID, "web").start();
        KeptLog log = new KeptLog(new Random(1));
        join(follow(log.writer()).over());
        assertThat(log.events().getLast())
                .isEqualTo(
                        new SourceEvent.Failed(
                                "Container web cannot be read: it answers with status 400: no such"
                                        + " parameter"));
    }

    private void refuseToReadLogs() {
        fake.logDriver = "none";
        fake.logsRefused = "configured logging driver does not support reading";
    }

    @Test
    void aContainerWhoseLogCannotBeReadSaysSoOnceAndEndsWithItsExitCode() {
        refuseToReadLogs();
        Box box = fake.box(ID, "web").start();
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(log.writer());
        await().until(() -> log.events().contains(UNREADABLE));
        source.wake();
        await().until(() ->
                fake.requests().stream().filter(each -> each.contains("/logs")).count() == 2);
        box.exit(9);
        source.died(died(9));
        join(source.over());
        assertThat(log.events()).hasSize(3).endsWith(UNREADABLE, EXITED_9);
    }

    @Test
    void aContainerWhoseLogCannotBeReadMayEndWhileTheEngineIsAway() {
        refuseToReadLogs();
        Box box = fake.box(ID, "web").start();
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(log.writer());
        await().until(() -> log.events().contains(UNREADABLE));
        box.exit(9);
        source.wake();
        join(source.over());
        assertThat(log.events()).hasSize(3).endsWith(UNREADABLE, EXITED_9);
    }

    @Test
    void aContainerThatEndedWithALogThatCannotBeReadHasItsExitCode() {
        refuseToReadLogs();
        fake.box(ID, "web").start().exit(9);
        KeptLog log = new KeptLog(new Random(1));
        join(follow(log.writer()).over());
        assertThat(log.events()).hasSize(3).endsWith(UNREADABLE, EXITED_9);
    }

    @Test
    void aRemovedContainerWhoseLogCannotBeReadHasItsExitCodeAndHoldsNothing() {
        refuseToReadLogs();
        Box box = fake.box(ID, "web");
        Newcomer newcomer = attached(ID);
        box.start();
        startedLate(newcomer);
        await().until(() -> fake.requests().stream().anyMatch(each -> each.contains("/logs?")));
        fake.remove(box.exit(9));
        KeptLog log = new KeptLog(new Random(1));
        ContainerSource source = follow(newcomer.container().toGone(), log.writer(), newcomer);
        source.died(died(9));
        join(source.over());
        assertThat(log.events()).hasSize(3).endsWith(UNREADABLE, EXITED_9);
        assertThat(isHeld(newcomer)).isFalse();
    }

    private static Part part(Origin origin, long after, String text) {
        return new Part(origin, STAMP + after, text);
    }

    /** One that has been created, and to which the engine has attached. */
    private Newcomer attached(String id) {
        Newcomer newcomer = new Newcomer(engine, join(engine.inspect(id)));
        Attached attached = newcomer.attach(FakeEngine.EVENT_TIME);
        await().until(attached::isOpen);
        return newcomer;
    }

    /** With an engine that ends logs with their last lines. */
    private void speakNewest() {
        fake.pingVersion = Optional.of("1.42");
        join(engine.negotiate());
    }

    private static SourceEvent loss(long bytes) {
        return new SourceEvent.Lost(
                LossReason.REMOVED, "the log of container web (47548fb30dab)", bytes);
    }

    /** It has started before it was attached to, and its log is asked for. */
    private static void startedLate(Newcomer newcomer) {
        newcomer.started(FakeEngine.EVENT_TIME + 1);
    }

    private static boolean isHeld(Newcomer newcomer) {
        Attached attached = newcomer.attached();
        return attached != null && attached.isOpen();
    }

    private ContainerSource follow(KeptLog.Writer writer) {
        return follow(ID, writer);
    }

    private ContainerSource follow(String id, KeptLog.Writer writer) {
        return follow(id, writer, null);
    }

    private ContainerSource follow(String id, KeptLog.Writer writer, @Nullable Newcomer newcomer) {
        return follow(join(engine.inspect(id)), writer, newcomer);
    }

    private ContainerSource follow(
            Container container, KeptLog.Writer writer, @Nullable Newcomer newcomer) {
        ContainerSource source =
                new ContainerSource(engine, container, test.loop(), counts, SOON, newcomer);
        writer.follow(source);
        return source;
    }

    private static <T> T join(CompletionStage<T> stage) {
        return outcome(stage);
    }

    private static <T> T join(Uni<T> answer) {
        return outcome(answer.subscribeAsCompletionStage());
    }
}
