package dev.tailrace.hub.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.LossReason;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Removal;
import dev.tailrace.model.SourceEvent;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own records, one JSON object each, so that a person and a program can read them:
 * {@code {"state":"started","run":1,"pid":4711,"command":["sh"],"arguments":2}}.
 */
final class SystemRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A longer command is not repeated in the record: {@code pid} and configuration tell it. */
    private static final int MAX_COMMAND_BYTES = 4096;

    private final boolean showArguments;

    /**
     * @param showArguments whether a command is shown with its arguments, which may be passwords
     */
    SystemRecord(boolean showArguments) {
        this.showArguments = showArguments;
    }

    /** The record for what happened in the run numbered {@code run}; 0 if in none. */
    byte[] of(SourceEvent event, int run) {
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

    /**
     * The record that a person leaves.
     *
     * @param by who that is, if it is known
     */
    static byte[] mark(String text, @Nullable String by) {
        ObjectNode json = JSON.createObjectNode().put("state", "mark").put("text", text);
        if (by != null) {
            json.put("by", by);
        }
        return bytes(json);
    }

    /**
     * The record of a removal.
     *
     * @param by who wished it, if that is known
     */
    static byte[] removed(Removal removal, @Nullable String by) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("state", "removed")
                        .put("from", removal.first())
                        .put("to", removal.end() - 1)
                        .put("lines", removal.lines());
        if (by != null) {
            json.put("by", by);
        }
        return bytes(json);
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

    private void process(ObjectNode json, long pid, List<String> command) {
        pid(json, pid);
        int hidden = showArguments ? 0 : Math.max(0, command.size() - 1);
        List<String> shown = command.subList(0, command.size() - hidden);
        if (String.join(" ", shown).length() <= MAX_COMMAND_BYTES) {
            shown.stream().map(OsText::shown).forEach(json.putArray("command")::add);
        }
        if (hidden > 0) {
            json.put("arguments", hidden);
        }
    }
}
