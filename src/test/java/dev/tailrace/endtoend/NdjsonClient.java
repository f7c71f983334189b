package dev.tailrace.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Random;

/** A client of NDJSON, which goes on after the position of the last whole line that it got. */
final class NdjsonClient extends ReturningClient {
    private final String path;
    private final String epoch;
    private final String stream;
    private final LineCheck check;

    NdjsonClient(int port, String stream, String epoch, LineCheck check, Random random) {
        super(port, random);
        this.path = "/streams/" + stream + "/log?follow=true&from=";
        this.epoch = epoch;
        this.stream = stream;
        this.check = check;
    }

    @Override
    String path() {
        long next = check.nextSeq();
        return path + (next == 0 ? "first" : epoch + "-" + (next - 1));
    }

    @Override
    String[] headers() {
        return new String[] {"Accept: application/x-ndjson"};
    }

    @Override
    void read(InputStream body) throws IOException {
        for (String line = SseEvent.line(body); line != null; line = SseEvent.line(body)) {
            if (!line.equals("{\"end\":{\"reason\":\"drain\"}}")) {
                check.take(Entry.of(line));
            }
        }
    }

    @Override
    Map<String, LineCheck> checks() {
        return Map.of(stream, check);
    }
}
