package dev.tailrace.browser;

import static dev.tailrace.Waiting.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A page in a browser: what a person sees and does. JavaScript given to it is one expression. What
 * its policy forbids, what it throws and what it prints as an error are its complaints.
 */
public final class Tab {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** So much of a page's end says a test that fails. */
    private static final int SEEN = 600;

    private static final String WATCH =
            "window.violations = [];"
                    + "addEventListener('securitypolicyviolation', (event) => violations.push("
                    + "`${event.violatedDirective} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));"
                    + "window.longTasks = [];"
                    + "new PerformanceObserver((list) => longTasks.push("
                    + "...list.getEntries().map((each) => each.duration))).observe({type: 'longtask'});";

    /** Looked at so often, in milliseconds, until it holds. */
    private static final String UNTIL =
            "new Promise((done) => { const look = () => { let holds = false;"
                    + " try { holds = (%s); } catch (failure) { window.lastFailure = failure; }"
                    + " if (holds) done(true); else setTimeout(look, 10); }; look(); })";

    private final DevTools tools;
    private final String target;
    private final String session;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Tab(DevTools tools, String target, String session) {
        this.tools = tools;
        this.target = target;
        this.session = session;
        tools.listen(session, this::said);
        for (String domain : List.of("Page", "Runtime")) {
            send(domain + ".enable", Map.of());
        }
        send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
        send("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        size(1280, 800);
    }

    /** As if it were new. */
    void empty() {
        evaluate("location.protocol.startsWith('http') && localStorage.clear()");
        go("about:blank");
        complaints.clear();
        size(1280, 800);
        dark(false);
    }

    String target() {
        return target;
    }

    private void said(String event, JsonNode parameters) {
        if (event.equals("Runtime.exceptionThrown")) {
            complaints.add(
                    parameters.at("/exceptionDetails/exception/description").asText()
                            + parameters.at("/exceptionDetails/text").asText());
        } else if (event.equals("Runtime.consoleAPICalled")
                && parameters.path("type").asText().equals("error")) {
            complaints.add(parameters.path("args").toString());
        }
    }

    List<String> complaints() {
        evaluate("window.violations ?? []").forEach(each -> complaints.add(each.asText()));
        return complaints;
    }

    private JsonNode send(String method, Map<String, ?> parameters) {
        return tools.ask(session, method, parameters);
    }

    /** Goes there, and waits until the page has been loaded. */
    public Tab go(String address) {
        send("Page.navigate", Map.of("url", address));
        return until("document.readyState === 'complete'");
    }

    /** The value of an expression; of a promise, what it is kept with. */
    public JsonNode evaluate(String expression) {
        JsonNode answer =
                send(
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                expression,
                                "awaitPromise",
                                true,
                                "returnByValue",
                                true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    public String text(String selector) {
        return evaluate("document.querySelector(%s)?.innerText ?? ''".formatted(quoted(selector)))
                .asText();
    }

    /** Waits until the expression is true. */
    public Tab until(String condition) {
        try {
            evaluate(UNTIL.formatted(condition));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("never true: " + condition + "; the page has: " + seen(), e);
        }
        return this;
    }

    /** Waits until the expression is true on a page to which another one may lead meanwhile. */
    public Tab untilThere(String condition) {
        await().until(() -> {
            try {
                return evaluate("Boolean(%s)".formatted(condition)).asBoolean();
            } catch (CompletionException e) {
                // A page that is left answers nothing.
                return false;
            }
        });
        return this;
    }

    /** Waits until the text is on the page. */
    public Tab untilSays(String selector, String text) {
        return until(
                "document.querySelector(%s).innerText.includes(%s)"
                        .formatted(quoted(selector), quoted(text)));
    }

    private String seen() {
        try {
            return evaluate("document.querySelector('main')?.innerText.slice(-%d)".formatted(SEEN))
                    .asText();
        } catch (RuntimeException | AssertionError e) {
            return "no page";
        }
    }

    /** Two frames: what the page was to draw has been drawn. */
    public Tab drawn() {
        evaluate(
                "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
        return this;
    }

    public static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What a person does.

    /** A key as {@code KeyboardEvent.key} has it, after {@code Control+} or {@code Shift+}. */
    public Tab press(String key) {
        Key.of(key).strokes().forEach(each -> send("Input.dispatchKeyEvent", each));
        return this;
    }

    public Tab type(String text) {
        text.codePoints().forEach(each -> press(Character.toString(each)));
        return this;
    }

    public Tab click(String selector) {
        until(
                "(({x, y, width, height}) => document.querySelector(%1$s).contains(document.elementFromPoint(x + width / 2, y + height / 2)))(document.querySelector(%1$s).getBoundingClientRect())"
                        .formatted(quoted(selector)));
        JsonNode middle = middle(selector);
        mouse("mousePressed", middle.get("x").asDouble(), middle.get("y").asDouble(), 1);
        mouse("mouseReleased", middle.get("x").asDouble(), middle.get("y").asDouble(), 0);
        return this;
    }

    /** Presses at one place, moves in some steps, and lets go at the other. */
    public Tab drag(double fromX, double fromY, double toX, double toY) {
        int steps = 5;
        mouse("mouseMoved", fromX, fromY, 0);
        mouse("mousePressed", fromX, fromY, 1);
        for (int i = 1; i <= steps; i++) {
            mouse(
                    "mouseMoved",
                    fromX + (toX - fromX) * i / steps,
                    fromY + (toY - fromY) * i / steps,
                    1);
        }
        mouse("mouseReleased", toX, toY, 0);
        return this;
    }

    public Tab wheel(String selector, int pixels) {
        JsonNode middle = middle(selector);
        send(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        "mouseWheel",
                        "x",
                        middle.get("x"),
                        "y",
                        middle.get("y"),
                        "deltaX",
                        0,
                        "deltaY",
                        pixels));
        return this;
    }

    private void mouse(String type, double x, double y, int buttons) {
        Map<String, Object> event =
                new HashMap<>(Map.of("type", type, "x", x, "y", y, "buttons", buttons));
        if (!type.equals("mouseMoved") || buttons > 0) {
            event.put("button", "left");
            event.put("clickCount", 1);
        }
        send("Input.dispatchMouseEvent", event);
    }

    private JsonNode middle(String selector) {
        until("document.querySelector(%s)".formatted(quoted(selector)));
        return evaluate(
                "(({x, y, width, height}) => ({x: x + width / 2, y: y + height / 2}))(document.querySelector(%s).getBoundingClientRect())"
                        .formatted(quoted(selector)));
    }

    // What it is looked at with.

    public Tab size(int width, int height) {
        return device(width, height, false);
    }

    public Tab phone() {
        return device(390, 844, true);
    }

    private Tab device(int width, int height, boolean isPhone) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        isPhone ? 2 : 1,
                        "mobile",
                        isPhone));
        send("Emulation.setTouchEmulationEnabled", Map.of("enabled", isPhone));
        return this;
    }

    /** As the system of a person who wants it dark, or light. */
    public Tab dark(boolean isDark) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        isDark ? "dark" : "light"))));
        return this;
    }

    /** Writes what is seen as a PNG. */
    public Tab picture(Path file) {
        drawn();
        String picture =
                send("Page.captureScreenshot", Map.of("format", "png")).get("data").asText();
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Used heap of its JavaScript after a collection, in bytes. */
    public long heap() {
        send("HeapProfiler.collectGarbage", Map.of());
        return send("Runtime.getHeapUsage", Map.of()).get("usedSize").asLong();
    }

    /** CPU time of its main thread so far, in seconds. */
    public double busySeconds() {
        send("Performance.enable", Map.of());
        for (JsonNode metric : send("Performance.getMetrics", Map.of()).get("metrics")) {
            if (metric.get("name").asText().equals("TaskDuration")) {
                return metric.get("value").asDouble();
            }
        }
        throw new AssertionError("no TaskDuration");
    }
}
