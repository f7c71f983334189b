package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Remembers parts, and what the engine said in between. */
final class PartRecorder implements PartSink {
    final List<String> parts = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private String head = "";

    @Override
    public void begin(Origin origin, long stamp) {
        head = origin.text() + " " + stamp + " ";
        content.reset();
    }

    @Override
    public void content(byte[] buffer, int offset, int length) {
        content.write(buffer, offset, length);
    }

    @Override
    public void end() {
        parts.add(head + content.toString(StandardCharsets.ISO_8859_1));
        content.reset();
    }

    @Override
    public void notice(String text) {
        parts.add("notice " + text);
    }

    /** What has come of a part that is not complete. */
    String unfinished() {
        return content.toString(StandardCharsets.ISO_8859_1);
    }

    /** How it remembers {@code part}. */
    static String text(FakeEngine.Part part) {
        return part.origin().text() + " " + part.stamp() + " " + part.text();
    }

    /** Hands {@code body} on in random pieces. */
    static void feed(LogParts parts, byte[] body, Random random) {
        byte[] buffer = new byte[body.length + 10];
        for (int at = 0; at < body.length; ) {
            int count = Math.min(body.length - at, 1 + random.nextInt(1 + random.nextInt(5000)));
            int offset = random.nextInt(10);
            System.arraycopy(body, at, buffer, offset, count);
            parts.accept(buffer, offset, count);
            Arrays.fill(buffer, (byte) '#'); // it is the reader's no longer
            at += count;
        }
    }
}
