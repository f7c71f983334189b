package dev.tailrace.source.tail.lines;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * Docker's json-file: {@code {"log":"text\n","stream":"stdout","time":"..."}} a line. A text
 * without a newline is a part of its line.
 */
final class DockerLines extends TimedLines {
    private static final JsonFactory JSON = new JsonFactory();

    DockerLines(LongAdder malformed) {
        super(malformed);
    }

    @Override
    boolean read(byte[] bytes, int from, int end) {
        String log = null;
        String stream = "";
        String time = "";
        try (JsonParser json = JSON.createParser(bytes, from, end - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                String value = json.nextTextValue();
                switch (field) {
                    case "log" -> log = value;
                    case "stream" -> stream = value == null ? "" : value;
                    case "time" -> time = value == null ? "" : value;
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                return false; // of two records whose newline is lost
            }
        } catch (IOException e) {
            return false;
        }
        byte[] stamp = time.getBytes(StandardCharsets.US_ASCII);
        Origin told = Origin.of(stream).orElse(Origin.SYSTEM);
        if (log == null || told == Origin.SYSTEM || !times.parse(stamp, 0, stamp.length)) {
            return false;
        }
        origin = told;
        content = log.getBytes(StandardCharsets.UTF_8);
        start = 0;
        length = content.length;
        return true;
    }
}
