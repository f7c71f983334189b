package dev.tailrace.source.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The engine's own words in the body of a container's log, up to a length. */
final class Notice {
    /** What is longer is cut: it is for a line in the gateway's log. */
    static final int MAX_BYTES = 1024;

    private final PartSink sink;
    private final ByteArrayOutputStream words = new ByteArrayOutputStream();

    Notice(PartSink sink) {
        this.sink = sink;
    }

    void add(byte[] bytes, int from, int count) {
        words.write(bytes, from, Math.min(count, MAX_BYTES - words.size()));
    }

    /** Hands it on, and begins the next. */
    void say() {
        sink.notice(words.toString(StandardCharsets.UTF_8).strip());
        words.reset();
    }
}
