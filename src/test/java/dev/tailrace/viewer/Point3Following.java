package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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

    @Test
    void anyUpwardInputPausesAndOneKeyResumes() {
        LogPage page = follow();
        Map<String, Runnable> inputs = new LinkedHashMap<>();
        for (String key : List.of("ArrowUp", "PageUp", "k", "Shift+ ", "f")) {
            inputs.put(key, () -> page.press(key));
        }
        inputs.put("the wheel", () -> page.tab.wheel(".log", -50));
        inputs.put("the thumb", () -> page.dragThumb(1, 0.3));
        inputs.forEach((name, input) -> {
            input.run();
            page.tab.untilSays(".resume", "Paused, 0 new");
            push(412);
            page.untilTold(412);
            page.tab.untilSays("status-bar", "paused, 412 new");
            page.tab.until("document.title.startsWith('(412 new) " + STREAM + "')");
            page.press("End");
            page.untilShows(last());
            page.tab.until("!document.querySelector('.resume')");
            page.tab.until("document.title === '" + STREAM + " – Tailrace'");
        });
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

    @Test
    void thePreviousAndTheNextRunAndAMomentAreGoneTo() {
        LogPage page = viewer.log(SampleLogs.ENDED).untilShows("exited with 3");
        page.press("@").tab.until("document.activeElement.matches('go-menu input')");
        page.tab.evaluate(
                "((field) => { field.value = '2020-01-01T00:00:00'; field.form.requestSubmit(); })(document.activeElement)");
        page.untilShows("run 1 started");
        page.press("}");
        page.tab.until(
                "!document.querySelector('.resume') || document.body.innerText.includes('No run began later')");
    }
}
