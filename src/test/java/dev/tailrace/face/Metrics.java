package dev.tailrace.face;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;

/** What {@code /q/metrics} says at one moment. */
final class Metrics {
    private final List<String> lines;

    private Metrics(List<String> lines) {
        this.lines = lines;
    }

    static Metrics of(URL gateway) {
        try (HttpClient client = HttpClient.get(gateway, "/q/metrics")) {
            // The text format has a comma after the last label as well.
            return new Metrics(client.text().replace(",}", "}").lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one of that name and those labels, as in {@code name{a="b"}}. */
    double value(String series) {
        return lines.stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(Metrics::valueOf)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + series));
    }

    /** All of that name that have the label {@code label}, as in {@code a="b"}, added up. */
    double sum(String name, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(Metrics::valueOf)
                .sum();
    }

    private static double valueOf(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
