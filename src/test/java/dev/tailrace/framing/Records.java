package dev.tailrace.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps what a framer hands on: as texts to be looked at, and joined as a reader would join it. */
final class Records implements RecordSink {
    private final List<String> texts = new ArrayList<>();
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream();
    private int longest;

    @Override
    public void record(byte[] bytes, int offset, int length, boolean partial) {
        String text = new String(bytes, offset, length, UTF_8);
        texts.add((partial ? "P " : "F ") + text);
        joined.write(bytes, offset, length);
        if (!partial) {
            joined.write('\n');
        }
        longest = Math.max(longest, length);
        // The bytes are the sink's only during the call; the framer never changes what it was
        // given.
    }

    /** Each record as {@code F text} or {@code P text}, in order. */
    List<String> texts() {
        return texts;
    }

    /** The producer's bytes. */
    byte[] joined() {
        return joined.toByteArray();
    }

    int longest() {
        return longest;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** Bytes as text, one character each, for messages. */
    static String shown(byte[] bytes) {
        return new String(Arrays.copyOf(bytes, Math.min(bytes.length, 200)), ISO_8859_1);
    }
}
