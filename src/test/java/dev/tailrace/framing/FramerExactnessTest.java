package dev.tailrace.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joining a framer's records gives the producer's bytes back, whatever they were. */
class FramerExactnessTest {
    private static final String[] PIECES = {
        "\n", "\n", "\n\n", "\r\n", "\r", "\0", "\0\0\0", "x", "a word", "ä", "€", "😀", "\ufeff"
    };

    @ParameterizedTest
    @ValueSource(ints = {64, 65, 66, 67, 100, 16 * 1024})
    void bytesComeBackForWhateverChunks(int limit) {
        long seed = 4711L + limit;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] input = input(random, limit);
            Records records = new Records();
            feed(new Framer(limit, records), input, random);
            String which = "seed " + seed + ", round " + round;
            assertThat(records.longest()).as(which).isLessThanOrEqualTo(limit);
            // A missing last newline is missing from the last record too: that is a P.
            if (!Arrays.equals(records.joined(), input)) {
                assertThat(Records.shown(records.joined()))
                        .as(which)
                        .isEqualTo(Records.shown(input));
                assertThat(records.joined()).as(which).isEqualTo(input);
            }
        }
    }

    private static byte[] input(Random random, int limit) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        int pieces = random.nextInt(1, 200);
        for (int i = 0; i < pieces; i++) {
            byte[] piece =
                    switch (random.nextInt(12)) {
                        case 0 -> randomBytes(random, random.nextInt(1, 30));
                        case 1 -> brokenUtf8(random);
                        case 2 -> random.nextInt(8) > 0 ? new byte[0] : longLine(random, limit);
                        default -> Records.bytes(PIECES[random.nextInt(PIECES.length)]);
                    };
            input.writeBytes(piece);
        }
        return input.toByteArray();
    }

    private static byte[] randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] brokenUtf8(Random random) {
        byte[] whole = Records.bytes("😀€ä");
        int from = random.nextInt(whole.length);
        return Arrays.copyOfRange(whole, from, random.nextInt(from, whole.length));
    }

    private static byte[] longLine(Random random, int limit) {
        String[] of = {"x", "ä", "€", "😀"};
        String character = of[random.nextInt(of.length)];
        int bytes = Records.bytes(character).length;
        return Records.bytes(character.repeat((limit * random.nextInt(1, 4) + 5) / bytes));
    }

    private static void feed(Framer framer, byte[] input, Random random) {
        int at = 0;
        int longest = random.nextBoolean() ? 5 : 5000;
        while (at < input.length) {
            // Each chunk lies somewhere in an array of its own that is spoilt afterwards.
            int length = Math.min(input.length - at, random.nextInt(1, longest));
            int offset = random.nextInt(20);
            byte[] chunk = new byte[offset + length + random.nextInt(20)];
            Arrays.fill(chunk, (byte) '\n');
            System.arraycopy(input, at, chunk, offset, length);
            framer.accept(chunk, offset, length);
            Arrays.fill(chunk, (byte) '!');
            at += length;
            if (random.nextInt(10) == 0) {
                framer.flush();
            }
        }
        framer.flush();
    }

    @Test
    void aLineOfAHundredMegabytesTakesBoundedMemory() {
        int limit = 16 * 1024;
        long[] counted = new long[3];
        Framer framer =
                new Framer(
                        limit,
                        (_, _, length, partial) -> {
                            counted[0] += length;
                            counted[1]++;
                            counted[2] += partial ? 0 : 1;
                        });
        byte[] chunk = new byte[65_521];
        Arrays.fill(chunk, (byte) 'x');
        long total = 0;
        long mostAtOnce = 0;
        while (total < 100_000_000) {
            long before = allocated();
            framer.accept(chunk, 0, chunk.length);
            mostAtOnce = Math.max(mostAtOnce, allocated() - before);
            total += chunk.length;
        }
        framer.accept(new byte[] {'\n'}, 0, 1);
        assertThat(counted[0]).isEqualTo(total);
        assertThat(counted[1]).isEqualTo((total + limit - 1) / limit);
        assertThat(counted[2]).isEqualTo(1);
        // A buffer that grew with the line would have to be allocated anew, larger and larger.
        assertThat(mostAtOnce).isLessThan(4L * limit);
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
