package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.browser.Tab;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Point 1: the streams that there are. Last, as it leaves hundreds of them. */
@ExtendWith(Viewer.Given.class)
@Order(Integer.MAX_VALUE)
class Point1Streams {
    private static final int STREAMS = Math.min(400, Depth.rounds(100));

    private static final String NAMES =
            "[...document.querySelectorAll('a.stream')].map((each) => each.dataset.name).join()";

    private final Viewer viewer;

    Point1Streams(Viewer viewer) {
        this.viewer = viewer;
    }

    private Tab list() {
        return viewer.open("").until("document.querySelectorAll('a.stream').length >= 3");
    }

    @Test
    void streamsAreSearchedByNameAndLabelAndFilteredByState() {
        Tab tab = list().click("stream-list input").type("warehouse");
        tab.until(NAMES + " === 'nightly-import'");
        tab.press("Escape");
        tab.evaluate(
                "(document.querySelector('stream-list input').value = '', document.querySelector('stream-list input').dispatchEvent(new Event('input')))");
        tab.evaluate(
                "((state) => { state.value = 'ended'; state.dispatchEvent(new Event('change')); })(document.querySelector('select[aria-label=State]'))");
        tab.until(NAMES + " === 'nightly-import'");
    }

    @Test
    void eachSaysItsStateOrHowItEndedAndTheAgeOfItsLastLine() {
        Tab tab = list();
        assertThat(tab.text("a.stream[data-name=nightly-import]")).contains("exited 3", " ago");
        assertThat(tab.text("a.stream[data-name=orders]")).contains("running", "app=shop");
    }

    @Test
    void theyAreGroupedByALabel() {
        Tab tab = list();
        tab.evaluate(
                "((by) => { by.value = 'app'; by.dispatchEvent(new Event('change')); })(document.querySelector('select[aria-label=\"Group by\"]'))");
        tab.until(
                "[...document.querySelectorAll('stream-list h2')].map((each) => each.innerText).some((each) => each.startsWith('warehouse'))");
        tab.evaluate(
                "((by) => { by.value = ''; by.dispatchEvent(new Event('change')); })(document.querySelector('select[aria-label=\"Group by\"]'))");
    }

    @Test
    void twoAreReadBesideEachOther() {
        Tab tab = viewer.open("#/s/orders?beside=nightly-import");
        tab.until("document.querySelectorAll('log-view').length === 2");
        tab.until(
                "[...document.querySelectorAll('log-view')].map((each) => each.innerText.includes('reading 412 files')).join() === 'false,true'");
    }

    @Test
    void theViewSaysHowTheCommandRunsOrHowItEnded() {
        viewer.log(SampleLogs.ENDED).tab.untilSays(".log-head .run", "exited with 3");
    }

    @Test
    void aCommandIsStartedAgain() {
        LogPage page = viewer.log(SampleLogs.ENDED);
        page.tab.click("run-control button");
        page.untilShows("run 2 exited with 3");
    }

    @Test
    void theOneThatIsLinkedIsInSightAmongHundreds() {
        for (int i = 0; i < STREAMS; i++) {
            viewer.push("pod-%03d".formatted(i), "a line");
        }
        Tab tab = viewer.open("#/s/pod-090");
        tab.until(
                "((link) => link && link.top >= 0 && link.bottom <= innerHeight)(document.querySelector('a.stream[aria-current]')?.getBoundingClientRect())");
        assertThat(tab.text("a.stream[aria-current]")).contains("pod-090");
    }
}
