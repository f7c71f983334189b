package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each parameter does, in each format. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class ParameterTest extends FaceTest {
    @ParameterizedTest
    @EnumSource
    void withoutFollowingAllIsServedAndThenTheEnd(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(lines(form, stream, "")).isEqualTo(numbers(0, 30));
    }

    @ParameterizedTest
    @EnumSource
    void followersGetTheLastTenLinesAndWhatComes(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        try (HttpClient client = get(stream, "?follow=true&limit=15", form.accept())) {
            stream.numbers(30, 50);
            assertThat(form.lines(client.text())).isEqualTo(numbers(20, 35));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fromFirstIsEverything(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(lines(form, stream, "&from=first")).isEqualTo(numbers(0, 30));
        try (HttpClient client = get(stream, "?follow=1&from=first&limit=30", form.accept())) {
            assertThat(form.lines(client.text())).isEqualTo(numbers(0, 30));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fromNowIsWhatComes(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(lines(form, stream, "&from=now")).isEmpty();
        try (HttpClient client = get(stream, "?follow=true&from=now&limit=3", form.accept())) {
            stream.numbers(30, 40);
            assertThat(form.lines(client.text())).isEqualTo(numbers(30, 33));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fromAPositionIsWhatComesAfterIt(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        String position = stream.stream().epoch() + "-11";
        assertThat(lines(form, stream, "&from=" + position)).isEqualTo(numbers(12, 30));
    }

    @ParameterizedTest
    @EnumSource
    void tailIsTheLastLines(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(lines(form, stream, "&tail=3")).isEqualTo(numbers(27, 30));
        assertThat(lines(form, stream, "&tail=0")).isEmpty();
        assertThat(lines(form, stream, "&tail=2147483647")).isEqualTo(numbers(0, 30));
    }

    @ParameterizedTest
    @EnumSource
    void sinceAndUntilAreTimesOfLines(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        List<String> times = times(stream);
        assertThat(lines(form, stream, "&since=" + times.get(7))).isEqualTo(numbers(7, 30));
        assertThat(lines(form, stream, "&until=" + times.get(7))).isEqualTo(numbers(0, 7));
        assertThat(lines(form, stream, "&since=" + times.get(5) + "&until=" + times.get(9)))
                .isEqualTo(numbers(5, 9));
        String elsewhere = times.get(7).replace("Z", "+00:00");
        assertThat(lines(form, stream, "&since=" + elsewhere)).isEqualTo(numbers(7, 30));
        assertThat(lines(form, stream, "&since=" + elsewhere.replace("+", "%2B")))
                .isEqualTo(numbers(7, 30));
    }

    @ParameterizedTest
    @EnumSource
    void sinceAndUntilAreDurationsBackFromNow(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(lines(form, stream, "&since=1h30m")).isEqualTo(numbers(0, 30));
        assertThat(lines(form, stream, "&since=0s")).isEmpty();
        assertThat(lines(form, stream, "&until=1d")).isEmpty();
        assertThat(lines(form, stream, "&until=0ms")).isEqualTo(numbers(0, 30));
    }

    @ParameterizedTest
    @EnumSource
    void sinceAndUntilAreDatesAndUnixSeconds(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        for (String before : new String[] {"2026-01-01", "2026-01-01T15:00:00", "1764169200"}) {
            assertThat(lines(form, stream, "&since=" + before)).isEqualTo(numbers(0, 30));
            assertThat(lines(form, stream, "&until=" + before)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFollowerIsLetGoAtItsTime(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        String soon = Instant.now().plusMillis(300).toString();
        try (HttpClient client = get(stream, "?follow=true&until=" + soon, form.accept())) {
            assertThat(form.lines(client.text())).isEqualTo(numbers(0, 3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void limitIsANumberOfLines(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(lines(form, stream, "&limit=4")).isEqualTo(numbers(0, 4));
        assertThat(lines(form, stream, "&limit=4&from=first&grep=5"))
                .containsExactly("5", "15", "25");
        assertThat(lines(form, stream, "&limit=2&grep=5")).containsExactly("5", "15");
        assertThat(lines(form, stream, "&limit=30")).isEqualTo(numbers(0, 30));
    }

    @ParameterizedTest
    @EnumSource
    void originIsWhereLinesCameFrom(Form form) throws IOException {
        FedStream stream = newStream().stdout("a\n").stderr("b\n").stdout("c\n").end();
        assertThat(lines(form, stream, "")).containsExactly("a", "b", "c");
        assertThat(lines(form, stream, "&origin=stdout")).containsExactly("a", "c");
        assertThat(lines(form, stream, "&origin=stderr")).containsExactly("b");
        assertThat(lines(form, stream, "&origin=stderr,stdout")).containsExactly("a", "b", "c");
        if (form == Form.TEXT) {
            assertThat(lines(form, stream, "&origin=system"))
                    .containsExactly("{\"state\":\"ended\"}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void grepIsAPatternAndInvertItsOpposite(Form form) throws IOException {
        FedStream stream = newStream().stdout("GET /a\nPOST /b\nGET /ü\n");
        assertThat(lines(form, stream, "&grep=%5EGET")).containsExactly("GET /a", "GET /ü");
        assertThat(lines(form, stream, "&grep=%5EGET&invert=true")).containsExactly("POST /b");
        assertThat(lines(form, stream, "&grep=%5EGET&invert=false"))
                .containsExactly("GET /a", "GET /ü");
        assertThat(lines(form, stream, "&grep=%C3%BC")).containsExactly("GET /ü");
        assertThat(lines(form, stream, "&invert=true")).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void tailCountsWhatIsShown(Form form) throws IOException {
        FedStream stream = newStream().stdout("a1\nb1\na2\nb2\na3\nb3\n");
        assertThat(lines(form, stream, "&grep=a&tail=2")).containsExactly("a2", "a3");
    }

    @ParameterizedTest
    @EnumSource
    void overflowIsTakenInEachOfItsWays(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        for (String overflow : new String[] {"wait", "latest", "close"}) {
            assertThat(lines(form, stream, "&overflow=" + overflow)).isEqualTo(numbers(0, 3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSwitchWithoutAValueIsOn(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        for (String query : new String[] {"?follow&limit=3", "?follow=&limit=3"}) {
            try (HttpClient client = get(stream, query, form.accept())) {
                assertThat(form.lines(client.text())).isEqualTo(numbers(20, 23));
            }
        }
    }

    private List<String> lines(Form form, FedStream stream, String query) throws IOException {
        return form.lines(body(stream, "?follow=false" + query, form.accept()));
    }

    private List<String> times(FedStream stream) throws IOException {
        List<String> times = new ArrayList<>();
        for (JsonNode line : Form.NDJSON.objects(body(stream, "", Form.NDJSON.accept()))) {
            times.add(line.get("time").asText());
        }
        return times;
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }
}
