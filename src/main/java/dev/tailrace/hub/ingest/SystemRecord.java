package dev.tailrace.hub.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.LossReason;
import dev.tailrace.model.OsText;
import dev.tailrace.model.SourceEvent;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * The gateway's own records, one JSON object each, so that a person and a program can read them:
 * {@code {"state":"started","run":1,"pid":4711,"command":["sh","-c","..."]}}.
 */
final class SystemRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A longer command is not repeated in the record: {@code pid} and configuration tell it. */
    private static final int MAX_COMMAND_BYTES = 4096;

    private SystemRecord() {}

    /** The record for what happened in the run numbered {@code run}; 0 if in none. */
    static byte[] of(SourceEvent event, int run) {
        ObjectNode json = JSON.createObjectNode();
        json.put("state", state(event));
        if (run > 0) {
            json.put("run", run);
        }
        switch (event) {
            case SourceEvent.Started(long pid, var command) -> process(json, pid, command);
            case SourceEvent.Reattached(long pid) -> pid(json, pid);
            case SourceEvent.Exited(ExitStatus status, var backoff) -> {
                json.put("code", status.shellCode());
                if (status.signal() != 0) {
                    json.put("signal", status.signal());
                }
                backoff.ifPresent(wait -> json.put("backoff", wait.toSeconds()));
            }
            case SourceEvent.Ended _, SourceEvent.Continued _, SourceEvent.Quiet _ -> {}
            case SourceEvent.Failed(String reason, var backoff) -> {
                json.put("reason", reason);
                backoff.ifPresent(wait -> json.put("backoff", wait.toSeconds()));
            }
            case SourceEvent.Lost(LossReason reason, String what, long bytes) -> {
                json.put("reason", reason.text()).put("source", what);
                if (bytes >= 0) {
                    json.put("bytes", bytes);
                }
            }
        }
        return bytes(json);
    }

    /** The record before one that says to be of a time too far in the future. */
    static byte[] ahead(Instant said) {
        return bytes(JSON.createObjectNode().put("state", "ahead").put("said", said.toString()));
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String state(SourceEvent event) {
        return switch (event) {
            case SourceEvent.Started _ -> "started";
            case SourceEvent.Reattached _ -> "reattached";
            case SourceEvent.Exited _ -> "exited";
            case SourceEvent.Ended _ -> "ended";
            case SourceEvent.Lost _ -> "gap";
            case SourceEvent.Failed _ -> "failed";
            case SourceEvent.Continued _, SourceEvent.Quiet _ ->
                    throw new IllegalArgumentException("no record is made of " + event);
        };
    }

    private static void pid(ObjectNode json, long pid) {
        if (pid != 0) {
            json.put("pid", pid);
        }
    }

    private static void process(ObjectNode json, long pid, List<String> command) {
        pid(json, pid);
        if (String.join(" ", command).length() <= MAX_COMMAND_BYTES) {
            command.stream().map(OsText::shown).forEach(json.putArray("command")::add);
        }
    }
}
