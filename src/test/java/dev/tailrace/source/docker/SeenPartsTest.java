package dev.tailrace.source.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.docker.Place.Mark;
import org.junit.jupiter.api.Test;

class SeenPartsTest {
    private final StringBuilder taken = new StringBuilder();
    private SeenParts seam = new SeenParts(Mark.NONE);

    @Test
    void ofTheSameStampOnlyThePartsThatWereMissingAreTaken() {
        seam.reopen(0);
        whole(10, "a");
        whole(10, "b");
        seam.reopen(10);
        whole(10, "a");
        whole(10, "b");
        whole(10, "c");
        whole(11, "d");
        assertThat(taken).hasToString("abcd");
        assertThat(seam.mark()).isEqualTo(new Mark(11, 1));
    }

    @Test
    void aPartThatWasCutGoesOnWhereItWas() {
        seam.reopen(0);
        whole(10, "a");
        begin(11);
        content("bc");
        assertThat(seam.isExact()).isFalse();
        seam.reopen(10);
        whole(10, "a");
        begin(11);
        content("b");
        seam.reopen(10);
        whole(10, "a");
        whole(11, "bcde");
        assertThat(taken).hasToString("abcde");
        assertThat(seam.isExact()).isTrue();
    }

    @Test
    void whatHasBeenHandedOnIsLeftOutOverSeveralParts() {
        seam.goOn(5);
        whole(11, "bcd");
        whole(12, "efg");
        assertThat(taken).hasToString("g");
    }

    @Test
    void partsAreTakenOnceThoughTheClockWasSetBack() {
        seam.reopen(0);
        whole(10, "a");
        whole(12, "b");
        whole(5, "c");
        whole(6, "d");
        seam.reopen(12);
        whole(12, "b");
        whole(5, "c");
        whole(6, "d");
        whole(7, "e");
        whole(13, "f");
        assertThat(taken).hasToString("abcdef");
    }

    /** Before Docker 23 each part was compared with the time that was asked for. */
    @Test
    void anEngineThatLeavesOutPartsOfBeforeTheClockWasSetBackCostsNoLaterOne() {
        seam = new SeenParts(new Mark(12, 3));
        seam.reopen(12);
        whole(12, "b");
        whole(13, "f");
        assertThat(taken).hasToString("f");
    }

    @Test
    void anOutputThatHasBeenQuietForLongIsReadOn() {
        seam = new SeenParts(new Mark(10, 1));
        seam.reopen(100);
        assertThat(seam.begin(120)).isTrue();
        content("a");
        assertThat(taken).hasToString("a");
    }

    @Test
    void linesThatTheEngineHasRemovedAreNoticed() {
        seam.reopen(0);
        whole(10, "a");
        begin(11);
        content("bcd");
        seam.reopen(10);
        assertThat(seam.begin(12)).isFalse();
        content("efghij");
        assertThat(taken).hasToString("abcdefghij");
    }

    private void whole(long stamp, String text) {
        begin(stamp);
        content(text);
        seam.end();
    }

    private void begin(long stamp) {
        assertThat(seam.begin(stamp)).isTrue();
    }

    private void content(String text) {
        taken.append(text.substring(seam.content(text.length())));
    }
}
