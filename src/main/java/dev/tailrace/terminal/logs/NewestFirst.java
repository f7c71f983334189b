package dev.tailrace.terminal.logs;

import dev.tailrace.json.JsonReader;
import dev.tailrace.terminal.print.Notice;
import dev.tailrace.terminal.wire.JsonLines;
import dev.tailrace.terminal.wire.RecordReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection on which a log comes backwards, as NDJSON: server-sent events only go forwards. A
 * record's own number is where to go on before.
 */
final class NewestFirst implements Session {
    private static final byte[] RECORD = "{\"seq\"".getBytes(StandardCharsets.US_ASCII);

    /** Nothing tells that the connection is there while the gateway looks for lines. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final LogReader reader;
    private final Progress progress;
    private final String epoch;
    private final JsonLines lines = new JsonLines(this::line);
    private final RecordReader records;
    private @Nullable SessionEnd end;

    /**
     * @param epoch of the log, without which no number is a position
     */
    NewestFirst(LogReader reader, Progress progress, String epoch) {
        this.reader = reader;
        this.progress = progress;
        this.epoch = epoch;
        this.records = new RecordReader(reader.request().streams().one());
    }

    @Override
    public String accept() {
        return "application/x-ndjson";
    }

    @Override
    public void take(ByteBuffer bytes) {
        lines.take(bytes);
    }

    private void line(byte[] bytes, int from, int to) {
        int prefix = Arrays.mismatch(bytes, from, to, RECORD, 0, RECORD.length);
        if (prefix == RECORD.length) {
            records.read(
                    bytes,
                    from,
                    to,
                    record -> {
                        reader.record(record);
                        progress.take(new Place.After(epoch + "-" + record.seq()));
                    });
        } else {
            other(new JsonReader(bytes, from, to).object());
        }
    }

    private void other(Map<String, @Nullable Object> object) {
        object.forEach((kind, value) -> {
            if (!(value instanceof Map<?, ?> members)) {
                return;
            }
            if (kind.equals("gap")
                    && members.get("from") instanceof Long from
                    && members.get("to") instanceof Long to) {
                reader.tell(
                        new Notice.Missing("", from, to, String.valueOf(members.get("reason"))));
            } else if (kind.equals("reset")) {
                reader.tell(new Notice.Recreated("", String.valueOf(members.get("epoch"))));
            } else if (kind.equals("end")) {
                String reason = String.valueOf(members.get("reason"));
                end =
                        reason.equals("limit")
                                ? new SessionEnd.Complete(reason)
                                : new SessionEnd.Cut("the gateway has ended it (" + reason + ")");
            }
        });
    }

    @Override
    public Optional<SessionEnd> end() {
        return Optional.ofNullable(end);
    }

    @Override
    public SessionEnd endOfConnection(boolean clean) {
        return clean
                ? new SessionEnd.Complete("complete")
                : new SessionEnd.Cut("the connection was cut off");
    }

    @Override
    public Duration silence() {
        return SILENCE;
    }

    @Override
    public boolean hasBegun() {
        return true;
    }
}
