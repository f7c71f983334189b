package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 3: following pauses at any upward input, says so in words, and one key resumes. */
@ExtendWith(Viewer.Given.class)
class Point3Following {
    private static final String STREAM = "followed";

    private final Viewer viewer;
    private int written;

    Point3Following(Viewer viewer) {
        this.viewer = viewer;
    }

    private LogPage follow() {
        push(200);
        return viewer.log(STREAM).untilShows(last());
    }

    private void push(int lines) {
        viewer.push(STREAM, IntStream.range(0, lines).mapToObj(_ -> "tick " + written++ + ";"));
    }

    private String last() {
        return "tick " + (written - 1) + ";";
    }

    @Test
    void linesThatComeAreShownAtTheBottom() {
        LogPage page = follow();
        push(3);
        page.untilShows(last());
        LogPage.Row newest = page.rows().getLast();
        assertThat(newest.text()).isEqualTo(last());
        assertThat(page.isFollowing()).isTrue();
        assertThat(page.tab.evaluate("document.title").asText()).isEqualTo(STREAM + " – Tailrace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ArrowUp", "PageUp", "k", "Shift+ ", "wheel", "thumb", "f"})
    void anyUpwardInputPausesAndOneKeyResumes(String input) {
        LogPage page = follow();
        switch (input) {
            case "wheel" -> page.tab.wheel(".log", -50);
            case "thumb" -> page.dragThumb(1, 0.3);
            default -> page.press(input);
        }
        page.tab.untilSays(".resume", "Paused, 0 new");
        push(412);
        page.untilTold(412);
        page.tab.untilSays("status-bar", "paused, 412 new");
        page.tab.until("document.title.startsWith('(412 new) " + STREAM + "')");
        page.press("End");
        page.untilShows(last());
        page.tab.until("!document.querySelector('.resume')");
        assertThat(page.tab.evaluate("document.title").asText()).isEqualTo(STREAM + " – Tailrace");
    }

    @Test
    void homeAndEndGoToTheOldestAndTheNewestLine() {
        LogPage page = viewer.log(SampleLogs.LONG);
        page.press("Home").untilShows(SampleLogs.line(0)).untilWhole();
        assertThat(page.top().seq()).isZero();
        page.press("PageDown").untilWhole();
        assertThat(page.top().seq()).isPositive();
        page.press("End").untilShows(SampleLogs.line(SampleLogs.LONG_LINES - 1));
        assertThat(page.isFollowing()).isTrue();
    }
}
