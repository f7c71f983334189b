package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.browser.Tab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Point 8: by keyboard alone, in the dark, on a phone, for everybody; and what was chosen is kept.
 */
@ExtendWith(Viewer.Given.class)
class Point8Everybody {
    private static final String RULES =
            "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']}";

    private final Viewer viewer;

    Point8Everybody(Viewer viewer) {
        this.viewer = viewer;
    }

    @Test
    void axeFindsNothingInTheLightAndInTheDark() throws IOException {
        Demo.push(viewer);
        LogPage page = viewer.log(Demo.STREAM);
        String axe;
        try (InputStream script = Tab.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
        page.tab.evaluate(axe + "; 1");
        for (boolean isDark : List.of(false, true)) {
            page.tab.dark(isDark).drawn();
            assertNothingFound(page.tab, isDark + ", following");
            page.press("k").press("k");
            page.tab.untilSays(".resume", "Paused");
            page.press("/").tab.type("declined");
            page.tab.untilSays(".find-words", "match");
            assertNothingFound(page.tab, isDark + ", finding");
            page.press("Escape").press("Escape").press("?");
            page.tab.until("document.querySelector('dialog[open]')");
            assertNothingFound(page.tab, isDark + ", keys");
            page.press("Escape").press("End");
            page.tab.until("!document.querySelector('.resume')");
        }
    }

    private static void assertNothingFound(Tab tab, String when) {
        JsonNode found =
                tab.evaluate(
                        "axe.run(document, %s).then(({violations}) => violations.map(({id, help, nodes}) => [id, help, ...nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + ' ' + node.failureSummary)].join(' | ')))"
                                .formatted(RULES));
        assertThat(found).as(when).isEmpty();
    }

    @Test
    void everythingIsReachedByKeys() {
        LogPage page = new LogPage(viewer.open(""));
        page.tab.until("document.querySelector('a.stream')");
        page.press("s").tab.type("orders");
        page.press("Enter");
        page.untilLive().untilShows(SampleLogs.line(SampleLogs.LONG_LINES - 1));
        page.press("Escape").press("Home").untilShows(SampleLogs.line(0));
        page.press("/").tab.type("line 77777:");
        page.press("Enter").untilShows(SampleLogs.line(77_777));
        page.press("Escape").press("?");
        page.tab.until("document.querySelector('dialog[open]')");
        page.press("Escape");
        page.tab.until("!document.querySelector('dialog[open]')");
        page.press("End").untilShows(SampleLogs.line(SampleLogs.LONG_LINES - 1));
    }

    @Test
    void tabGoesThroughAllThatCanBeUsedAndShowsWhereItIs() {
        LogPage page = viewer.log(SampleLogs.LONG);
        String usable =
                "[...document.querySelectorAll('a, button, select, input, [tabindex=\"0\"]')].filter((each) => each.checkVisibility({visibilityProperty: true}) && !each.closest('.log *')).length";
        int all = page.tab.evaluate(usable).asInt();
        page.tab.evaluate("document.activeElement.blur()");
        page.tab.evaluate("window.reached = new Set()");
        for (int i = 0; i < all; i++) {
            page.press("Tab");
            page.tab.evaluate("reached.add(document.activeElement), 1");
            assertThat(
                            page.tab
                                    .evaluate(
                                            "getComputedStyle(document.activeElement).outlineStyle")
                                    .asText())
                    .as(
                            page.tab
                                    .evaluate("document.activeElement.outerHTML.slice(0, 200)")
                                    .asText())
                    .isNotEqualTo("none");
        }
        assertThat(page.tab.evaluate("reached.size").asInt()).isEqualTo(all);
    }

    @Test
    void whatWasChosenIsKeptForTheNextTab() {
        LogPage page = viewer.log(SampleLogs.LONG);
        page.press("d").press("w");
        page.tab.until("document.documentElement.dataset.theme === 'light'");
        Tab next = viewer.open("#/s/" + SampleLogs.LONG);
        next.until("document.documentElement.dataset.theme === 'light'");
        next.until("!document.querySelector('.log').classList.contains('wrap')");
        new LogPage(next).untilLive().press("d").press("d").press("w");
        next.until(
                "document.documentElement.dataset.theme === 'auto' && document.querySelector('.log').classList.contains('wrap')");
    }

    @Test
    void onAPhoneNothingIsWiderThanTheScreen() {
        Demo.push(viewer);
        LogPage page =
                new LogPage(
                        viewer.chromium().tab().phone().go(viewer.address("#/s/" + Demo.STREAM)));
        page.untilLive();
        assertFits(page.tab);
        page.tab.click(".open-list");
        page.tab.until(
                "document.querySelector('.side').checkVisibility({visibilityProperty: true})");
        assertFits(page.tab);
    }

    private static void assertFits(Tab tab) {
        assertThat(tab.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean())
                .isTrue();
        assertThat(
                        tab.evaluate(
                                "[...document.querySelectorAll('button, select, input, a')].filter((each) => each.checkVisibility({visibilityProperty: true}) && !each.closest('.log, nav') && (each.getBoundingClientRect().right > innerWidth + 1 || each.getBoundingClientRect().left < -1)).map((each) => each.outerHTML.slice(0, 120))"))
                .isEmpty();
    }

    @Test
    void thePolicyLetsNoOtherScriptIn() {
        Tab tab = viewer.open("#/s/" + SampleLogs.ENDED);
        assertThat(
                        tab.evaluate(
                                        "(() => { try { document.createElement('div').innerHTML = '<b>'; return 'taken'; } catch (refused) { return refused.name; } })()")
                                .asText())
                .isEqualTo("TypeError");
        tab.evaluate("violations.length = 0");
    }
}
