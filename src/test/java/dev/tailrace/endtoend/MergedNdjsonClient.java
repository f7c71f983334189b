package dev.tailrace.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A client of several streams' NDJSON, which goes on after the last position that it was told. What
 * came after that it gets again, so it takes records only with the position that follows them.
 */
final class MergedNdjsonClient extends ReturningClient {
    private static final String POSITION = "{\"position\":\"";

    private final String path;
    private final Map<String, LineCheck> checks;
    private final List<Entry> untold = new ArrayList<>();
    private String position = "first";

    /**
     * @param path what it asks for, to which it adds from where
     * @param checks by the {@code stream} of a record
     */
    MergedNdjsonClient(int port, String path, Map<String, LineCheck> checks, Random random) {
        super(port, random);
        this.path = path;
        this.checks = checks;
    }

    @Override
    String path() {
        return path + "&follow=true&from=" + position;
    }

    @Override
    String[] headers() {
        return new String[] {"Accept: application/x-ndjson"};
    }

    @Override
    void read(InputStream body) throws IOException {
        untold.clear();
        for (String line = SseEvent.line(body); line != null; line = SseEvent.line(body)) {
            if (line.startsWith(POSITION)) {
                position = line.substring(POSITION.length(), line.indexOf('"', POSITION.length()));
                untold.forEach(entry -> checkOf(entry).take(entry));
                untold.clear();
            } else if (!line.equals("{\"end\":{\"reason\":\"drain\"}}")) {
                untold.add(Entry.of(line));
            }
        }
    }

    private LineCheck checkOf(Entry entry) {
        String stream = entry.json().path("stream").asText();
        return Objects.requireNonNull(checks.get(stream), stream);
    }

    @Override
    Map<String, LineCheck> checks() {
        return checks;
    }
}
