package dev.tailrace.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Random;

/**
 * A client of text, where nothing but their times tells lines apart: it asks for the last whole one
 * that it got again, by its time, and must get it as it was.
 */
final class TextClient extends ReturningClient {
    private final String path;
    private final String stream;
    private final LineCheck check;
    private String last = "";

    TextClient(int port, String stream, LineCheck check, Random random) {
        super(port, random);
        this.path = "/streams/" + stream + "/log?follow=true&timestamps=true&";
        this.stream = stream;
        this.check = check;
    }

    @Override
    String path() {
        return path + (last.isEmpty() ? "from=first" : "since=" + timeOf(last));
    }

    @Override
    String[] headers() {
        return new String[] {"Accept: text/plain"};
    }

    @Override
    void read(InputStream body) throws IOException {
        boolean again = !last.isEmpty();
        for (String line = SseEvent.line(body); line != null; line = SseEvent.line(body)) {
            if (again) {
                check.require(line.equals(last), "had '" + last + "', which is '" + line + "' now");
                again = false;
            } else {
                check.takeLine(timeOf(line), line.substring(line.indexOf(' ') + 1));
                last = line;
            }
        }
    }

    private static String timeOf(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    @Override
    Map<String, LineCheck> checks() {
        return Map.of(stream, check);
    }
}
