package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.access.Token;
import dev.tailrace.browser.Tab;
import dev.tailrace.endtoend.Gateway;
import dev.tailrace.endtoend.Tailrace;
import dev.tailrace.suite.Ports;
import dev.tailrace.suite.Secrets;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Point 7: what the page shows is so, and where it may not be, the page says that. */
@ExtendWith(Viewer.Given.class)
class Point7Trust {
    private static final int LINES = 300;

    private final Viewer viewer;
    private int written;

    Point7Trust(Viewer viewer) {
        this.viewer = viewer;
    }

    private void pushSome(String stream) {
        viewer.push(stream, IntStream.range(0, LINES).mapToObj(_ -> "line " + written++ + ";"));
    }

    private void untilLast(LogPage page) {
        page.untilShows("line " + (written - 1) + ";");
    }

    /** Every line, from the oldest to the newest, as a person sees them page by page. */
    private void assertEachLineOnce(LogPage page) {
        page.press("Home");
        List<String> seen = new ArrayList<>();
        long next = 0;
        while (next < written) {
            page.tab.until("document.querySelector('.row[data-seq=\"%d\"]')".formatted(next));
            page.untilWhole();
            for (LogPage.Row row : page.rows()) {
                if (row.seq() == next) {
                    seen.add(row.text());
                    next++;
                }
            }
            page.press("PageDown");
            page.tab.drawn();
        }
        assertThat(seen)
                .isEqualTo(IntStream.range(0, written).mapToObj(i -> "line " + i + ";").toList());
    }

    @Test
    void aGatewayThatIsKilledWhileAPersonFollowsLosesAndRepeatsNoLineOnThePage() {
        pushSome("killed");
        LogPage page = viewer.log("killed");
        untilLast(page);
        for (int i = 0; i < Depth.rounds(1); i++) {
            viewer.killGateway();
            page.tab.until(
                    "/reconnecting in \\d+ s/.test(document.querySelector('status-bar').innerText)");
            viewer.startGateway();
            pushSome("killed");
            page.tab.click("status-bar button");
            page.untilLive();
            untilLast(page);
            assertThat(page.isFollowing()).isTrue();
        }
        assertEachLineOnce(page);
    }

    @Test
    void aFrontThatIsRestartedAndAnswers502IsNoEnd() {
        pushSome("behind");
        try (Front front = new Front(viewer.port())) {
            LogPage page = new LogPage(viewer.chromium().tab().go(front.address("#/s/behind")));
            page.untilLive();
            untilLast(page);
            front.restart();
            page.tab.untilSays("status-bar .connection", "reconnecting");
            pushSome("behind");
            page.untilLive();
            untilLast(page);
            viewer.stopGateway();
            page.tab.untilSays("status-bar .connection", "gateway stops");
            page.tab.until(
                    "document.querySelector('stream-list').innerText.includes('does not answer') || document.querySelectorAll('a.stream').length > 0");
            viewer.startGateway();
            pushSome("behind");
            page.untilLive();
            untilLast(page);
            page.tab.until("document.querySelectorAll('a.stream').length > 0");
            assertEachLineOnce(page);
        }
    }

    @Test
    void whatCannotBeReadIsABarWhereItWould() throws IOException {
        // More than is kept in memory.
        String much = "x".repeat(200);
        for (int i = 0; i < 60_000; i += 15_000) {
            viewer.push("damaged", IntStream.range(i, i + 15_000).mapToObj(n -> n + " " + much));
        }
        try (RandomAccessFile segment =
                new RandomAccessFile(viewer.segment("damaged").toFile(), "rw")) {
            segment.seek(200_000);
            segment.write("?".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        }
        LogPage page = new LogPage(viewer.open("#/s/damaged?at=800"));
        page.tab.until("document.querySelector('.row.gap')");
        assertThat(page.tab.text(".row.gap"))
                .matches("(?s).*\\d+ lines missing: cannot be read on the disk.*");
    }

    @Test
    void aPersonLogsInAndIsWhereTheLinkLed(@TempDir Path folder) throws IOException {
        String token = Secrets.made("trl_" + "a1".repeat(21) + "b");
        Files.writeString(
                folder.resolve("tokens"),
                "me sha256=%s rights=read,push streams=*\n".formatted(Token.hash(token)));
        Files.setPosixFilePermissions(
                folder.resolve("tokens"), PosixFilePermissions.fromString("rw-------"));
        try (Gateway gateway =
                Tailrace.in(folder)
                        .with("TAILRACE_AUTH_MODE", "token")
                        .with("TAILRACE_AUTH_TOKEN_FILE", folder.resolve("tokens").toString())
                        .serveOn(Ports.reserve(), "--fifo", "guarded=" + folder.resolve("fifo"))) {
            Tab tab =
                    viewer.chromium()
                            .tab()
                            .go("http://127.0.0.1:" + gateway.port() + "/#/s/guarded");
            tab.untilThere("location.pathname === '/login' && document.querySelector('input')");
            tab.click("input[name=token]").type(token);
            tab.press("Enter");
            tab.untilThere("location.hash === '#/s/guarded'");
            new LogPage(tab).untilLive();
            tab.evaluate(
                    "[...document.querySelectorAll('.side-foot button')].find((each) => each.innerText === 'log out').click(), 1");
            tab.untilThere("location.pathname === '/login'");
        }
    }

    @Test
    void twentyTabsGetTheirLines() {
        List<LogPage> pages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pages.add(new LogPage(viewer.open("#/s/" + SampleLogs.GOING_ON)));
        }
        pages.forEach(LogPage::untilLive);
        viewer.push(SampleLogs.GOING_ON, "for all of them");
        pages.forEach(page -> page.untilShows("for all of them"));
        // Each can fetch, too: history beside the live lines.
        Tab last = pages.getLast().tab;
        last.go(viewer.address("#/s/" + SampleLogs.LONG + "?at=1234"));
        new LogPage(last).untilShows(SampleLogs.line(1234));
    }
}
