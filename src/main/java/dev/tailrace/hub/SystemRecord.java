package dev.tailrace.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.LossReason;
import dev.tailrace.model.SourceEvent;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The gateway's own records, one JSON object each, so that a person and a program can read them:
 * {@code {"state":"started","run":1,"pid":4711,"command":["sh","-c","..."]}}.
 */
final class SystemRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A longer command is not repeated in the record: {@code pid} and configuration tell it. */
    private static final int MAX_COMMAND_BYTES = 4096;

    private SystemRecord() {}

    /** The record for what happened in the run numbered {@code run}. */
    static byte[] of(SourceEvent event, int run) {
        ObjectNode json = JSON.createObjectNode();
        switch (event) {
            case SourceEvent.Started(long pid, var command) -> {
                json.put("state", "started").put("run", run).put("pid", pid);
                if (String.join(" ", command).length() <= MAX_COMMAND_BYTES) {
                    command.forEach(json.putArray("command")::add);
                }
            }
            case SourceEvent.Exited(ExitStatus status) -> {
                json.put("state", "exited").put("run", run).put("code", status.shellCode());
                if (status.signal() != 0) {
                    json.put("signal", status.signal());
                }
            }
            case SourceEvent.Ended _ -> json.put("state", "ended").put("run", run);
            case SourceEvent.Lost(LossReason reason, String what, long bytes) -> {
                json.put("state", "gap").put("reason", reason.text()).put("source", what);
                if (bytes >= 0) {
                    json.put("bytes", bytes);
                }
            }
            case SourceEvent.Failed(String reason) ->
                    json.put("state", "failed").put("run", run).put("reason", reason);
        }
        try {
            return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
