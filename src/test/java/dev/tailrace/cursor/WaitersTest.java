package dev.tailrace.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitersTest {
    private final CursorFixture stream;

    WaitersTest(@TempDir Path path) {
        stream = new CursorFixture(path, CursorFixture.TINY);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void whoeverLeavesTheOthersAreStillWoken() {
        for (int leaving = 0; leaving < 5; leaving++) {
            long next = stream.log.next();
            List<Reader> readers = waiting(5);
            Reader gone = readers.remove(leaving);
            gone.cursor.cancel();
            stream.appendTo(next + 1);
            stream.run();
            assertThat(gone.got).isEmpty();
            assertThat(readers).allMatch(reader -> reader.expected == next + 1);
            readers.forEach(reader -> reader.cursor.cancel());
        }
    }

    @Test
    void inAnyOrderOfLeavingNobodyIsForgottenOrWokenAfterwards() {
        long seed = 42;
        Random random = new Random(seed);
        List<Reader> present = new ArrayList<>();
        Map<Reader, Long> gone = new HashMap<>();
        for (int step = 0; step < 2000; step++) {
            String which = "seed " + seed + ", step " + step;
            switch (random.nextInt(5)) {
                case 0, 1 -> present.addAll(waiting(1));
                case 2, 3 -> {
                    if (!present.isEmpty()) {
                        Reader leaving = present.remove(random.nextInt(present.size()));
                        leaving.cursor.cancel();
                        gone.put(leaving, leaving.expected);
                    }
                }
                default -> {
                    stream.appendTo(stream.log.next() + 1);
                    stream.run();
                }
            }
            long next = stream.log.next();
            assertThat(present).as(which).allMatch(reader -> reader.expected == next);
        }
        assertThat(gone).hasSizeGreaterThan(500);
        gone.forEach((reader, had) -> assertThat(reader.expected).isEqualTo(had));
    }

    @Test
    void manySignalsMakeOnePass() {
        waiting(3);
        for (int i = 0; i < 100; i++) {
            stream.feed.published();
        }
        assertThat(stream.owner.waiting()).isEqualTo(1);
    }

    @Test
    void whereNobodyWaitsNobodyIsSignalled() {
        stream.read(0);
        stream.appendTo(5);
        assertThat(stream.owner.waiting()).isZero();
    }

    @Test
    void whoLeavesFromWithinAPassLeavesTheOthersAlone() {
        Cursor[] victim = new Cursor[1];
        Reader first =
                new Reader(stream.cursor(0, Overflow.WAIT), "first") {
                    @Override
                    public void onItem(Delivery delivery) {
                        super.onItem(delivery);
                        if (victim[0] != null) {
                            victim[0].cancel();
                        }
                    }
                };
        first.request(Long.MAX_VALUE);
        List<Reader> others = waiting(3);
        victim[0] = others.get(1).cursor;
        stream.appendTo(1);
        stream.run();
        stream.appendTo(2);
        stream.run();
        assertThat(first.expected).isEqualTo(2);
        assertThat(others).extracting(reader -> reader.expected).containsExactly(2L, 0L, 2L);
    }

    @Test
    void whatComesDuringAPassIsForTheNextSoThatAllAreGivenTheSame() {
        List<String> deliveries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            new Reader(stream.cursor(0, Overflow.WAIT), "reader " + i) {
                @Override
                public void onItem(Delivery delivery) {
                    super.onItem(delivery);
                    deliveries.add(String.join(" ", got.subList(got.size() - 1, got.size())));
                    if (expected < 3) {
                        stream.appendTo(stream.log.next() + 1);
                    }
                }
            }.request(Long.MAX_VALUE);
        }
        stream.appendTo(1);
        assertThat(stream.owner.runOne()).isTrue();
        assertThat(deliveries).as("the first pass").containsExactly("0 0", "0 0", "0 0");
        stream.run();
        assertThat(deliveries.subList(3, deliveries.size()))
                .as("the second")
                .containsExactly("3 3", "3 3", "3 3");
    }

    private List<Reader> waiting(int count) {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readers.add(stream.read(stream.log.next()).request(Long.MAX_VALUE));
        }
        return readers;
    }
}
