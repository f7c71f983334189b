package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Point 1: several streams as one list, merged by time. */
@ExtendWith(Viewer.Given.class)
class Point1Merged {
    private static final Instant BEGIN = Instant.parse("2026-11-28T06:00:00Z");
    private static final int LINES = 700;
    private static final String BOTH = "#/s/front-end?with=back-end";

    private static boolean isPushed;

    private final Viewer viewer;

    Point1Merged(Viewer viewer) {
        this.viewer = viewer;
        if (!isPushed) {
            isPushed = true;
            push("front-end", 0);
            push("back-end", 1);
        }
    }

    /** Every second line is the one's, and every other the other's. */
    private void push(String stream, int first) {
        List<String> lines = new ArrayList<>();
        for (int i = first; i < 2 * LINES; i += 2) {
            lines.add(
                    "{\"time\":\"%s\",\"line\":\"step %d;%s\"}"
                            .formatted(BEGIN.plusSeconds(i), i, i == 101 ? " ERROR odd" : ""));
        }
        viewer.pushJson(stream, lines.toArray(String[]::new));
    }

    private LogPage open(String hash) {
        LogPage page = new LogPage(viewer.open(hash)).untilLive();
        page.tab.until("document.querySelector('.row.line')");
        return page;
    }

    private static String step(int number) {
        return "step " + number + ";";
    }

    private static void assertInOrder(LogPage page) {
        List<Integer> numbers =
                page.texts().stream()
                        .map(text -> text.replaceAll("step (\\d+);.*", "$1"))
                        .filter(text -> text.matches("\\d+"))
                        .map(Integer::valueOf)
                        .toList();
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
        }
    }

    @Test
    void theyAreOneListByTimeAndEachHasItsColour() {
        LogPage page = open(BOTH).untilShows(step(2 * LINES - 1));
        assertInOrder(page);
        JsonNode colours =
                page.tab.evaluate(
                        "Object.fromEntries([...document.querySelectorAll('.row .source')].map((each) => [each.textContent, getComputedStyle(each).color]))");
        assertThat(colours.get("front-end")).isNotNull().isNotEqualTo(colours.get("back-end"));
        page.tab.untilSays("status-bar .where", "merged streams have no line numbers");
    }

    @Test
    void theOldestIsComeToPageByPageAndNothingIsLeftOut() {
        LogPage page = open(BOTH).untilShows(step(2 * LINES - 1));
        int oldest = 2 * LINES - 1;
        for (int pages = 0; oldest > 0 && pages < LINES; pages++) {
            page.press("PageUp");
            page.tab.drawn();
            assertInOrder(page);
            String top = page.texts().getFirst();
            oldest = Integer.parseInt(top.replaceAll("step (\\d+);.*", "$1"));
        }
        assertThat(oldest).isZero();
        page.tab.untilSays("status-bar .where", "from the oldest on");
        page.press("End").untilShows(step(2 * LINES - 1));
        page.press("Home").untilShows(step(0));
        assertInOrder(page);
    }

    @Test
    void linesThatComeLiveAreFollowedAndCounted() {
        viewer.push("live-a", "a begins");
        viewer.push("live-b", "b begins");
        LogPage page = open("#/s/live-a?with=live-b").untilShows("b begins");
        viewer.push("live-a", "a goes on");
        viewer.push("live-b", "b goes on");
        page.untilShows("a goes on").untilShows("b goes on");
        page.press("f");
        page.tab.untilSays(".resume", "Paused");
        viewer.push("live-a", "one", "two");
        page.untilTold(2);
        page.press("End").untilShows("two");
    }

    @Test
    void theNearestMatchOfAllIsGoneToAndOnlyMatchesAreShown() {
        LogPage page = open(BOTH).untilShows(step(2 * LINES - 1));
        page.press("/").tab.type("odd");
        page.press("Enter").untilShows(step(101));
        page.tab.until("document.querySelector('.row.now .text')?.textContent.includes('odd')");
        page.press("Escape").press("E").untilShows(step(101));
        page.press("/").tab.until("document.activeElement.matches('find-bar input')");
        page.tab.click("find-bar button[title*='(o)']");
        page.tab.until("document.querySelectorAll('.row.line').length === 1");
        assertThat(page.texts()).containsExactly("step 101; ERROR odd");
    }

    @Test
    void aLinkLeadsToItsTime() {
        LogPage page = open(BOTH + "&t=" + BEGIN.plusSeconds(300));
        page.untilShows(step(300));
        assertInOrder(page);
        assertThat(page.isFollowing()).isFalse();
    }

    @Test
    void aStreamIsPutOnTheListAndTakenOffByTheListOfStreams() {
        LogPage page = open("#/s/front-end").untilShows(step(2 * LINES - 2));
        page.tab.evaluate(
                "document.querySelector('a.stream[data-name=back-end] ~ a.merge').click()");
        page.untilShows(step(2 * LINES - 1));
        page.tab.click(".merged-name[data-name=front-end] a.quiet");
        page.tab.until("location.hash === '#/s/back-end'");
    }
}
