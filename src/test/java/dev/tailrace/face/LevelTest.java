package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import dev.tailrace.level.LineWalk;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Levels of lines, and what else is told of a line: as fields, and to choose by. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class LevelTest extends FaceTest {
    private static final String NDJSON = Form.NDJSON.accept();

    /** Records 0 to 8; an event of each origin, one within the other. */
    private FedStream events() {
        return newStream()
                .stdout("INFO begin\n")
                .stdout("ERROR failed\n")
                .stderr("[warn] slow\n")
                .stdout("java.io.IOException: x\n\tat Main\n")
                .stderr("  because\n")
                .stdout("Processing...\n\tat nobody\n")
                .stdout("{\"level\":50,\"msg\":\"pino\"}\n");
    }

    private static final List<String> LEVELS =
            List.of("info", "error", "warn", "error", "error", "warn", "", "", "error");

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "SSE"})
    void theLevelIsAFieldWhereOneIsRecognised(Form form) throws IOException {
        List<String> told = new ArrayList<>();
        for (JsonNode object :
                form.objects(body(events(), "?follow=false&fields=level", form.accept()))) {
            if (object.has("line")) {
                told.add(object.path("level").asText());
            }
        }
        assertThat(told).isEqualTo(LEVELS);
    }

    @Test
    void theRestOfALineSaysWhereThatBegins() throws IOException {
        FedStream stream = longLine();
        assertThat(fields(body(stream, "?fields=first", NDJSON)))
                .containsExactly("", "", "", " 1", " 1", "");
        assertThat(fields(body(stream, "?fields=first,level", NDJSON)))
                .containsExactly("info", "warn", "error", "warn 1", "warn 1", "");
        assertThat(body(stream, "?limit=1&fields=first,level", NDJSON))
                .contains("\"origin\":\"stdout\",\"level\":\"info\",\"line\"");
    }

    @Test
    void nothingIsToldUnasked() throws IOException {
        assertThat(body(longLine(), "", NDJSON)).doesNotContain("level", "first");
        assertThat(body(longLine(), "?level=warn", NDJSON)).doesNotContain("\"level\"", "first");
    }

    /** Record 1 is the first of a line of three, between which there is one of the other origin. */
    private FedStream longLine() {
        String part = "x".repeat(16 * 1024);
        return newStream()
                .stdout("INFO a\n")
                .stdout("WARN " + part + part.substring(5))
                .stderr("ERROR b\n")
                .stdout("rest\nother\n");
    }

    @ParameterizedTest
    @EnumSource
    void linesAreChosenByLevel(Form form) throws IOException {
        FedStream stream = events();
        assertThat(lines(form, stream, "level=error"))
                .containsExactly(
                        "ERROR failed",
                        "java.io.IOException: x",
                        "\tat Main",
                        "{\"level\":50,\"msg\":\"pino\"}");
        assertThat(lines(form, stream, "level=warn,info"))
                .containsExactly("INFO begin", "[warn] slow", "  because");
        assertThat(lines(form, stream, "level=none"))
                .containsExactly("Processing...", "\tat nobody");
        assertThat(lines(form, stream, "level=fatal")).isEmpty();
    }

    @Test
    void whatElseIsAskedForIsMeantOfTheseLines() throws IOException {
        FedStream stream = events();
        assertThat(lines(Form.TEXT, stream, "level=error&tail=2"))
                .containsExactly("\tat Main", "{\"level\":50,\"msg\":\"pino\"}");
        assertThat(lines(Form.TEXT, stream, "level=error&limit=2"))
                .containsExactly("ERROR failed", "java.io.IOException: x");
        assertThat(lines(Form.TEXT, stream, "level=error&grep=a"))
                .containsExactly("ERROR failed", "java.io.IOException: x", "\tat Main");
        assertThat(lines(Form.TEXT, stream, "level=error&origin=stderr")).isEmpty();
    }

    @Test
    void aReadThatBeginsInTheMiddleOfAnEventKnowsIt() throws IOException {
        FedStream stream = events();
        for (int from = 0; from < LEVELS.size(); from++) {
            List<String> told = fields(body(stream, "?fields=level&seq=" + from + "-99", NDJSON));
            assertThat(told).as("from %d on", from).isEqualTo(LEVELS.subList(from, 9));
        }
    }

    @Test
    void soDoesOneThatBeginsInFilesFarFromThereAndGoesOnLive() throws IOException {
        FedStream stream = newStream(16 * 1024);
        String frames =
                IntStream.range(1, LineWalk.REACH_RECORDS)
                        .mapToObj(i -> "\tat frame " + i + "\n")
                        .reduce("", String::concat);
        stream.stdout("INFO first\n").stdout("ERROR failed\n").stdout(frames);
        String from = "?follow=true&fields=level&level=error&limit=30&from=";
        String position = stream.stream().epoch() + "-" + (LineWalk.REACH_RECORDS - 28);
        try (HttpClient client = get(stream, from + position, NDJSON)) {
            stream.stdout("\tat last\nINFO done\n\tat nobody\n").stderr("ERROR other\n");
            List<JsonNode> told = Form.NDJSON.objects(client.text());
            assertThat(told).hasSize(31);
            assertThat(told.get(28).get("line").asText()).isEqualTo("\tat last");
            assertThat(told.get(28).get("level").asText()).isEqualTo("error");
            assertThat(told.get(29).get("line").asText()).isEqualTo("ERROR other");
        }
    }

    @Test
    void severalStreamsHaveEachItsOwnEvents() throws IOException {
        FedStream one = newStream().stdout("ERROR one\n");
        FedStream two = newStream().stdout("WARN two\n");
        one.stdout("\tat one\n");
        two.stdout("\tat two\n");
        String query =
                "/log?level=error&fields=level&stream="
                        + one.stream().name()
                        + "&stream="
                        + two.stream().name();
        try (HttpClient client = HttpClient.get(url(), query, NDJSON)) {
            assertThat(Form.NDJSON.lines(client.text())).containsExactly("ERROR one", "\tat one");
        }
    }

    private List<String> lines(Form form, FedStream stream, String query) throws IOException {
        return form.lines(body(stream, "?follow=false&" + query, form.accept()));
    }

    /** Level and first seq of each line. */
    private static List<String> fields(String body) throws IOException {
        List<String> fields = new ArrayList<>();
        for (JsonNode object : Form.NDJSON.objects(body)) {
            String first = object.has("first") ? " " + object.get("first") : "";
            fields.add(object.path("level").asText() + first);
        }
        return fields;
    }
}
