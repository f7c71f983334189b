package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Point 5: levels, and the fields of structured lines. */
@ExtendWith(Viewer.Given.class)
class Point5Understanding {
    private final Viewer viewer;

    Point5Understanding(Viewer viewer) {
        this.viewer = viewer;
    }

    @Test
    void linesHaveTheirLevelAndThoseThatContinueInheritIt() {
        viewer.push(
                "levels",
                "INFO  it starts",
                "{\"level\":\"warn\",\"msg\":\"low on disk\"}",
                "ERROR it failed",
                "    at Shop.java:17",
                "no level at all");
        LogPage page = viewer.log("levels").untilShows("no level");
        assertThat(
                        page.tab
                                .evaluate(
                                        "[...document.querySelectorAll('.row.line .level')].map((each) => each.title).join()")
                                .asText())
                .isEqualTo("info,warn,error,error,");
    }

    @Test
    void aLineOfJsonShowsItsMessageAndAClickOpensItsFields() {
        viewer.push(
                "json",
                "{\"level\":\"info\",\"msg\":\"payment accepted\",\"order\":4711,\"customer\":{\"name\":\"Ada\"}}");
        LogPage page = viewer.log("json").untilShows("payment accepted");
        assertThat(page.top().text()).doesNotContain("{\"level\"");
        page.tab.click(".row .fold");
        page.untilShows("Ada");
        page.press("i").untilShows("{\"level\":\"info\"");
        page.press("i");
        page.tab.until("!document.querySelector('.row .text').innerText.includes('{\"level\"')");
    }
}
