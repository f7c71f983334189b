package dev.tailrace.viewer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A log as people have them: levels, JSON, a stack trace, colours; spread over the last hour. */
final class Demo {
    static final String STREAM = "payments";
    static final String SHOP = "shop-web";
    private static final int LINES = 3000;
    private static final Duration SPAN = Duration.ofHours(1);

    private static boolean isThere;

    private Demo() {}

    static void push(Viewer viewer) {
        if (!isThere) {
            isThere = true;
            send(viewer, lines(LINES, Instant.now().minus(SPAN), SPAN));
        }
    }

    /** What another program of the same shop has said in the last minutes. */
    static void pushShop(Viewer viewer) {
        Instant begin = Instant.now().minusSeconds(300);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String text =
                    i % 9 == 0
                            ? "{\"level\":\"warn\",\"msg\":\"slow page\",\"path\":\"/cart\",\"ms\":%d}"
                                    .formatted(900 + i)
                            : "GET /cart/%d 200 %d ms".formatted(i, 12 + i % 40);
            lines.add(line(begin.plusSeconds(3L * i), "stdout", text));
        }
        viewer.send(
                SHOP + "/lines?label=app%3Dshop&label=env%3Dproduction",
                "application/x-ndjson",
                String.join("\n", lines));
    }

    /** Some more, of now. */
    static void push(Viewer viewer, int lines) {
        send(viewer, lines(lines, Instant.now(), Duration.ofMillis(lines)).subList(0, lines));
    }

    private static void send(Viewer viewer, List<String> lines) {
        viewer.send(
                STREAM + "/lines?label=app%3Dshop&label=env%3Dproduction",
                "application/x-ndjson",
                String.join("\n", lines));
    }

    private static List<String> lines(int events, Instant begin, Duration span) {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            Instant time = begin.plus(span.multipliedBy(i).dividedBy(events));
            boolean isBad = i > events / 2 && i < events * 2 / 3;
            lines.addAll(event(random, time, isBad ? 0.25 : 0.02, i));
        }
        return lines;
    }

    private static List<String> event(Random random, Instant time, double trouble, int number) {
        int amount = 5 + random.nextInt(400);
        int millis = 12 + random.nextInt(80);
        double dice = random.nextDouble();
        if (dice < trouble / 3) {
            return List.of(
                    line(
                            time,
                            "stderr",
                            "ERROR payment "
                                    + number
                                    + " failed: java.net.SocketTimeoutException: Read timed out"),
                    line(time, "stderr", "    at com.example.shop.Bank.charge(Bank.java:118)"),
                    line(
                            time,
                            "stderr",
                            "    at com.example.shop.Payments.accept(Payments.java:64)"));
        }
        if (dice < trouble) {
            return List.of(
                    line(
                            time,
                            "stdout",
                            "WARN  payment %d declined by the bank, retry in 2 s"
                                    .formatted(number)));
        }
        return List.of(
                switch (number % 4) {
                    case 0 ->
                            line(
                                    time,
                                    "stdout",
                                    "{\"level\":\"info\",\"msg\":\"payment accepted\",\"order\":%d,\"amount\":%d.90,\"currency\":\"EUR\",\"ms\":%d}"
                                            .formatted(4000 + number, amount, millis));
                    case 1 ->
                            line(
                                    time,
                                    "stdout",
                                    "\u001b[32m200\u001b[0m POST /payments \u001b[2m%d ms\u001b[0m"
                                            .formatted(millis));
                    default ->
                            line(
                                    time,
                                    "stdout",
                                    "INFO  payment %d of %d.90 EUR accepted in %d ms"
                                            .formatted(number, amount, millis));
                });
    }

    private static String line(Instant time, String origin, String text) {
        return "{\"time\":\"%s\",\"origin\":\"%s\",\"line\":%s}"
                .formatted(time, origin, dev.tailrace.browser.Tab.quoted(text));
    }
}
