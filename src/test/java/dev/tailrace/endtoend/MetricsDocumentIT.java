package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.docs.Document;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics in {@code docs/metrics.md} are those of a gateway of which every part is used. */
class MetricsDocumentIT {
    /** The section of the metrics that are not there from the start. */
    private static final String LATER = "Readers of each stream";

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
    private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");
    private static final int MORE_LINES_THAN_ARE_KEPT = 20_000;

    @TempDir Path folder;

    private final Document document = Document.read("docs/metrics.md");

    /** What is told of a metric beside its name. */
    private record Metric(String type, Set<String> labels) {}

    /** What a gateway shows: metrics by name, and the names of these and of all series. */
    private record Exposed(Map<String, Metric> metrics, Set<String> names) {}

    @Test
    void theTablesHaveExactlyTheMetricsThatAGatewayShows() throws Exception {
        try (Gateway gateway = Tailrace.in(folder).serve("--config", configuration().toString())) {
            assertThat(ownOf(exposed(gateway)))
                    .as("from the start")
                    .containsExactlyInAnyOrderEntriesOf(
                            documented(section -> !section.equals(LATER)));
            readWithAGap(gateway);
            Exposed afterwards = exposed(gateway);
            assertThat(ownOf(afterwards))
                    .as("afterwards")
                    .containsExactlyInAnyOrderEntriesOf(documented(_ -> true));
            assertThat(document.find("\\btailrace_[a-z_]+[a-z]"))
                    .as("queries, alerts and text")
                    .isSubsetOf(afterwards.names());
        }
    }

    /** Every kind of source and sink; of what the file has, little is kept. */
    private Path configuration() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("out").toString()).start().waitFor())
                .isZero();
        Files.writeString(folder.resolve("app.log"), "a line\n".repeat(MORE_LINES_THAN_ARE_KEPT));
        Files.createDirectory(folder.resolve("found"));
        String yaml =
                """
                tailrace:
                  docker: {host: "unix://FOLDER/no-engine", all: true}
                  push: {create: true}
                  tail: {found: {path: FOLDER/found}}
                  streams:
                    command: {process: {command: [cat]}, sink: {fifo: {stdout: FOLDER/out}}}
                    fifo: {fifo: {path: FOLDER/in}}
                    pushed: {push: true}
                    file:
                      tail: {path: FOLDER/app.log}
                      log: {segment-bytes: 1K, tail-bytes: 16K, retain-segments: 1}
                """;
        return Files.writeString(
                folder.resolve("all.yaml"), yaml.replace("FOLDER", folder.toString()));
    }

    private static void readWithAGap(Gateway gateway) {
        gateway.awaitNext("file", MORE_LINES_THAN_ARE_KEPT);
        await().until(() -> gateway.stream("file").get("first").asLong() > 1);
        String position = gateway.stream("file").get("epoch").asText() + "-0";
        assertThat(gateway.body("/streams/file/log?limit=1&from=" + position))
                .asString(StandardCharsets.UTF_8)
                .startsWith("--- gap: ");
    }

    /** Those that are the gateway's own, and those of others that the document has as well. */
    private Map<String, Metric> ownOf(Exposed exposed) {
        Set<String> ofAll = documented(_ -> true).keySet();
        return exposed.metrics().entrySet().stream()
                .filter(each ->
                        each.getKey().startsWith("tailrace_") || ofAll.contains(each.getKey()))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<String, Metric> documented(Predicate<String> sections) {
        return document.rows("metric").stream()
                .filter(row -> sections.test(row.section()))
                .collect(
                        toMap(
                                row -> row.code("metric").getFirst(),
                                row ->
                                        new Metric(
                                                row.cell("type"),
                                                new TreeSet<>(row.code("labels")))));
    }

    private static Exposed exposed(Gateway gateway) {
        String text = new String(gateway.body("/q/metrics"), StandardCharsets.UTF_8);
        Map<String, Metric> metrics = new TreeMap<>();
        TYPE.matcher(text)
                .results()
                .forEach(type ->
                        metrics.put(type.group(1), new Metric(type.group(2), new TreeSet<>())));
        Set<String> names = new TreeSet<>(metrics.keySet());
        for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
            Matcher sample = SERIES.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            names.add(sample.group(1));
            Metric metric = metrics.get(sample.group(1).replaceFirst("_(bucket|count|sum)$", ""));
            metric = metrics.getOrDefault(sample.group(1), metric);
            if (metric != null && sample.group(2) != null) {
                metric.labels().addAll(labels(sample.group(2)));
            }
        }
        return new Exposed(metrics, names);
    }

    private static Set<String> labels(String ofSample) {
        return LABEL.matcher(ofSample)
                .results()
                .map(label -> label.group(1))
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toSet());
    }
}
