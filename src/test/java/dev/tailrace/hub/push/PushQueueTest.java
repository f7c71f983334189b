package dev.tailrace.hub.push;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.hub.push.PushedStream.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Waiting;
import dev.tailrace.hub.SpoiltFile;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with and without keys, on a disk that is full and well again. */
class PushQueueTest {

    @TempDir Path path;

    private PushedStream holding() throws IOException {
        return new PushedStream(path, true);
    }

    private PushedStream goingOn() throws IOException {
        return new PushedStream(path, false);
    }

    private static void assertWritten(@Nullable PushOutcome outcome, long first, long last) {
        PushOutcome.Written written = written(outcome);
        assertThat(written.first()).isEqualTo(first);
        assertThat(written.last()).isEqualTo(last);
        assertThat(written.repeated()).isFalse();
    }

    private static PushOutcome.Written written(@Nullable PushOutcome outcome) {
        assertThat(outcome).isInstanceOf(PushOutcome.Written.class);
        return (PushOutcome.Written) Objects.requireNonNull(outcome);
    }

    private static PushOutcome answer(CompletionStage<PushOutcome> answer) {
        return await().until(() -> answer.toCompletableFuture().getNow(null), each -> each != null);
    }

    private static String refusedByTheDisk(PushOutcome outcome) {
        return refused(outcome, Refusal.Reason.DISK);
    }

    private static String refused(@Nullable PushOutcome outcome, Refusal.Reason reason) {
        assertThat(outcome).isInstanceOf(PushOutcome.Refused.class);
        Refusal refusal = ((PushOutcome.Refused) Objects.requireNonNull(outcome)).refusal();
        assertThat(refusal.reason()).isEqualTo(reason);
        return refusal.sentence();
    }

    @Test
    void aKeyOfOtherLinesIsRefusedAndNothingStored() throws IOException {
        try (PushedStream stream = goingOn()) {
            assertWritten(stream.push("k", "one\ntwo"), 0, 1);
            refused(stream.push("k", "three"), Refusal.Reason.KEY_REUSED);
            assertWritten(stream.push("other", "three"), 2, 2);
            stream.killAndStart();
            refused(stream.push("k", "three"), Refusal.Reason.KEY_REUSED);
            assertThat(stream.stored(Origin.STDOUT)).isEqualTo("one\ntwo\nthree\n");
        }
    }

    @Test
    void anEmptyRequestIsAnsweredAndRepeated() throws IOException {
        try (PushedStream stream = goingOn()) {
            assertWritten(stream.push("k", ""), 0, -1);
            stream.killAndStart();
            PushOutcome.Written again = written(stream.push("k", ""));
            assertThat(again.repeated()).isTrue();
            assertThat(again.lines()).isZero();
        }
    }

    @Test
    void onlySoManyKeysAreKeptAndTheOldestGoFirst() throws IOException {
        try (PushedStream stream = goingOn()) {
            stream.start(10, Duration.ofDays(1), Instant::now);
            for (int i = 0; i < 100; i++) {
                stream.push("k" + i, "line " + i);
            }
            assertThat(stream.keys().size()).isEqualTo(10);
            assertThat(Files.readAllLines(stream.keyFile())).hasSizeLessThan(60);
            assertWritten(stream.push("k89", "line 89"), 100, 100);
            PushOutcome.Written kept = written(stream.push("k99", "line 99"));
            assertThat(kept.repeated()).isTrue();
        }
    }

    @Test
    void keysAreForgottenWhenTheyAreOld() throws IOException {
        try (PushedStream stream = goingOn()) {
            Instant[] now = {Instant.parse("2026-11-20T04:00:00Z")};
            stream.start(10, Duration.ofHours(1), () -> now[0]);
            assertWritten(stream.push("k", "line"), 0, 0);
            now[0] = now[0].plusSeconds(3600);
            assertThat(stream.push("k", "line"))
                    .extracting(each -> ((PushOutcome.Written) each).repeated())
                    .isEqualTo(true);
            now[0] = now[0].plusSeconds(1);
            assertWritten(stream.push("k", "line"), 1, 1);
        }
    }

    @Test
    void aLogOfAnotherEpochKnowsNoKeyOfTheOldOne() throws IOException {
        try (PushedStream stream = goingOn()) {
            assertWritten(stream.push("k", "line"), 0, 0);
            String epoch = stream.log().description().epoch().value();
            String text = Files.readString(stream.keyFile());
            Files.writeString(stream.keyFile(), text.replace(epoch, "another1"));
            stream.killAndStart();
            assertWritten(stream.push("k", "line"), 1, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a line", "not UTF-8", "garbage", "a folder", "a FIFO"})
    void damagedKeysAreSetAsideAndTheOthersAreKnown(String damaged) throws Exception {
        try (PushedStream stream = new PushedStream(path, false)) {
            assertWritten(stream.push("a", "one"), 0, 0);
            spoil(stream.keyFile(), damaged);
            stream.killAndStart();
            boolean known = damaged.equals("a line") || damaged.equals("not UTF-8");
            assertThat(written(Objects.requireNonNull(stream.push("a", "one"))).first())
                    .isEqualTo(known ? 0 : 1);
            stream.push("b", "two");
            stream.killAndStart();
            assertThat(stream.keys().size()).isEqualTo(2);
            try (Stream<Path> files = Files.list(path.resolve("log"))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .filteredOn(name -> name.startsWith("push.keys.aside-"))
                        .hasSize(1);
            }
        }
    }

    private static void spoil(Path file, String how) throws Exception {
        switch (how) {
            case "a line" -> Files.writeString(file, "{\"key\":\n", StandardOpenOption.APPEND);
            case "not UTF-8" ->
                    Files.write(
                            file,
                            new byte[] {(byte) 0xff, (byte) 0xfe, '\n'},
                            StandardOpenOption.APPEND);
            default -> SpoiltFile.spoil(file, how);
        }
    }

    @Test
    void whileTheDiskHoldsRecordsRequestsWaitAndThenAreToldSo() throws IOException {
        try (PushedStream stream = holding()) {
            assertWritten(stream.push(null, "before"), 0, 0);
            stream.disk.fillUpAfter(0);
            PushKey key = new PushKey("k", "digest");
            CompletionStage<PushOutcome> held = stream.send(key, text("held"));
            CompletionStage<PushOutcome> behind = stream.send(null, text("behind"));
            refused(stream.push(key, text("held")), Refusal.Reason.KEY_BUSY);
            assertThat(refusedByTheDisk(answer(held))).contains("written when it does");
            assertThat(refusedByTheDisk(answer(behind))).contains("nothing of the request");
            // It is still on its way to the disk, though its first request has been answered.
            refused(stream.push(key, text("held")), Refusal.Reason.KEY_BUSY);
            assertThat(stream.log().next()).isEqualTo(1);
            stream.disk.recover();
            await().until(() -> stream.log().next() == 2);
            PushOutcome.Written again = written(stream.push(key, text("held")));
            assertThat(again.repeated()).isTrue();
            assertThat(again.first()).isEqualTo(1);
            assertWritten(stream.push(null, "after"), 2, 2);
            assertThat(stream.stored(Origin.STDOUT)).isEqualTo("before\nheld\nafter\n");
        }
    }

    @Test
    void aDiskThatIsWellInTimeIsWaitedFor() throws IOException {
        try (PushedStream stream = new PushedStream(path, true, Waiting.LIMIT)) {
            stream.disk.fillUpAfter(0);
            CompletionStage<PushOutcome> one = stream.send(null, text("one"));
            CompletionStage<PushOutcome> two = stream.send(new PushKey("k", "d"), text("two"));
            stream.disk.recover();
            assertWritten(answer(one), 0, 0);
            assertWritten(answer(two), 1, 1);
        }
    }

    @Test
    void whatLiveReadersSawAndTheDiskDidNotTakeIsNotSaidToBeWritten() throws IOException {
        try (PushedStream stream = goingOn()) {
            assertWritten(stream.push(null, "before"), 0, 0);
            stream.disk.fillUpAfter(60);
            PushKey key = new PushKey("k", "digest");
            String all = "one\ntwo\nthree";
            assertThat(refusedByTheDisk(answer(stream.send(key, text(all)))))
                    .contains("did not take all");
            assertThat(refusedByTheDisk(answer(stream.send(null, text("x")))))
                    .contains("nothing of the request");
            stream.disk.recover();
            await().until(() -> {
                stream.tend();
                return !stream.log().isFailing();
            });
            PushOutcome again = answer(stream.send(key, text(all)));
            assertThat(again).isInstanceOf(PushOutcome.Written.class);
            assertThat(stream.stored(Origin.STDOUT)).isEqualTo("before\none\ntwo\nthree\n");
            PushOutcome.Written once = written(stream.push(key, text(all)));
            assertThat(once.repeated()).isTrue();
            assertThat(stream.stored(Origin.STDOUT)).isEqualTo("before\none\ntwo\nthree\n");
        }
    }

    @Test
    void aKeyThatCannotBeNotedIsRefusedBeforeAnythingIsStored() throws IOException {
        try (PushedStream stream = goingOn()) {
            stream.keys().close();
            assertThat(refusedByTheDisk(answer(stream.send(new PushKey("k", "d"), text("x")))))
                    .contains("cannot be noted");
            assertThat(stream.log().next()).isZero();
        }
    }
}
