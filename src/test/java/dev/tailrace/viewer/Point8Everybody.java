package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.browser.Tab;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Point 8: by keyboard alone, in the dark, on a phone, for everybody; and what was chosen is kept.
 */
@ExtendWith(Viewer.Given.class)
class Point8Everybody {
    /** The lines' own would be below their rows: they have a frame. */
    private static final String OUTLINE =
            "document.activeElement.matches('.log') ? getComputedStyle(document.querySelector('.log-body'), '::after').borderStyle : getComputedStyle(document.activeElement).outlineStyle";

    private final Viewer viewer;

    Point8Everybody(Viewer viewer) {
        this.viewer = viewer;
    }

    @Test
    void axeFindsNothingInTheLightAndInTheDark() {
        Demo.push(viewer);
        LogPage page = viewer.log(Demo.STREAM);
        for (boolean isDark : List.of(false, true)) {
            page.tab.dark(isDark).drawn();
            Axe.assertFindsNothing(page.tab, isDark + ", following");
            page.press("k").press("k");
            page.tab.untilSays(".resume", "Paused");
            page.press("?");
            page.tab.until("document.querySelector('dialog[open]')");
            Axe.assertFindsNothing(page.tab, isDark + ", paused, keys");
            page.press("Escape").press("End");
            page.tab.until("!document.querySelector('.resume')");
        }
    }

    @Test
    void everythingIsReachedByKeys() {
        LogPage page = new LogPage(viewer.open(""));
        page.tab.until("document.querySelector('a.stream')");
        page.press("q").tab.type("orders");
        page.press("Enter");
        page.untilLive().untilShows(SampleLogs.line(SampleLogs.LONG_LINES - 1));
        page.press("Escape").press("Home").untilShows(SampleLogs.line(0));
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
            assertThat(page.tab.evaluate(OUTLINE).asText())
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
