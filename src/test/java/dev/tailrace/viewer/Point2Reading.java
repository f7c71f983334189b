package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Point 2: one scroll over the whole history, and nothing moves under the reader. */
@ExtendWith(Viewer.Given.class)
class Point2Reading {
    private static final int MOST_ROWS = 100;

    private final Viewer viewer;

    Point2Reading(Viewer viewer) {
        this.viewer = viewer;
    }

    private LogPage readAt(long seq) {
        return new LogPage(viewer.open("#/s/" + SampleLogs.LONG + "?at=" + seq))
                .untilLive()
                .untilShows(SampleLogs.line(seq))
                .untilWhole();
    }

    @Test
    void anyPlaceOfALongLogIsReachedByItsSeqWithFewRowsDrawn() {
        LogPage page = readAt(SampleLogs.LONG_LINES / 2);
        for (long seq : new long[] {7, SampleLogs.LONG_LINES - 9, 41_234}) {
            page.tab.go(viewer.address("#/s/" + SampleLogs.LONG + "?at=" + seq));
            page.untilShows(SampleLogs.line(seq)).untilWhole();
            assertThat(page.drawnRows()).isLessThanOrEqualTo(MOST_ROWS);
        }
    }

    @Test
    void theThumbInTheMiddleShowsTheMiddleAndAtTheEndsTheEnds() {
        LogPage page =
                viewer.log(SampleLogs.LONG).untilShows(SampleLogs.line(SampleLogs.LONG_LINES - 1));
        page.dragThumb(1, 0.5);
        page.untilWhole();
        assertThat(page.top().seq())
                .isCloseTo(SampleLogs.LONG_LINES / 2, within(SampleLogs.LONG_LINES / 10L));
        page.dragThumb(0.5, 0);
        page.untilShows(SampleLogs.line(0)).untilWhole();
        assertThat(page.top().seq()).isZero();
        assertThat(page.top().top()).isZero();
        page.dragThumb(0, 1);
        page.untilShows(SampleLogs.line(SampleLogs.LONG_LINES - 1));
        page.tab.until("!document.querySelector('.resume')");
    }

    @Test
    void theWheelMovesTheTextByExactlyItsPixels() {
        LogPage page = readAt(50_000);
        LogPage.Row before = page.rows().get(10);
        page.tab.wheel(".log", 100);
        page.tab.drawn();
        assertThat(topOf(page, before.seq())).isCloseTo(before.top() - 100, within(1.0));
        page.tab.wheel(".log", -100);
        page.tab.drawn();
        assertThat(topOf(page, before.seq())).isCloseTo(before.top(), within(1.0));
    }

    private static double topOf(LogPage page, long seq) {
        return page.rows().stream().filter(row -> row.seq() == seq).findFirst().orElseThrow().top();
    }

    @Test
    void nothingMovesUnderAPausedReaderWhileLinesArrive() {
        viewer.push("steady", IntStream.range(0, 500).mapToObj(i -> "before " + i));
        LogPage page = viewer.log("steady").untilShows("before 499");
        page.press("ArrowUp").press("k").press("k");
        page.tab.untilSays(".resume", "Paused");
        page.tab.drawn();
        var before = page.rows();
        for (int i = 1; i <= 5; i++) {
            viewer.push("steady", IntStream.range(0, 2000).mapToObj(each -> "after " + each));
            page.tab.until(
                    "document.querySelector('.resume').textContent.replace(/\\D/g, '').startsWith('%d')"
                            .formatted(i * 2000));
            page.tab.drawn();
            assertThat(page.rows()).isEqualTo(before);
        }
    }

    @Test
    void theRowAtTheTopStaysWhenLinesAreWrappedAndNot() {
        viewer.push(
                "wide",
                IntStream.range(0, 300).mapToObj(i -> i + " " + "wide ".repeat(i % 7 * 20)));
        LogPage page = new LogPage(viewer.open("#/s/wide?at=150")).untilLive().untilWhole();
        page.tab.drawn().drawn();
        LogPage.Row top = page.top();
        for (int i = 0; i < 2; i++) {
            page.press("w");
            page.tab.drawn();
            assertThat(page.top()).isEqualTo(top);
        }
    }

    @Test
    void whatALineSaysIsTextAndNeverAScript() {
        viewer.push(
                "hostile",
                "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">",
                "\u001b]8;;javascript:document.title='owned'\u0007a link\u001b]8;;\u0007 and text",
                "\u001b]52;c;b3duZWQ=\u0007after the clipboard",
                "\u001b[2J\u001b[1;1H\u001b[?1049hafter the screen",
                "10 %\r50 %\r100 % done");
        LogPage page = viewer.log("hostile").untilShows("done");
        assertThat(page.texts())
                .containsExactly(
                        "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">",
                        "a link and text",
                        "after the clipboard",
                        "after the screen",
                        "100 % done");
        assertThat(page.tab.evaluate("document.title").asText()).isEqualTo("hostile – Tailrace");
        assertThat(
                        page.tab
                                .evaluate(
                                        "document.querySelectorAll('.log a, .log img, .log script').length")
                                .asInt())
                .isZero();
    }

    @Test
    void coloursOfTheTerminalAreShown() {
        viewer.push(
                "colours",
                "\u001b[31mred\u001b[0m \u001b[1mbold\u001b[0m \u001b[4munder\u001b[0m \u001b[38;2;1;99;200mtrue\u001b[0m \u001b[38;5;208m256\u001b[0m");
        LogPage page = viewer.log("colours").untilShows("red bold under true 256");
        List<String> looks = new ArrayList<>();
        page.tab
                .evaluate(
                        "[...document.querySelectorAll('.text span')].map((span) => getComputedStyle(span)).map((style) => [style.color, style.fontWeight, style.textDecorationLine].join('; '))")
                .forEach(each -> looks.add(each.asText()));
        String plain =
                page.tab
                        .evaluate("getComputedStyle(document.querySelector('.text')).color")
                        .asText();
        assertThat(looks).hasSize(5).doesNotHaveDuplicates();
        assertThat(looks.get(0)).isNotEqualTo(plain + "; 400; none");
        assertThat(looks.get(1)).isEqualTo(plain + "; 700; none");
        assertThat(looks.get(2)).isEqualTo(plain + "; 400; underline");
        assertThat(looks.subList(3, 5))
                .allSatisfy(each -> assertThat(each).doesNotStartWith(plain));
    }

    @Test
    void standardErrorHasAMarkAndAColour() {
        viewer.pushJson(
                "two-origins",
                "{\"line\":\"fine\"}",
                "{\"line\":\"not fine\",\"origin\":\"stderr\"}");
        LogPage page = viewer.log("two-origins").untilShows("not fine");
        assertThat(
                        page.tab
                                .evaluate(
                                        "[...document.querySelectorAll('.row.line')].map((row) => [row.querySelector('.gutter').textContent, row.querySelector('.gutter').getAttribute('aria-label'), row.querySelector('.text').offsetLeft].join())")
                                .toString())
                .matches("\\[\",,(\\d+)\",\"!,standard error,\\1\"\\]");
        assertThat(
                        page.tab
                                .evaluate(
                                        "new Set([...document.querySelectorAll('.row.line .text')].map((text) => getComputedStyle(text).color)).size")
                                .asInt())
                .isEqualTo(2);
    }

    @Test
    void aLongLineIsCutAndGrowsByABoundedStep() {
        viewer.push("long-line", "x".repeat(300_000), "the next one");
        LogPage page = viewer.log("long-line").untilShows("the next one");
        String length =
                "Math.max(...[...document.querySelectorAll('.row .text')].map((text) => text.firstChild.data.length))";
        assertThat(page.tab.evaluate(length).asInt()).isEqualTo(4096);
        page.press("Home");
        page.tab.wheel(".log", 600);
        page.tab.click("button.more");
        page.tab.until(length + " > 4096");
        assertThat(page.tab.evaluate(length).asInt()).isLessThanOrEqualTo(4096 + 65_536);
    }

    @Test
    void partsOfALineAreOneRow() {
        viewer.pushJson(
                "parts",
                "{\"line\":\"first, \",\"partial\":true}",
                "{\"line\":\"beside\",\"origin\":\"stderr\"}",
                "{\"line\":\"second, \",\"partial\":true}",
                "{\"line\":\"last\"}",
                "{\"line\":\"whole\"}");
        LogPage page = viewer.log("parts").untilShows("whole");
        assertThat(page.texts()).containsExactly("first, second, last", "beside", "whole");
    }

    @Test
    void timesAreHiddenOrRelativeOrLocalOrUtc() {
        viewer.pushJson("times", "{\"line\":\"a line\",\"time\":\"2026-01-02T03:04:05.678Z\"}");
        LogPage page = viewer.log("times").untilShows("a line");
        String time = "document.querySelector('.row.line .time').innerText";
        assertThat(page.tab.evaluate(time).asText()).contains("04:05.678 +01:00");
        page.press("t");
        page.tab.until(time + ".includes('03:04:05.678') && " + time + ".includes('Z')");
        page.press("t");
        page.tab.until(time + ".trim() === ''");
        page.press("t");
        page.tab.until("/\\d+ ?d/.test(%s)".formatted(time));
    }

    @Test
    void whatHappenedToTheCommandStandsAcross() {
        LogPage page = viewer.log(SampleLogs.ENDED).untilShows("exited with 3");
        assertThat(page.rows().stream().map(LogPage.Row::kind))
                .startsWith("state")
                .endsWith("state");
    }
}
