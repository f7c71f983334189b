package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics keep the rules of {@code promtool check metrics}, in both formats. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class MetricsLintTest extends FaceTest {
    private static final String OPEN_METRICS =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final Pattern META = Pattern.compile("# (HELP|TYPE|UNIT) (\\S+) ?(.*)");
    private static final Pattern SAMPLE = Pattern.compile("([^\\s{]+)(?:\\{(.*)\\})? \\S+.*");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z_0-9]+)=\"");
    private static final Pattern OF_A_FAMILY =
            Pattern.compile("_(bucket|count|sum|max|total|created|info)$");

    private static final Set<String> ABBREVIATED =
            Set.of("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d");

    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary");

    /** Beside these, each with a prefix such as milli is no base unit either. */
    private static final Map<String, String> BASE_UNITS =
            Map.of("minutes", "seconds", "hours", "seconds", "days", "seconds", "bits", "bytes");

    private static final Pattern PREFIXED =
            Pattern.compile(
                    "(pico|nano|micro|milli|centi|kilo|kibi|mega|giga|tera)(seconds|bytes)");

    private static final class Family {
        String type = "untyped";
        String help = "";
        final Set<String> labels = new TreeSet<>();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain; version=0.0.4", OPEN_METRICS})
    void noneIsAgainstARule(String format) throws IOException {
        useEverything();
        try (HttpClient client = HttpClient.get(url(), "/q/metrics", "Accept: " + format)) {
            String media = format.substring(0, format.indexOf(';'));
            assertThat(client.header("Content-Type")).startsWith(media);
            String text = client.text();
            boolean open = format.equals(OPEN_METRICS);
            assertThat(text.endsWith("# EOF\n")).isEqualTo(open);
            Map<String, Family> families = families(text);
            assertThat(families).hasSizeGreaterThan(50);
            List<String> problems = new ArrayList<>();
            families.forEach((name, family) -> lint(open, name, family, problems));
            assertThat(problems).isEmpty();
        }
    }

    /** What is there only once it was used. */
    private void useEverything() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        for (Form form : Form.values()) {
            body(stream, "?from=first&follow=false", form.accept());
        }
        HttpClient.get(url(), "/nowhere").close();
        try (WsClient client = WsClient.open(url())) {
            client.send("{'op':'ping','id':'a'}");
            assertThat(client.next("pong")).isNotNull();
        }
    }

    private static Map<String, Family> families(String text) {
        Map<String, Family> families = new TreeMap<>();
        for (String line : text.lines().filter(each -> !each.equals("# EOF")).toList()) {
            Matcher meta = META.matcher(line);
            if (meta.matches()) {
                Family family = families.computeIfAbsent(meta.group(2), _ -> new Family());
                switch (meta.group(1)) {
                    case "TYPE" -> family.type = meta.group(3);
                    case "HELP" -> family.help = meta.group(3);
                    default -> {}
                }
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            Family family = familyOf(sample.group(1), families);
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2))
                        .results()
                        .forEach(label -> family.labels.add(label.group(1)));
            }
        }
        return families;
    }

    private static Family familyOf(String sample, Map<String, Family> families) {
        Family own = families.get(sample);
        Family family =
                own == null ? families.get(OF_A_FAMILY.matcher(sample).replaceFirst("")) : own;
        return family == null ? families.computeIfAbsent(sample, _ -> new Family()) : family;
    }

    private static void lint(boolean open, String name, Family family, List<String> problems) {
        String type = family.type;
        if (family.help.isBlank()) {
            problems.add(name + ": no help text");
        }
        if (family.help.replace("\\\\", "").replace("\\n", "").contains("\\")) {
            problems.add(name + ": the help text has an escape that promtool does not know");
        }
        if (!open && type.equals("counter") != name.endsWith("_total")) {
            problems.add(name + ": counters end in _total, and nothing else does");
        }
        if (open && name.endsWith("_total")) {
            problems.add(name + ": _total is the sample's in OpenMetrics, not the family's");
        }
        if (!type.equals("untyped")) {
            lintReserved(name, family, problems);
        }
        lintWords(name, problems);
        family.labels.forEach(label -> lintCase(name + " " + label, label, problems));
        lintCase(name, name, problems);
    }

    private static void lintReserved(String name, Family family, List<String> problems) {
        for (String suffix : new String[] {"_bucket", "_count", "_sum"}) {
            if (name.endsWith(suffix)) {
                problems.add(name + ": " + suffix + " is for histograms and summaries");
            }
        }
        if (family.labels.contains("le") && !family.type.equals("histogram")) {
            problems.add(name + ": le is for histograms");
        }
        if (family.labels.contains("quantile") && !family.type.equals("summary")) {
            problems.add(name + ": quantile is for summaries");
        }
    }

    private static void lintWords(String name, List<String> problems) {
        List<String> words = List.of(name.toLowerCase(Locale.ROOT).split("_", -1));
        for (String word : words) {
            if (words.indexOf(word) > 0 && TYPES.contains(word)) {
                problems.add(name + ": the type is in the name");
            }
            if (words.indexOf(word) > 0 && ABBREVIATED.contains(word)) {
                problems.add(name + ": the unit is abbreviated");
            }
            if (BASE_UNITS.containsKey(word) || PREFIXED.matcher(word).matches()) {
                problems.add(name + ": the unit is no base unit");
            }
        }
    }

    private static void lintCase(String where, String name, List<String> problems) {
        if (!name.matches("[a-z_][a-z0-9_]*")) {
            problems.add(where + ": names are in snake_case");
        }
    }

    @Test
    void theRulesFindWhatPromtoolFinds() {
        List<String> problems = new ArrayList<>();
        families(
                        """
                        # TYPE process_cpu_time_ns_total counter
                        process_cpu_time_ns_total 1.0
                        # HELP system_cpu_count The processors
                        # TYPE system_cpu_count gauge
                        system_cpu_count 2.0
                        connections_seconds_active_count 1.0
                        """)
                .forEach((name, family) -> lint(false, name, family, problems));
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "process_cpu_time_ns_total: no help text",
                        "process_cpu_time_ns_total: the unit is abbreviated",
                        "system_cpu_count: _count is for histograms and summaries",
                        "connections_seconds_active_count: no help text");
    }
}
