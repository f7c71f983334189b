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
    void controlAndFOpensOurSearchAndASecondTimeTheBrowsersOwn() {
        LogPage page = viewer.log(SampleLogs.LONG);
        page.press("Control+f").tab.until("document.activeElement.matches('find-bar input')");
        page.tab.evaluate(
                "addEventListener('keydown', (event) => { window.isOurs = event.defaultPrevented; })");
        page.press("Control+f");
        page.tab.until("window.isOurs === false");
    }

    @Test
    void enterGoesUpAndWithShiftDownAndOnAtTheOtherEnd() {
        viewer.push(
                "around",
                IntStream.range(0, 900)
                        .mapToObj(i -> (i % 300 == 100 ? "needle " : "hay ") + i + ";"));
        LogPage page = viewer.log("around").untilShows("hay 899;");
        page.press("/").tab.type("needle").until(DONE);
        for (int up : new int[] {700, 400, 100, 700, 400}) {
            page.press("Enter");
            untilAt(page, up);
        }
        page.press("Enter").press("Enter");
        page.tab.untilSays(".toast", "No match above: on from the newest");
        untilAt(page, 700);
        for (int down : new int[] {100, 400}) {
            page.press("Shift+Enter");
            untilAt(page, down);
        }
    }

    private static void untilAt(LogPage page, int number) {
        page.tab.until(
                "document.querySelector('.row.now .text')?.textContent === 'needle %d;'"
                        .formatted(number));
    }

    @Test
    void aSearchThatFindsTooMuchSaysThatThereMayBeMore() {
        LogPage page = find(SampleLogs.LONG, "line");
        page.tab.until("document.querySelector('.find-words').matches('.capped')");
        assertThat(words(page)).contains("10,000 matches", "there may be more");
    }

    @Test
    void aSearchThatIsStoppedSaysSoAndGoesOn() {
        try (Front front = new Front(viewer.port())) {
            LogPage page =
                    new LogPage(viewer.chromium().tab().go(front.address("#/s/" + SampleLogs.LONG)))
                            .untilLive()
                            .untilWhole();
            front.hold();
            page.press("/").tab.type("line 123:");
            button(page, "Stop");
            page.tab.until("document.querySelector('.find-words').matches('.cancelled')");
            assertThat(words(page)).contains("stopped");
            front.letGo();
            button(page, "Go on");
            page.tab.until(DONE);
            assertThat(words(page)).contains("1 match in all");
        }
    }

    private static void button(LogPage page, String words) {
        String found =
                "[...document.querySelectorAll('find-bar button')].find((each) => each.innerText === '%s')"
                        .formatted(words);
        page.tab.until(found).evaluate(found + ".click()");
    }

    @Test
    void whoFollowsGoesOnFollowingWhenOnlyMatchesAreShownAndWhenAllAreAgain() {
        viewer.push(
                "still-followed",
                IntStream.range(0, 3000).mapToObj(i -> (i % 2 == 0 ? "odd " : "even ") + i + ";"));
        LogPage page = find("still-followed", "odd");
        page.tab.until(DONE);
        page.press("Escape").press("/").tab.until(DONE);
        for (int i = 0; i < 3; i++) {
            page.tab.click("find-bar button[title*='(o)']").drawn();
            viewer.push("still-followed", "odd live " + i + ";");
            page.untilShows("odd live " + i + ";");
            assertThat(page.isFollowing()).isTrue();
            page.tab.click("find-bar button[title*='(o)']").drawn();
            viewer.push("still-followed", "even live " + i + ";");
            page.untilShows("even live " + i + ";");
            assertThat(page.isFollowing()).isTrue();
        }
    }

    @Test
    void twoSearchesBesideEachOtherMarkTheirOwn() {
        viewer.push("left", "apple pear", "apple");
        viewer.push("right", "plum pear", "plum");
        LogPage page = new LogPage(viewer.open("#/s/left?beside=right"));
        page.tab.until("document.querySelectorAll('log-view .row.line').length === 4");
        String marked =
                "[...CSS.highlights.values()].flatMap((each) => [...each]).map(String).sort().join()";
        type(page, 0, "apple");
        type(page, 1, "plum");
        page.tab.until(marked + " === 'apple,apple,plum,plum'");
        page.press("Escape");
        page.tab.until(marked + " === 'apple,apple'");
    }

    private static void type(LogPage page, int view, String text) {
        page.tab.evaluate(
                "document.querySelectorAll('log-view')[%d].querySelector('.log').focus()"
                        .formatted(view));
        page.press("/");
        page.tab.until(
                "document.activeElement.closest('log-view') === document.querySelectorAll('log-view')[%d] && document.activeElement.matches('input')"
                        .formatted(view));
        page.tab.type(text);
    }
}
