package dev.tailrace.viewer;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Point 6: marks, links, copies and downloads. */
@ExtendWith(Viewer.Given.class)
class Point6Taking {
    private final Viewer viewer;

    Point6Taking(Viewer viewer) {
        this.viewer = viewer;
    }

    @Test
    void aMarkIsSeenByAllReaders() {
        viewer.push("marked", "before");
        LogPage other = viewer.log("marked").untilShows("before");
        LogPage page = viewer.log("marked").untilShows("before");
        page.press("m");
        page.tab.until("document.activeElement.matches('mark-menu input')");
        page.tab.type("here I clicked").press("Enter");
        other.untilShows("here I clicked");
        page.untilShows("here I clicked");
        page.tab.until("location.hash.includes('at=1')");
    }

    @Test
    void aLinkToLinesPointsAtThem() {
        LogPage page = new LogPage(viewer.open("#/s/" + SampleLogs.LONG + "?at=40000&to=40002"));
        page.untilShows(SampleLogs.line(40_000));
        page.tab.until("document.querySelectorAll('.row.chosen').length === 3");
        page.tab.untilSays(".place-bar", "Lines 40,001 – 40,003");
    }

    @Test
    void linesThatAreNotDrawnAreCopiedAsTheyWereWritten() {
        List<String> lines =
                IntStream.range(0, 1000)
                        .mapToObj(i -> "\u001b[3%dmline %d\u001b[0m".formatted(i % 7, i))
                        .toList();
        viewer.push("copied", lines.stream());
        LogPage page = viewer.log("copied").untilShows("line 999");
        viewer.chromium().allowClipboard(viewer.address(""));
        page.tab.click(".log");
        page.press("Control+a").press("Control+c");
        String plain =
                String.join("\n", IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList());
        page.tab.until(
                "navigator.clipboard.readText().then((text) => { window.copied = text; }) && window.copied?.trim().length >= %d"
                        .formatted(plain.length()));
        assertThat(page.tab.evaluate("window.copied.trim()").asText()).isEqualTo(plain);
    }

    @Test
    void everythingIsDownloadedAsItWasWritten(@TempDir Path folder) throws IOException {
        viewer.push("downloaded", "\u001b[31mone\u001b[0m", "two");
        LogPage page = viewer.log("downloaded").untilShows("two");
        viewer.chromium().saveDownloads(folder);
        page.tab.click("download-menu > button").click("download-menu .menu-foot button");
        await().until(() ->
                files(folder).size() == 1
                        && !files(folder).getFirst().toString().endsWith("crdownload"));
        assertThat(files(folder).getFirst()).hasContent("\u001b[31mone\u001b[0m\ntwo\n");
    }

    @Test
    void theLinesPointedAtArePrintedWithTheirNameAndTheirPlace() {
        LogPage page = new LogPage(viewer.open("#/s/" + SampleLogs.LONG + "?at=500&to=502"));
        page.untilShows(SampleLogs.line(500));
        page.tab.evaluate(
                "window.print = () => { window.printed = document.querySelector('.sheet').textContent; }");
        page.press("P").tab.until("window.printed");
        assertThat(page.tab.evaluate("window.printed").asText())
                .startsWith(SampleLogs.LONG + ", lines 501 – 503")
                .contains(SampleLogs.line(500), SampleLogs.line(501), SampleLogs.line(502))
                .doesNotContain(SampleLogs.line(503));
        page.tab.evaluate("dispatchEvent(new Event('afterprint')), 1");
        assertThat(page.tab.evaluate("!document.querySelector('.sheet')").asBoolean()).isTrue();
    }

    @Test
    void theLinesFillTheScreenAndComeBack() {
        LogPage page = viewer.log(SampleLogs.LONG).press("F");
        page.tab.until("!document.querySelector('.side').checkVisibility()");
        page.untilShows(SampleLogs.line(SampleLogs.LONG_LINES - 1));
        page.press("F").tab.until("document.querySelector('.side').checkVisibility()");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
