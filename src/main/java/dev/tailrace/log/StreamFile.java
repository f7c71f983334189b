package dev.tailrace.log;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Labels;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code stream.json}: what a stream is, beside its records. Replaced as a whole, in one step. One
 * thread at a time.
 *
 * @param created when the log was made, RFC 3339
 */
public record StreamFile(Epoch epoch, Labels labels, String created) {
    static final String NAME = "stream.json";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static SmallFile in(Folder folder, InstantSource clock) {
        return new SmallFile(folder, NAME, SmallFile.MAX_BYTES, clock);
    }

    /** What {@code file} says; empty if there is none, or it says nothing of the kind. */
    static Optional<StreamFile> read(SmallFile file) throws IOException {
        return file.read(StreamFile::parsed, "the stream has only the labels that it is given now");
    }

    private static StreamFile parsed(byte[] bytes) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new IOException("it is no JSON", e);
        }
        var labels = new TreeMap<String, String>();
        json.path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        return new StreamFile(
                new Epoch(json.path("epoch").asText()),
                new Labels(labels, json.path("trusted").asBoolean(false)),
                json.path("created").asText());
    }

    void writtenTo(SmallFile file) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("epoch", epoch.value());
        ObjectNode labelled = json.putObject("labels");
        labels.values().forEach(labelled::put);
        if (labels.trusted()) {
            json.put("trusted", true);
        }
        json.put("created", created);
        file.replace(JSON.writeValueAsBytes(json), SmallFile.Survives.POWER_LOSS);
    }
}
