package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Ending;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records are their own numbers; a tail of one block holds some 90 of them. */
class CursorTest {
    private static final long ALL = Long.MAX_VALUE;

    private final CursorFixture stream;

    CursorTest(@TempDir Path path) {
        stream = new CursorFixture(path, CursorFixture.TINY);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    /** As one does that began there, and comes to ask for records only later. */
    @Test
    void withoutDemandNothingIsReadOrHandedOut() {
        stream.appendTo(500);
        Reader behind = stream.read(0);
        Reader live = stream.read(499);
        stream.run();
        stream.appendTo(510);
        stream.run();
        assertThat(behind.got).isEmpty();
        assertThat(live.got).isEmpty();
        assertThat(stream.replayers.waiting()).isZero();
    }

    @Test
    void oneRequestIsAnsweredOnceWithAllThatLiesTogether() {
        stream.appendTo(20);
        Reader reader = stream.read(5).request(1);
        assertThat(reader.got).isEqualTo(numbers(5, 20));
        stream.appendTo(30);
        stream.run();
        assertThat(reader.got).hasSize(15);
        reader.request(1);
        assertThat(reader.got).isEqualTo(numbers(5, 30));
    }

    @Test
    void aRequestThatHasNothingYetIsAnsweredLater() {
        Reader reader = stream.read(0).request(1);
        stream.run();
        assertThat(reader.got).isEmpty();
        stream.appendTo(4);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 4));
    }

    @Test
    void demandsAddUpWithoutOverflowing() {
        Reader reader = stream.read(0).request(ALL).request(ALL);
        stream.appendTo(4);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 4));
    }

    @Test
    void anEndedStreamCompletesOnceAllIsHandedOut() {
        stream.appendTo(300);
        stream.feed.end();
        Reader reader = stream.read(0).request(ALL);
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 300));
        assertThat(reader.completed).isTrue();
        assertThat(reader.cursor.ending()).isEqualTo(Ending.ENDED);
    }

    @Test
    void whoWaitsIsToldThatTheStreamHasEnded() {
        Reader reader = stream.read(0).request(ALL);
        stream.appendTo(3);
        stream.feed.end();
        assertThat(reader.completed).isFalse();
        stream.run();
        assertThat(reader.got).isEqualTo(numbers(0, 3));
        assertThat(reader.cursor.ending()).isEqualTo(Ending.ENDED);
    }

    @Test
    void aStreamThatWasStartedAgainGoesOn() {
        stream.feed.end();
        stream.feed.reopen();
        Reader reader = stream.read(0).request(ALL);
        stream.appendTo(3);
        stream.run();
        assertThat(reader.completed).isFalse();
        assertThat(reader.got).isEqualTo(numbers(0, 3));
    }

    @Test
    void cancellingWhileWaitingHandsOutNothingMore() {
        Reader reader = stream.read(0).request(ALL);
        Reader other = stream.read(0).request(ALL);
        reader.cursor.cancel();
        stream.appendTo(3);
        stream.run();
        assertThat(reader.got).isEmpty();
        assertThat(other.got).isEqualTo(numbers(0, 3));
    }

    @Test
    void aCursorCanBeSubscribedToOnce() {
        Reader reader = stream.read(0);
        AssertSubscriber<Delivery> second = AssertSubscriber.create(1);
        reader.cursor.subscribe(second);
        second.assertFailedWith(IllegalStateException.class, "once");
    }

    @Test
    void aFailingDiskEndsTheReaderWithTheFailure() {
        stream.appendTo(500);
        Reader reader = stream.read(0).request(ALL);
        stream.folder.runOutOfFiles();
        stream.run();
        assertThat(reader.failure).isInstanceOf(IOException.class);
        assertThat(reader.completed).isFalse();
        assertThat(reader.cursor.ending()).isEqualTo(Ending.ERROR);
    }

    /** Memory that runs out is no exception: nobody is left waiting for it. */
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class})
    void aReaderThatThrowsIsAloneInThat(Class<? extends Throwable> kind) {
        Reader broken = broken(kind, false).request(ALL);
        Reader other = stream.read(0).request(ALL);
        stream.appendTo(3);
        stream.run();
        assertThat(other.got).isEqualTo(numbers(0, 3));
        assertThat(broken.failure).isInstanceOf(kind);
        assertThat(broken.cursor.ending()).isEqualTo(Ending.ERROR);
    }

    @Test
    void oneThatCannotEvenBeEndedHoldsUpNobody() {
        broken(OutOfMemoryError.class, true).request(ALL);
        Reader other = stream.read(0).request(ALL);
        stream.appendTo(3);
        stream.run();
        stream.appendTo(5);
        stream.run();
        assertThat(other.got).isEqualTo(numbers(0, 5));
    }

    private Reader broken(Class<? extends Throwable> kind, boolean always) {
        return new Reader(stream.cursor(0, Overflow.WAIT), "broken") {
            @Override
            public void onItem(Delivery delivery) {
                fail();
            }

            @Override
            public void onFailure(Throwable why) {
                super.onFailure(why);
                if (always) {
                    fail();
                }
            }

            private void fail() {
                if (kind == OutOfMemoryError.class) {
                    throw new OutOfMemoryError("on purpose");
                }
                throw new IllegalStateException("on purpose");
            }
        };
    }

    @Test
    void aReaderIsHandedAsMuchAtATimeAsItAsksFor() {
        stream.appendTo(500);
        for (boolean live : new boolean[] {true, false}) {
            Reader reader = stream.read(live ? stream.log.recent().first() : 0);
            int most = 4 * 100;
            for (int turn = 0; turn < 3; turn++) {
                int before = reader.got.size();
                reader.asked++;
                reader.cursor.request(1, most);
                stream.run();
                assertThat(reader.got.size() - before).isBetween(1, 4);
            }
            reader.cursor.cancel();
        }
    }

    @Test
    void anOwnerThatIsGoneDoesNotHoldUpTheWriter() {
        stream.read(0).request(ALL);
        stream.owner.shutdown();
        stream.appendTo(3);
        assertThat(stream.log.next()).isEqualTo(3);
    }
}
