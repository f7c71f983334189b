package dev.tailrace.cursor;

import static dev.tailrace.cursor.CursorFixture.TINY;
import static dev.tailrace.cursor.CursorFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that has no room for what it is handed puts it back, and gets it again. */
class PutBackTest {
    @TempDir Path folder;

    /** Takes {@link #room} records of what it is handed, and puts the rest back. */
    private static final class Choosy extends Reader {
        long room = Long.MAX_VALUE;
        int handed;

        Choosy(Cursor cursor) {
            super(cursor, "choosy");
        }

        @Override
        public void onItem(Delivery delivery) {
            handed++;
            super.onItem(delivery);
            long from =
                    switch (delivery) {
                        case Delivery.Records(var batch) -> batch.first();
                        case Delivery.Lost(var gap) -> gap.from();
                    };
            long end = expected;
            if (room < end - from) {
                expected = from + room;
                boolean gap = delivery instanceof Delivery.Lost;
                for (long left = gap ? 1 : end - expected; left > 0; left--) {
                    got.removeLast();
                }
                cursor.putBack(expected);
            }
        }
    }

    @Test
    void whatIsPutBackLiveComesAgainAndOnlyWhenAskedFor() throws IOException {
        try (CursorFixture logs = new CursorFixture(folder, TINY)) {
            Choosy reader = new Choosy(logs.cursor(0, Overflow.WAIT));
            reader.room = 3;
            reader.request(1);
            logs.appendTo(10).run();
            assertThat(reader.got).isEqualTo(numbers(0, 3));
            logs.appendTo(12).run();
            assertThat(reader.handed).isEqualTo(1);
            reader.room = 0;
            reader.request(1);
            logs.run();
            assertThat(reader.got).isEqualTo(numbers(0, 3));
            reader.room = Long.MAX_VALUE;
            reader.request(10);
            logs.run();
            assertThat(reader.got).isEqualTo(numbers(0, 12));
        }
    }

    @Test
    void whatIsPutBackOfAPageIsReadAgain() throws IOException {
        try (CursorFixture logs = new CursorFixture(folder, TINY)) {
            logs.appendTo(300);
            Choosy reader = new Choosy(logs.cursor(0, Overflow.WAIT));
            assertThat(reader.cursor.isReplaying()).isTrue();
            reader.room = 2;
            for (int i = 0; i < 5; i++) {
                reader.request(1);
                logs.run();
            }
            assertThat(reader.got).isEqualTo(numbers(0, 10));
            reader.room = Long.MAX_VALUE;
            reader.request(100);
            logs.run();
            assertThat(reader.got).isEqualTo(numbers(0, 300));
        }
    }

    @Test
    void whoPutsBackWhileTheTailMovesOnFindsItInTheFiles() throws IOException {
        try (CursorFixture logs = new CursorFixture(folder, TINY)) {
            Choosy reader = new Choosy(logs.cursor(0, Overflow.WAIT));
            reader.room = 1;
            reader.request(1);
            logs.appendTo(5).run();
            logs.appendTo(400).run();
            reader.room = Long.MAX_VALUE;
            reader.request(100);
            logs.run();
            assertThat(reader.fallbacks).isEqualTo(1);
            assertThat(reader.got).isEqualTo(numbers(0, 400));
        }
    }

    @Test
    void aGapThatIsPutBackIsDeclaredOnceItIsTakenAndIsAsLargeAsItIsThen() throws IOException {
        try (CursorFixture logs = new CursorFixture(folder, TINY)) {
            Choosy reader = new Choosy(logs.cursor(0, Overflow.LATEST));
            reader.room = 0;
            logs.appendTo(400);
            reader.request(1);
            logs.run();
            assertThat(reader.handed).isEqualTo(1);
            assertThat(reader.got).isEmpty();
            logs.appendTo(500);
            reader.room = Long.MAX_VALUE;
            reader.request(1);
            logs.run();
            List<String> got = new ArrayList<>(reader.got);
            assertThat(got).containsExactly("0-499 overflow");
        }
    }
}
