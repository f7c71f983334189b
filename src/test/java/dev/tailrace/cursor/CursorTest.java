package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.Ending;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThatThrownBy(() -> reader.cursor.subscribe(reader))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailingDiskEndsTheReaderWithTheFailure() throws IOException {
        stream.appendTo(500);
        Reader reader = stream.read(0).request(ALL);
        for (String name : stream.folder.names()) {
            if (name.endsWith(".log")) {
                stream.folder.delete(name);
            }
        }
        stream.run();
        assertThat(reader.failure).isInstanceOf(IOException.class);
        assertThat(reader.completed).isFalse();
        assertThat(reader.cursor.ending()).isEqualTo(Ending.ERROR);
    }

    @Test
    void aReaderThatThrowsIsAloneInThat() {
        Cursor cursor = stream.cursor(0, Overflow.WAIT);
        Reader broken =
                new Reader(cursor, "broken") {
                    @Override
                    public void onItem(Delivery delivery) {
                        throw new IllegalStateException("broken on purpose");
                    }
                };
        broken.request(ALL);
        Reader other = stream.read(0).request(ALL);
        stream.appendTo(3);
        stream.run();
        assertThat(other.got).isEqualTo(numbers(0, 3));
        assertThat(broken.failure).hasMessage("broken on purpose");
        assertThat(cursor.ending()).isEqualTo(Ending.ERROR);
    }

    @Test
    void anOwnerThatIsGoneDoesNotHoldUpTheWriter() {
        stream.read(0).request(ALL);
        stream.owner.shutdown();
        stream.appendTo(3);
        assertThat(stream.log.next()).isEqualTo(3);
    }
}
