package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import dev.tailrace.model.Origin;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one stream says as NDJSON, pushed into another, is the same stream: its bytes, origins and
 * times. {@code -Dtest.seed=N} is one run again.
 */
@QuarkusTest
@TestProfile(FaceProfile.class)
class PushRoundTripTest extends FaceTest {
    private static final int SEEDS = 6;
    private static final int WRITES = 40;
    private static final Pattern SEQ = Pattern.compile("\"seq\":\\d+,");

    static LongStream seeds() {
        Long seed = Long.getLong("test.seed");
        return seed == null ? LongStream.range(0, SEEDS) : LongStream.of(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aCopyIsTheSame(long seed) throws IOException {
        Random random = new Random(seed);
        FedStream original = newStream();
        for (int i = 0; i < WRITES; i++) {
            original.bytes(
                    random.nextInt(3) == 0 ? Origin.STDERR : Origin.STDOUT, someBytes(random));
        }
        original.end();
        String path = path(original);
        String copy = "/streams/copy-" + original.stream().name();
        String[] objects = ndjson(path).split("\n", -1);
        int from = 0;
        while (from < objects.length) {
            int to = Math.min(objects.length, from + 1 + random.nextInt(30));
            push(copy, String.join("\n", Arrays.copyOfRange(objects, from, to)));
            from = to;
        }
        for (String origin : new String[] {"stdout", "stderr"}) {
            assertThat(text(copy + "/log?origin=" + origin))
                    .as("seed " + seed)
                    .isEqualTo(text(path + "?origin=" + origin));
        }
        assertThat(ndjson(copy + "/log")).as("seed " + seed).isEqualTo(ndjson(path));
    }

    /** All of its records, whatever their numbers are. */
    private String ndjson(String path) throws IOException {
        try (HttpClient client =
                HttpClient.get(url(), path + "?gaps=true", "Accept: application/x-ndjson")) {
            StringBuilder lines = new StringBuilder();
            Matcher seq = SEQ.matcher(client.text());
            seq.replaceAll("")
                    .lines()
                    .filter(line -> line.startsWith("{\"time\""))
                    .forEach(line -> lines.append(line).append('\n'));
            return lines.toString();
        }
    }

    private byte[] text(String path) throws IOException {
        try (HttpClient client = HttpClient.get(url(), path);
                InputStream body = client.body()) {
            return body.readAllBytes();
        }
    }

    private void push(String copy, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        try (HttpClient client = HttpClient.connect(url())) {
            client.sendHead(
                    "POST",
                    copy + "/lines",
                    "Content-Type: application/x-ndjson",
                    "Content-Length: " + bytes.length);
            client.send(bytes);
            client.readHead();
            assertThat(client.status()).as(client.text() + body).isEqualTo(200);
        }
    }

    private static byte[] someBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(8) == 0 ? 20_000 : 300)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (bytes[i] % 23 == 0 ? '\n' : 'a' + (bytes[i] & 15));
            }
        }
        return bytes;
    }
}
