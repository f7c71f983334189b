package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Point 4: found is what is anywhere in the history, and the end of a search is said. */
@ExtendWith(Viewer.Given.class)
class Point4Finding {
    /** Whether the search has come to its end. */
    static final String DONE = "document.querySelector('.find-words').matches('.exhausted')";

    private final Viewer viewer;

    Point4Finding(Viewer viewer) {
        this.viewer = viewer;
    }

    private LogPage find(String stream, String text) {
        LogPage page = viewer.log(stream);
        page.press("/").tab.type(text);
        return page;
    }

    private String words(LogPage page) {
        return page.tab.text(".find-words");
    }

    @Test
    void aLineFarAboveIsFoundAndTheSearchSaysThatItHasSearchedEverything() {
        LogPage page = find(SampleLogs.LONG, "line 123:");
        page.press("Enter").untilShows(SampleLogs.line(123));
        page.tab.until(DONE);
        assertThat(words(page)).contains("1");
        page.tab.until("[...CSS.highlights.values()].some((each) => each.size > 0)");
    }

    @Test
    void onlyTheMatchesAreShownAndNewOnesAppended() {
        viewer.push(
                "filtered",
                IntStream.range(0, 2000).mapToObj(i -> i % 100 == 0 ? "fault " + i : "fine " + i));
        LogPage page = find("filtered", "fault");
        page.tab.until(DONE);
        page.press("Escape").press("/").tab.click("find-bar button[title*='(o)']");
        page.tab.until("document.querySelectorAll('.row.line').length === 20");
        assertThat(page.texts()).allMatch(text -> text.startsWith("fault"));
        viewer.push("filtered", "fine again", "fault at last");
        page.untilShows("fault at last");
        assertThat(page.texts()).noneMatch(text -> text.startsWith("fine"));
    }

    @Test
    void aPatternThatIsWrongIsToldAndOneThatMatchesNothingToo() {
        LogPage page = find(SampleLogs.LONG, "order (");
        page.tab.until("document.querySelector('.find-words').matches('.refused')");
        assertThat(words(page)).contains("(");
        page.press("Escape").press("/").press("Control+a").tab.type("nowhere to be found");
        page.tab.until(DONE);
        assertThat(words(page).toLowerCase()).contains("no match");
    }

    @Test
    void nextAndPreviousMatchAndErrorAndStandardErrorLinesAreGoneTo() {
        viewer.pushJson(
                "kinds",
                IntStream.range(0, 600)
                        .mapToObj(i ->
                                "{\"line\":\"%s %d\"%s}"
                                        .formatted(
                                                i == 100 ? "ERROR broken" : "plain",
                                                i,
                                                i == 300 ? ",\"origin\":\"stderr\"" : ""))
                        .toArray(String[]::new));
        LogPage page = viewer.log("kinds").untilShows("plain 599");
        page.press("S").untilShows("plain 300");
        page.press("E").untilShows("ERROR broken 100");
        page.press("s").untilShows("plain 300");
        page.press("/").tab.type("plain [13]50$");
        page.tab.until(DONE);
        page.press("Enter").untilShows("plain 150");
        page.press("Escape");
    }

    @Test
    void axeFindsNothingWhileOneFinds() {
        Demo.push(viewer);
        for (boolean isDark : new boolean[] {false, true}) {
            LogPage page = find(Demo.STREAM, "declined");
            page.tab.dark(isDark).until(DONE);
            Axe.assertFindsNothing(page.tab, isDark ? "dark" : "light");
        }
    }

    @Test
    void controlAndFOpensOurSearch() {
        LogPage page = viewer.log(SampleLogs.LONG);
        page.press("Control+f").tab.until("document.activeElement.matches('find-bar input')");
    }
}
