package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.browser.Tab;
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
    void aDragOverTheTimesTakesAPartOfThem() {
        Demo.push(viewer);
        LogPage page = viewer.log(Demo.STREAM);
        page.press("h").tab.until("document.querySelector('time-histogram .bar.error')");
        String words = page.tab.text(".histogram-time");
        JsonNode chart =
                page.tab.evaluate(
                        "(({x, y, width, height}) => ({x, y: y + height / 2, width}))(document.querySelector('.histogram-chart').getBoundingClientRect())");
        double x = chart.get("x").asDouble();
        double width = chart.get("width").asDouble();
        double y = chart.get("y").asDouble();
        page.tab.drag(x + width / 4, y, x + width / 2, y);
        page.tab.until(
                "document.querySelector('.histogram-words button')?.innerText === 'Zoom out'");
        page.tab.until(
                "document.querySelector('.histogram-time').innerText !== %s"
                        .formatted(Tab.quoted(words)));
        page.tab.click(".histogram-words button");
        page.tab.until("!document.querySelector('.histogram-words button')");
        page.press("h");
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
