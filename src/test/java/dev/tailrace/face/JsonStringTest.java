package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A parser gives the bytes back that were written, or they were no UTF-8 in the first place. */
class JsonStringTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] PIECES = {
        "a",
        "plain text ",
        "\"",
        "\\",
        "/",
        "\b\f\n\r\t",
        "\0",
        "\u001f",
        "\u007f",
        "\u0080",
        "ä",
        "€",
        "\u2028\u2029",
        "\ufeff",
        "\uffff",
        "😀",
        "\ud800\udc00",
        "\udbff\udfff"
    };

    @Test
    void everyByteAtEveryPlaceInAWordComesBack() {
        for (int b = 0; b < 256; b++) {
            for (int at = 0; at < 20; at++) {
                byte[] bytes = "x".repeat(20).getBytes(UTF_8);
                bytes[at] = (byte) b;
                check(bytes, "byte " + b + " at " + at);
            }
        }
    }

    @Test
    void everyPairOfBytesComesBack() {
        byte[] bytes = "0123456789".getBytes(UTF_8);
        for (int pair = 0; pair < 1 << 16; pair++) {
            bytes[3] = (byte) (pair >> 8);
            bytes[4] = (byte) pair;
            check(bytes, "pair " + pair);
        }
    }

    @Test
    void everyCharacterComesBack() {
        // Beyond the first plane all look alike.
        for (int character = 0;
                character <= Character.MAX_CODE_POINT;
                character += character < 0x10800 ? 1 : 251) {
            if (character < 0xd800 || character > 0xdfff) {
                byte[] bytes = Character.toString(character).getBytes(UTF_8);
                assertThat(written(bytes)).as("U+%x", character).isNotNull();
                check(bytes, "U+" + Integer.toHexString(character));
            }
        }
    }

    @Test
    void whatIsNoUtf8IsNotWritten() {
        int[][] broken = {
            {0x80},
            {0xc3},
            {0xc0, 0x80},
            {0xc1, 0xbf},
            {0xe2, 0x82},
            {0xe0, 0x9f, 0xbf},
            {0xed, 0xa0, 0x80},
            {0xf0, 0x8f, 0xbf, 0xbf},
            {0xf4, 0x90, 0x80, 0x80},
            {0xf5, 0x80, 0x80, 0x80},
            {0xff},
            {0xc3, 0x28},
            {0xe2, 0x28, 0xa1},
            {0xf0, 0x9f, 0x98}
        };
        for (int[] each : broken) {
            byte[] bytes = new byte[each.length + 2];
            bytes[0] = 'a';
            bytes[bytes.length - 1] = 'b';
            for (int i = 0; i < each.length; i++) {
                bytes[i + 1] = (byte) each[i];
            }
            assertThat(written(bytes)).as(Arrays.toString(bytes)).isNull();
        }
    }

    @Test
    void randomBytesComeBack() {
        long seed = 20261120;
        Random random = new Random(seed);
        int valid = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = random.nextInt(4) == 0 ? noise(random) : text(random);
            valid += check(bytes, "seed " + seed + ", round " + round) ? 1 : 0;
        }
        assertThat(valid).isBetween(10_000, 19_000);
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        boolean cut = random.nextInt(8) == 0 && bytes.length > 1;
        return cut ? Arrays.copyOf(bytes, random.nextInt(1, bytes.length)) : bytes;
    }

    /** Whether the bytes were valid UTF-8. */
    private static boolean check(byte[] bytes, String which) {
        String json = written(bytes);
        String text = decoded(bytes);
        if (text == null) {
            assertThat(json).as(which).isNull();
            return false;
        }
        try {
            assertThat(JSON.readValue(json, String.class)).as(which).isEqualTo(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(which + ": " + json, e);
        }
        return true;
    }

    private static @Nullable String decoded(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The JSON, or null if the bytes were refused and left no trace. */
    private static @Nullable String written(byte[] bytes) {
        // Something before, and something after that must not be read.
        byte[] within = new byte[bytes.length + 6];
        Arrays.fill(within, (byte) 0xbf);
        System.arraycopy(bytes, 0, within, 3, bytes.length);
        WireBuffer out = WireBuffer.ofThread().add("before");
        if (!JsonString.add(out, within, 3, 3 + bytes.length)) {
            assertThat(out.toBytes()).asString(UTF_8).isEqualTo("before");
            return null;
        }
        String json = new String(out.toBytes(), UTF_8);
        assertThat(json).startsWith("before").doesNotContain("\n", "\r");
        return json.substring("before".length());
    }
}
