package dev.tailrace.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/**
 * {@code stream.json}: what a stream is, beside its records. Replaced as a whole, in one step. One
 * thread at a time.
 *
 * @param created when the log was made, RFC 3339
 */
public record StreamFile(Epoch epoch, Labels labels, String created) {
    static final String NAME = "stream.json";

    /** {@code stream.json} is a few hundred bytes; one that is larger is not ours. */
    private static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static StreamFile read(Folder folder) throws IOException {
        try (LogFile file = folder.openForReading(NAME)) {
            byte[] bytes = new byte[(int) Math.min(file.size(), MAX_BYTES)];
            file.readFully(ByteBuffer.wrap(bytes), 0);
            var json = JSON.readTree(bytes);
            var labels = new TreeMap<String, String>();
            json.path("labels")
                    .properties()
                    .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
            return new StreamFile(
                    new Epoch(json.path("epoch").asText()),
                    new Labels(labels),
                    json.path("created").asText());
        } catch (IllegalArgumentException | IOException e) {
            throw new IOException(
                    folder
                            + "/"
                            + NAME
                            + " cannot be read as a stream's description: "
                            + e.getMessage(),
                    e);
        }
    }

    StreamFile writtenTo(Folder folder) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("epoch", epoch.value());
        ObjectNode labelled = json.putObject("labels");
        labels.values().forEach(labelled::put);
        json.put("created", created);
        String temporary = NAME + ".new";
        folder.delete(temporary);
        try (LogFile file = folder.create(temporary)) {
            file.write(ByteBuffer.wrap(JSON.writeValueAsBytes(json)), 0);
            file.sync();
        }
        folder.rename(temporary, NAME);
        folder.sync();
        return this;
    }
}
