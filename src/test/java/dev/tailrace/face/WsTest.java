package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.SourceEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Subscriptions over a WebSocket. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class WsTest extends FaceTest {
    /** Of a ping, with which positions are told. */
    private static final int SILENCE_MILLIS = (int) FaceProfile.HEARTBEAT.toMillis();

    private static void subscribe(WsClient client, String id, FedStream stream, String more)
            throws IOException {
        client.send(
                "{'op':'subscribe','id':'%s','stream':'%s'%s}"
                        .formatted(id, stream.stream().name(), more));
    }

    private static List<String> texts(List<JsonNode> lines) {
        return lines.stream().map(line -> line.get("line").asText()).toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void aSubscriptionIsGreetedAndGetsTheLastLinesAndThenWhatComes() throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        String epoch = stream.stream().epoch().value();
        try (WsClient client = WsClient.open(url())) {
            subscribe(client, "a", stream, "");
            JsonNode hello = client.next("hello");
            assertThat(hello.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "op", "id", "stream", "epoch", "first", "next", "heartbeat", "resumed");
            assertThat(hello.get("id").asText()).isEqualTo("a");
            assertThat(hello.get("stream").asText()).isEqualTo(stream.stream().name().value());
            assertThat(hello.get("epoch").asText()).isEqualTo(epoch);
            assertThat(hello.get("next").asLong()).isEqualTo(30);
            assertThat(hello.get("resumed").asText()).isEqualTo("start");
            JsonNode lines = client.next("lines");
            assertThat(lines.fieldNames())
                    .toIterable()
                    .containsExactly("op", "id", "stream", "lines", "position");
            assertThat(lines.get("position").asText()).isEqualTo(epoch + "-29");
            assertThat(lines.get("lines").get(0).fieldNames())
                    .toIterable()
                    .containsExactly("seq", "time", "origin", "line");
            assertThat(lines.get("lines").findValuesAsText("line")).isEqualTo(numbers(20, 30));
            stream.stderr("now\n");
            JsonNode live = client.next("lines");
            assertThat(live.get("position").asText()).isEqualTo(epoch + "-30");
            assertThat(live.get("lines").get(0).get("origin").asText()).isEqualTo("stderr");
            assertThat(live.get("lines").get(0).get("line").asText()).isEqualTo("now");
        }
        await().until(() -> stream.stream().readers().count() == 0);
    }

    @Test
    void linesAreChosenByLevelAndToldWithFieldsAcrossMessagesAndStates() throws IOException {
        FedStream stream = newStream().stdout("ERROR failed\nINFO done\nWARN slow\n");
        try (WsClient client = WsClient.open(url())) {
            String more = ",'from':'first','level':['error','warn'],'fields':['level','first']";
            subscribe(client, "a", stream, more + ",'limit':5,'credit':1");
            client.next("hello");
            assertThat(client.lines(1).getFirst().get("level").asText()).isEqualTo("error");
            stream.stdout("\tbecause\n").event(new SourceEvent.Started(1, List.of("x")));
            stream.stdout("\tand\n").stdout("x\n").stderr("\tnothing\n").stdout("WARN y\n");
            client.send("{'op':'credit','id':'a','lines':9}");
            List<JsonNode> lines = client.lines(4);
            assertThat(texts(lines)).containsExactly("WARN slow", "\tbecause", "\tand", "WARN y");
            assertThat(lines).allMatch(line -> line.get("level").asText().equals("warn"));
        }
    }

    @Test
    void thePositionOfAMessageResumesRightAfterIt() throws IOException {
        FedStream stream = newStream().numbers(0, 100);
        String position;
        try (WsClient client = WsClient.open(url())) {
            subscribe(client, "a", stream, ",'from':'first','limit':40");
            client.next("hello");
            JsonNode lines = client.next("lines");
            assertThat(lines.get("lines")).hasSize(40);
            position = lines.get("position").asText();
            assertThat(client.next("end").get("reason").asText()).isEqualTo("limit");
        }
        try (WsClient client = WsClient.open(url())) {
            subscribe(client, "a", stream, ",'follow':false,'from':'" + position + "'");
            assertThat(client.next("hello").get("resumed").asText()).isEqualTo("exact");
            assertThat(texts(client.lines(60))).isEqualTo(numbers(40, 100));
            assertThat(client.next("end").get("reason").asText()).isEqualTo("complete");
            subscribe(client, "a", stream, ",'from':'zzzzzzzz-3'");
            assertThat(client.next("hello").get("resumed").asText()).isEqualTo("reset");
            assertThat(texts(client.lines(100))).isEqualTo(numbers(0, 100));
        }
    }

    @Test
    void twoHundredAndFiftySixSubscriptionsOnOneConnectionGetEachOfTheirLines() throws IOException {
        List<FedStream> streams = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            streams.add(newStream());
        }
        try (WsClient client = WsClient.open(url())) {
            for (int i = 0; i < 256; i++) {
                subscribe(client, "s" + i, streams.get(i % 64), ",'from':'first'");
            }
            for (int i = 0; i < 256; i++) {
                client.next("hello");
            }
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 64; i++) {
                    streams.get(i).stdout(i + " " + round + "\n");
                }
            }
            Map<String, List<String>> got = new java.util.TreeMap<>();
            for (int lines = 0; lines < 256 * 5; ) {
                JsonNode message = client.next("lines");
                List<String> of =
                        got.computeIfAbsent(message.get("id").asText(), _ -> new ArrayList<>());
                of.addAll(message.get("lines").findValuesAsText("line"));
                lines += message.get("lines").size();
            }
            for (int i = 0; i < 256; i++) {
                int stream = i % 64;
                assertThat(got.get("s" + i))
                        .isEqualTo(IntStream.range(0, 5).mapToObj(r -> stream + " " + r).toList());
            }
        }
    }

    @Test
    void creditIsCountedExactly() throws IOException {
        FedStream stream = newStream().numbers(0, 50);
        try (WsClient client = WsClient.open(url())) {
            subscribe(client, "a", stream, ",'from':'first','credit':7");
            client.next("hello");
            assertThat(texts(client.lines(7))).isEqualTo(numbers(0, 7));
            assertThat(client.isSilentFor(SILENCE_MILLIS)).isTrue();
            client.send("{'op':'credit','id':'a','lines':3}");
            assertThat(texts(client.lines(3))).isEqualTo(numbers(7, 10));
            assertThat(client.isSilentFor(SILENCE_MILLIS)).isTrue();
            client.send("{'op':'credit','id':'a','lines':1000}");
            assertThat(texts(client.lines(40))).isEqualTo(numbers(10, 50));
            for (int i = 50; i < 1009; i++) {
                stream.numbers(i, i + 1);
            }
            assertThat(texts(client.lines(959))).isEqualTo(numbers(50, 1009));
            stream.numbers(1009, 1020);
            assertThat(texts(client.lines(1))).isEqualTo(numbers(1009, 1010));
            assertThat(client.isSilentFor(SILENCE_MILLIS)).isTrue();
        }
    }

    @Test
    void creditIsSpentOnlyOnLinesThatAreShownAndTheEndNeedsNone() throws IOException {
        FedStream stream = newStream().numbers(0, 10).stderr("e\n").numbers(10, 12);
        stream.event(new SourceEvent.Exited(new ExitStatus(0, 0)));
        try (WsClient client = WsClient.open(url())) {
            subscribe(client, "a", stream, ",'from':'first','origin':'stderr','credit':1");
            client.next("hello");
            assertThat(client.next("lines").get("lines")).hasSize(1);
            assertThat(client.next("state").get("state").asText()).isEqualTo("exited");
            assertThat(client.next("end").get("reason").asText()).isEqualTo("ended");
            subscribe(client, "b", stream, ",'from':'first','credit':0");
            client.next("hello");
            assertThat(client.isSilentFor(SILENCE_MILLIS)).isTrue();
        }
    }

    @Test
    void aPauseHoldsEverythingBackAndResumeGoesOnExactly() throws IOException {
        FedStream stream = newStream(64 * 1024);
        try (WsClient client = WsClient.open(url())) {
            subscribe(client, "a", stream, ",'from':'first'");
            client.next("hello");
            stream.numbers(0, 5);
            assertThat(texts(client.lines(5))).isEqualTo(numbers(0, 5));
            client.send("{'op':'pause','id':'a'}");
            client.send("{'op':'ping'}");
            client.next("pong");
            for (int i = 5; i < 20_005; i += 100) {
                stream.numbers(i, i + 100);
            }
            assertThat(client.isSilentFor(SILENCE_MILLIS)).isTrue();
            assertThat(stream.stream().log().recent().heldBytes()).isLessThan(256 * 1024);
            client.send("{'op':'resume','id':'a'}");
            assertThat(texts(client.lines(20_000))).isEqualTo(numbers(5, 20_005));
        }
    }

    @Test
    void theFiltersAreThoseOfTheQuery() throws IOException {
        FedStream stream = newStream().numbers(0, 30).stderr("1e\nx\n");
        try (WsClient client = WsClient.open(url())) {
            subscribe(client, "a", stream, ",'from':'first','grep':'^1','origin':['stderr']");
            client.next("hello");
            assertThat(texts(client.lines(1))).containsExactly("1e");
            subscribe(client, "b", stream, ",'from':'first','grep':'1','invert':true,'limit':3");
            client.next("hello");
            assertThat(texts(client.lines(3))).containsExactly("0", "2", "3");
            client.next("end");
            subscribe(client, "c", stream, ",'tail':2,'origin':'stdout','until':'0s'");
            client.next("hello");
            assertThat(texts(client.lines(2))).containsExactly("28", "29");
            assertThat(client.next("end").get("reason").asText()).isEqualTo("until");
        }
    }

    @Test
    void aQuietSubscriptionLearnsWhereItsPositionHasComeTo() throws IOException {
        FedStream stream = newStream();
        try (WsClient client = WsClient.open(url())) {
            subscribe(client, "a", stream, ",'origin':'stderr'");
            client.next("hello");
            stream.numbers(0, 5);
            JsonNode moved = client.next();
            assertThat(moved.get("op").asText()).isEqualTo("lines");
            assertThat(moved.get("lines")).isEmpty();
            assertThat(moved.get("position").asText()).isEqualTo(stream.stream().epoch() + "-4");
        }
    }

    @Test
    void whatHappensToTheSourceIsAMessageOfItsOwn() throws IOException {
        FedStream stream =
                newStream()
                        .event(new SourceEvent.Started(4711, List.of("sh")))
                        .numbers(0, 2)
                        .event(new SourceEvent.Exited(new ExitStatus(3, 0)));
        String epoch = stream.stream().epoch().value();
        try (WsClient client = WsClient.open(url())) {
            subscribe(client, "a", stream, ",'from':'first'");
            client.next("hello");
            JsonNode started = client.next("state");
            assertThat(started.get("state").asText()).isEqualTo("started");
            assertThat(started.get("pid").asLong()).isEqualTo(4711);
            assertThat(started.get("position").asText()).isEqualTo(epoch + "-0");
            assertThat(client.next("lines").get("position").asText()).isEqualTo(epoch + "-2");
            JsonNode exited = client.next("state");
            assertThat(exited.get("code").asInt()).isEqualTo(3);
            assertThat(exited.get("seq").asLong()).isEqualTo(3);
            assertThat(client.next("end").get("reason").asText()).isEqualTo("ended");
        }
        assertThat(delivered(stream, "ws")).isEqualTo(4);
    }

    @Test
    void whatIsLostIsDeclared() throws IOException {
        String epoch =
                hub().streams()
                        .find(new dev.tailrace.model.StreamName(GatewayFolder.GAPPED))
                        .orElseThrow()
                        .epoch()
                        .value();
        try (WsClient client = WsClient.open(url())) {
            client.send(
                    "{'op':'subscribe','id':'a','stream':'gapped','follow':false,'from':'%s-3'}"
                            .formatted(epoch));
            client.next("hello");
            JsonNode gap = client.next("gap");
            assertThat(gap.get("from").asLong()).isEqualTo(4);
            assertThat(gap.get("to").asLong()).isEqualTo(GatewayFolder.FIRST_KEPT - 1);
            assertThat(gap.get("lines").asLong()).isEqualTo(GatewayFolder.FIRST_KEPT - 4);
            assertThat(gap.get("reason").asText()).isEqualTo("retention");
            assertThat(gap.get("position").asText())
                    .isEqualTo(epoch + "-" + (GatewayFolder.FIRST_KEPT - 1));
            assertThat(texts(client.lines(GatewayFolder.GAPPED_RECORDS - GatewayFolder.FIRST_KEPT)))
                    .isEqualTo(numbers(GatewayFolder.FIRST_KEPT, GatewayFolder.GAPPED_RECORDS));
        }
    }

    @Test
    void aSelectionHasTheStreamsThatMatchAndThoseThatAppearLater() throws IOException {
        FedStream one = newStream(Map.of("app", "selected")).numbers(0, 3);
        newStream(Map.of("app", "other")).numbers(0, 3);
        try (WsClient client = WsClient.open(url())) {
            client.send(
                    "{'op':'subscribe','id':'all','select':'{app=\\'selected\\'}','from':'now'}");
            assertThat(client.next("hello").get("stream").asText())
                    .isEqualTo(one.stream().name().value());
            one.numbers(3, 4);
            assertThat(client.next("lines").get("lines").get(0).get("line").asText())
                    .isEqualTo("3");
            newStream(Map.of("app", "other")).numbers(0, 3);
            FedStream two = newStream(Map.of("app", "selected")).numbers(0, 2);
            assertThat(client.next("hello").get("stream").asText())
                    .isEqualTo(two.stream().name().value());
            List<JsonNode> lines = client.lines(2);
            assertThat(texts(lines)).containsExactly("0", "1");
            two.end();
            client.next("state");
            JsonNode end = client.next("end");
            assertThat(end.get("stream").asText()).isEqualTo(two.stream().name().value());
            FedStream again =
                    FedStream.start(
                            hub(),
                            two.stream().name().value(),
                            two.stream().labels(),
                            java.util.Optional.empty());
            assertThat(client.next("hello").get("resumed").asText()).isEqualTo("exact");
            again.stdout("more\n");
            assertThat(texts(client.lines(1))).containsExactly("more");
            again.end();
            client.next("state");
            client.next("end");
            client.send("{'op':'unsubscribe','id':'all'}");
            assertThat(client.next("end").get("stream").asText())
                    .isEqualTo(one.stream().name().value());
            JsonNode all = client.next("end");
            assertThat(all.has("stream")).isFalse();
            assertThat(all.get("reason").asText()).isEqualTo("gone");
            newStream(Map.of("app", "selected"));
            assertThat(client.isSilentFor(SILENCE_MILLIS)).isTrue();
        }
    }

    @Test
    void aSelectionThatDoesNotFollowEndsWithItsStreams() throws IOException {
        newStream(Map.of("app", "done")).numbers(0, 3);
        newStream(Map.of("app", "done")).numbers(0, 3);
        try (WsClient client = WsClient.open(url())) {
            client.send("{'op':'subscribe','id':'x','select':'{app=\\'done\\'}','follow':false}");
            int ends = 0;
            int lines = 0;
            JsonNode message = client.next();
            while (message.has("stream")) {
                lines += message.path("lines").size();
                ends += message.get("op").asText().equals("end") ? 1 : 0;
                message = client.next();
            }
            assertThat(ends).isEqualTo(2);
            assertThat(lines).isEqualTo(6);
            assertThat(message.get("reason").asText()).isEqualTo("complete");
        }
    }

    @Test
    void theCreditOfASelectionIsThatOfAllItsStreams() throws IOException {
        newStream(Map.of("app", "credit")).numbers(0, 5);
        newStream(Map.of("app", "credit")).numbers(0, 5);
        try (WsClient client = WsClient.open(url())) {
            client.send(
                    "{'op':'subscribe','id':'x','select':'{app=\\'credit\\'}','from':'first',"
                            + "'credit':7}");
            assertThat(client.lines(7)).hasSize(7);
            assertThat(client.isSilentFor(SILENCE_MILLIS)).isTrue();
            client.send("{'op':'credit','id':'x','lines':10}");
            assertThat(client.lines(3)).hasSize(3);
        }
    }

    @Test
    void theEndSaysWhyAndTheIdIsFreeAgain() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        double gone = ended("gone");
        double ended = ended("ended");
        try (WsClient client = WsClient.open(url())) {
            subscribe(client, "a", stream, "");
            client.next("hello");
            client.next("lines");
            client.send("{'op':'unsubscribe','id':'a'}");
            assertThat(client.next("end").get("reason").asText()).isEqualTo("gone");
            subscribe(client, "a", stream, "");
            client.next("hello");
            client.next("lines");
            stream.end();
            client.next("state");
            assertThat(client.next("end").get("reason").asText()).isEqualTo("ended");
        }
        assertThat(ended("gone")).isEqualTo(gone + 1);
        assertThat(ended("ended")).isEqualTo(ended + 1);
    }

    private double ended(String reason) {
        return counter("tailrace.subscriptions.ended", "face", "ws", "reason", reason);
    }
}
