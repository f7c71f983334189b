package dev.tailrace.viewer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.browser.Tab;
import java.util.ArrayList;
import java.util.List;

/** The view of one stream's lines in a tab. */
final class LogPage {
    /** The rows that can be seen, from the top. */
    private static final String ROWS =
            """
            (() => {
              const box = document.querySelector('.log').getBoundingClientRect();
              return [...document.querySelectorAll('.log .row')]
                .map((row) => ({row, place: row.getBoundingClientRect()}))
                .filter(({place}) => place.bottom > box.top && place.top < box.bottom)
                .map(({row, place}) => ({seq: +row.dataset.seq, top: place.top - box.top, kind: row.classList[1],
                  text: row.querySelector('.text').textContent}));
            })()\
            """;

    /** The button at an end of the scroll bar, and half the thumb of a long log. */
    private static final int EDGE = 25;

    final Tab tab;

    LogPage(Tab tab) {
        this.tab = tab;
    }

    /** A row that is seen; {@code top} is in pixels below the view's upper edge. */
    record Row(long seq, double top, String kind, String text) {}

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (JsonNode each : tab.evaluate(ROWS)) {
            rows.add(
                    new Row(
                            each.get("seq").asLong(),
                            each.get("top").asDouble(),
                            each.get("kind").asText(),
                            each.get("text").asText()));
        }
        return rows;
    }

    List<String> texts() {
        return rows().stream().map(Row::text).toList();
    }

    Row top() {
        return rows().getFirst();
    }

    /** How many rows there are at all. */
    int drawnRows() {
        return tab.evaluate("document.querySelectorAll('.row').length").asInt();
    }

    LogPage untilLive() {
        tab.until(
                "/^(live|ended)/.test(document.querySelector('status-bar .connection').innerText)");
        return this;
    }

    /** Waits until a row that is seen has the text. */
    LogPage untilShows(String text) {
        tab.until("%s.some((row) => row.text.includes(%s))".formatted(ROWS, Tab.quoted(text)));
        return this;
    }

    /** Waits until all rows that are seen are there, and not only their places. */
    LogPage untilWhole() {
        tab.until("(%s).every((row) => row.kind !== 'unknown')".formatted(ROWS));
        return this;
    }

    /** Waits until there are rows to be seen. */
    LogPage untilDrawn() {
        tab.until("document.querySelector('.row.line')");
        return untilWhole();
    }

    /** Waits until the paused reader is told of so many new lines. */
    LogPage untilTold(int news) {
        tab.untilSays(".resume", news + " new");
        return this;
    }

    LogPage press(String key) {
        tab.press(key);
        return this;
    }

    String connection() {
        return tab.text("status-bar .connection");
    }

    boolean isFollowing() {
        return tab.evaluate("!document.querySelector('.resume')").asBoolean();
    }

    /** Presses the bar at one share of its way, from 0 to 1, and lets it go at another. */
    LogPage dragThumb(double from, double to) {
        JsonNode bar =
                tab.evaluate(
                        """
                        (() => {
                          const box = document.querySelector('.log');
                          const {top, right, height} = box.getBoundingClientRect();
                          return {x: right - (box.offsetWidth - box.clientWidth) / 2, top, height};
                        })()\
                        """);
        double x = bar.get("x").asDouble();
        double top = bar.get("top").asDouble() + EDGE;
        double way = bar.get("height").asDouble() - 2 * EDGE;
        tab.drag(x, top + from * way, x, top + to * way).drawn().drawn();
        return this;
    }
}
