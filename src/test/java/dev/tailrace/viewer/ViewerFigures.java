package dev.tailrace.viewer;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How fast the page is: {@code ./mvnw -Pbrowser verify}. It prints figures, and fails where they
 * are not those that the page is to reach on a quiet machine.
 */
@ExtendWith(Viewer.Given.class)
class ViewerFigures {
    private static final int JUMPS = 50;
    private static final int MOST_ROWS = 100;
    private static final int SECONDS = Integer.getInteger("test.page.seconds", 60);

    private static final StringBuilder FIGURES = new StringBuilder();

    private final Viewer viewer;

    ViewerFigures(Viewer viewer) {
        this.viewer = viewer;
        // The file may be longer than what is followed at once.
        viewer.gateway().awaitNext(SampleLogs.LONG, SampleLogs.LONG_LINES);
    }

    private static void figure(String format, Object... values) {
        FIGURES.append(format.formatted(values)).append('\n');
    }

    @AfterAll
    static void print() {
        System.out.print(FIGURES);
    }

    @Test
    void theFirstLinesAreThereSoonAfterOpening() {
        double[] millis = new double[9];
        for (int i = 0; i < millis.length; i++) {
            long begin = System.nanoTime();
            viewer.open("#/s/" + SampleLogs.LONG).until("document.querySelector('.row.line')");
            millis[i] = (System.nanoTime() - begin) / 1e6;
            viewer.chromium().closeTabs();
        }
        Arrays.sort(millis);
        figure(
                "first lines on the screen after opening, %,d lines: median %.0f ms, most %.0f ms",
                SampleLogs.LONG_LINES, millis[millis.length / 2], millis[millis.length - 1]);
        assertThat(millis[millis.length / 2]).isLessThan(500);
    }

    @Test
    void anyPlaceIsThereSoon() {
        LogPage page = viewer.log(SampleLogs.LONG).untilWhole();
        Random random = new Random(11);
        double[] millis = new double[JUMPS];
        int rows = 0;
        for (int i = 0; i < JUMPS; i++) {
            long seq = random.nextInt(SampleLogs.LONG_LINES);
            millis[i] =
                    page.tab
                            .evaluate(
                                    """
                                    new Promise((done) => {
                                      const begin = performance.now();
                                      location.hash = '#/s/%s?at=%d';
                                      const look = () => document.querySelector('.row.line[data-seq="%d"]')
                                        ? done(performance.now() - begin) : requestAnimationFrame(look);
                                      look();
                                    })\
                                    """
                                            .formatted(SampleLogs.LONG, seq, seq))
                            .asDouble();
            page.untilShows(SampleLogs.line(seq));
            rows = Math.max(rows, page.drawnRows());
        }
        Arrays.sort(millis);
        figure(
                "jumps to random places of %,d lines: median %.0f ms, p90 %.0f ms, most %.0f ms; at most %d rows drawn",
                SampleLogs.LONG_LINES,
                millis[JUMPS / 2],
                millis[JUMPS * 9 / 10],
                millis[JUMPS - 1],
                rows);
        assertThat(rows).isLessThanOrEqualTo(MOST_ROWS);
        assertThat(millis[JUMPS / 2]).isLessThan(200);
    }

    @Test
    void burstsMakeNoLongTaskAndLittleHeap() {
        viewer.push("bursts", "the first");
        LogPage page = viewer.log("bursts").untilShows("the first");
        page.tab.evaluate("longTasks.length = 0");
        load("bursts", 10_000, Duration.ofSeconds(2), SECONDS / 2);
        page.untilShows("line " + (10_000 * (SECONDS / 2) - 1) + " ");
        String following = page.tab.evaluate("longTasks").toString();
        double heap = page.tab.heap() / 1e6;
        page.press("k").press("k");
        page.tab.drawn();
        var before = page.rows();
        page.tab.evaluate("longTasks.length = 0");
        load("bursts", 10_000, Duration.ofSeconds(2), SECONDS / 8);
        page.tab.untilSays(".resume", "%,d new".formatted(10_000 * (SECONDS / 8)));
        assertThat(page.rows()).isEqualTo(before);
        figure(
                "10,000 lines every 2 s for %d s: tasks over 50 ms %s while following, %s while paused; heap %.1f MB",
                SECONDS, following, page.tab.evaluate("longTasks"), heap);
        assertThat(heap).isLessThan(60);
    }

    @Test
    void twoThousandLinesASecondCostLittle() {
        viewer.push("steady-load", "the first");
        LogPage page = viewer.log("steady-load").untilShows("the first");
        double main = page.tab.busySeconds();
        double all = viewer.chromium().cpuSeconds();
        long begin = System.nanoTime();
        load("steady-load", 200, Duration.ofMillis(100), SECONDS * 10);
        double seconds = (System.nanoTime() - begin) / 1e9;
        figure(
                "2,000 lines/s for %.0f s: main thread %.1f %% of a core, all of the browser's processes %.1f %%",
                seconds,
                100 * (page.tab.busySeconds() - main) / seconds,
                100 * (viewer.chromium().cpuSeconds() - all) / seconds);
    }

    @Test
    void thePageIsSmall() {
        String index =
                new String(viewer.gateway().body("/"), java.nio.charset.StandardCharsets.UTF_8);
        int bytes = gzipped(viewer.gateway().body("/"));
        for (var name :
                (Iterable<String>)
                        Pattern.compile("page/[^\"]+")
                                        .matcher(index)
                                        .results()
                                        .map(each -> each.group())
                                ::iterator) {
            bytes += gzipped(viewer.gateway().body("/" + name));
        }
        figure("the page, gzipped: %.1f KB", bytes / 1024.0);
        assertThat(bytes).isLessThan(60 * 1024);
    }

    private static int gzipped(byte[] content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(all)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.size();
    }

    /** So many lines each period, numbered over all. */
    private void load(String stream, int lines, Duration period, int times) {
        int[] pushed = {0};
        try (ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor()) {
            thread.scheduleAtFixedRate(
                    () -> {
                        if (pushed[0] < times) {
                            int first = pushed[0] * lines;
                            viewer.push(
                                    stream,
                                    IntStream.range(first, first + lines)
                                            .mapToObj(i ->
                                                    "line "
                                                            + i
                                                            + " is one of many that come at once"));
                            pushed[0]++;
                        }
                    },
                    0,
                    period.toMillis(),
                    TimeUnit.MILLISECONDS);
            await().atMost(Duration.ofHours(1)).until(() -> pushed[0] >= times);
            thread.shutdownNow();
        }
    }
}
