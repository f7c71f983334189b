package dev.tailrace.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes eight at a time, beside loops over each of them. */
class WordsTest {
    private static final int CAPACITY = 4096;

    private final Random random = new Random(16);
    private final Words words = new Words(CAPACITY);

    private byte[] bytes() {
        byte[] bytes = new byte[1 + random.nextInt(random.nextBoolean() ? 30 : CAPACITY)];
        int kind = random.nextInt(3);
        for (int i = 0; i < bytes.length; i++) {
            int any = random.nextInt(kind == 0 ? 0x80 : 0x100);
            bytes[i] = (byte) (random.nextInt(5) == 0 ? '\n' : any);
        }
        if (kind == 2) {
            byte[] text = "é 错误 \uD83D\uDE00 ß\n".repeat(200).getBytes(UTF_8);
            System.arraycopy(text, 0, bytes, 0, Math.min(text.length, bytes.length));
        }
        return bytes;
    }

    private void take(byte[] bytes) {
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8);
        Arrays.fill(padded, bytes.length, padded.length, (byte) '\n');
        words.take(MemorySegment.ofArray(padded), bytes.length);
    }

    @Test
    void linesAreCountedAndFoundAsByALoop() {
        for (int round = 0; round < Depth.rounds(500); round++) {
            byte[] bytes = bytes();
            take(bytes);
            assertThat(words.lines()).isEqualTo(lines(bytes, 0, bytes.length));
            int from = random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from + 1);
            assertThat(words.lines(from, to)).isEqualTo(lines(bytes, from, to));
            int start = from;
            while (start > 0 && bytes[start - 1] != '\n') {
                start--;
            }
            assertThat(words.lineStart(from)).isEqualTo(start);
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            assertThat(words.lineEnd(from)).isEqualTo(end);
        }
    }

    private static int lines(byte[] bytes, int from, int to) {
        int lines = 0;
        for (int i = from; i < to; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    @Test
    void utf8IsWhatTheJdkTakesForIt() {
        for (int round = 0; round < Depth.rounds(2000); round++) {
            byte[] bytes = bytes();
            take(bytes);
            int malformed = words.malformed(0);
            assertThat(malformed < 0).isEqualTo(isUtf8(bytes, bytes.length));
            if (malformed >= 0) {
                assertThat(isUtf8(bytes, malformed)).isTrue();
            }
            boolean ascii = true;
            for (byte each : bytes) {
                ascii &= each >= 0;
            }
            assertThat(words.isAscii()).isEqualTo(ascii);
        }
    }

    private static boolean isUtf8(byte[] bytes, int length) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
