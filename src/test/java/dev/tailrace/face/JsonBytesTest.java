package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.Origin;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What JSON clients get out is what the producer put in, whatever it was. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class JsonBytesTest extends FaceTest {
    private static final int LINE = 1 << 20;

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "SSE"})
    void anyBytesComeBack(Form form) throws IOException {
        long seed = 7;
        Random random = new Random(seed);
        FedStream stream = newStream();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            byte[] bytes = ("line " + i + " \"ä€😀\\\u2028\r\0\u007f\t\n").getBytes(UTF_8);
            if (i % 3 == 0) {
                bytes = new byte[random.nextInt(1, 300)];
                random.nextBytes(bytes);
            }
            sent.writeBytes(bytes);
            stream.bytes(Origin.STDOUT, bytes);
        }
        stream.end();
        List<JsonNode> objects = form.objects(body(stream, "?follow=false", form.accept()));
        assertThat(joined(objects)).as("seed %d", seed).isEqualTo(sent.toByteArray());
        assertThat(objects).anyMatch(object -> object.has("bytes"));
        assertThat(objects).anyMatch(object -> object.has("line"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "SSE"})
    void aLineThatIsNoTextIsBase64(Form form) throws IOException {
        FedStream stream = newStream().bytes(Origin.STDERR, new byte[] {'a', -1, '\n'});
        JsonNode line =
                form.objects(body(stream, "?follow=false", form.accept())).stream()
                        .filter(object -> object.has("seq"))
                        .findFirst()
                        .orElseThrow();
        assertThat(line.get("bytes").asText()).isEqualTo("Yf8=");
        assertThat(line.has("line")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aLineOfAMegabyteComesInPartsAndIsOneLine(Form form) throws IOException {
        String line = "long ä€😀 ".repeat(LINE / 14) + "end";
        FedStream stream = newStream().stdout("before\n" + line + "\nafter\n");
        for (String query : new String[] {"?follow=false", "?follow=false&tail=2"}) {
            String body = body(stream, query, form.accept());
            String before = query.contains("tail") ? "" : "before\n";
            String expected = before + line + "\nafter\n";
            if (form == Form.TEXT) {
                assertThat(body).isEqualTo(expected);
            } else {
                List<JsonNode> objects = form.objects(body);
                assertThat(new String(joined(objects), UTF_8)).isEqualTo(expected);
                assertThat(objects.stream().filter(object -> object.has("partial")).count())
                        .isEqualTo((line.getBytes(UTF_8).length - 1) / (16 * 1024));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLimitCutsNoLineInTwo(Form form) throws IOException {
        String line = "x".repeat(100_000);
        FedStream stream = newStream().stdout("before\n" + line + "\nafter\n");
        String body = body(stream, "?follow=false&limit=2", form.accept());
        if (form == Form.TEXT) {
            assertThat(body).isEqualTo("before\n" + line + "\n");
        } else {
            assertThat(new String(joined(form.objects(body)), UTF_8))
                    .isEqualTo("before\n" + line + "\n");
        }
    }

    /** The bytes of all lines, with the newlines of those that are complete. */
    private static byte[] joined(List<JsonNode> objects) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (JsonNode object : objects) {
            if (object.has("line") || object.has("bytes")) {
                joined.writeBytes(
                        object.has("line")
                                ? object.get("line").asText().getBytes(UTF_8)
                                : Base64.getDecoder().decode(object.get("bytes").asText()));
                joined.writeBytes(object.has("partial") ? new byte[0] : new byte[] {'\n'});
            }
        }
        return joined.toByteArray();
    }
}
