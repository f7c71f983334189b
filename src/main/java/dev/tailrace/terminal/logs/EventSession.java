package dev.tailrace.terminal.logs;

import dev.tailrace.json.JsonReader;
import dev.tailrace.terminal.print.Notice;
import dev.tailrace.terminal.wire.Event;
import dev.tailrace.terminal.wire.EventReader;
import dev.tailrace.terminal.wire.RecordReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection of server-sent events: those of a gateway's log calls. */
final class EventSession implements Session, EventReader.Listener {
    /** Ends after which nothing comes that was asked for; after others there is more. */
    private static final Set<String> COMPLETE =
            Set.of("complete", "ended", "run", "limit", "until", "removed");

    /** For the gateway to begin, which waits for its turn where many read files. */
    private static final Duration BEGIN = Duration.ofMinutes(2);

    /** Beyond two heartbeats. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final String REFUSED = "refused";

    private final LogReader reader;
    private final Progress progress;
    private final boolean resumes;
    private final EventReader events = new EventReader(this);
    private final RecordReader records;
    private Duration silence = BEGIN;
    private String refusal = "";
    private boolean begun;
    private @Nullable SessionEnd end;

    EventSession(LogReader reader, Progress progress) {
        this.reader = reader;
        this.progress = progress;
        this.resumes = progress.written() instanceof Place.After;
        this.records = new RecordReader(reader.request().streams().one());
    }

    @Override
    public String accept() {
        return "text/event-stream";
    }

    @Override
    public void take(ByteBuffer bytes) {
        events.take(bytes);
    }

    @Override
    public void event(Event event) {
        if (event.hasData()) {
            data(event);
        }
        if (event.id() != null) {
            progress.take(new Place.After(event.id()));
        } else if (event.type().equals("hello") && progress.written() instanceof Place.Beginning) {
            // There was no record: whatever comes, also before the next connection, is wanted.
            progress.take(new Place.First());
        }
    }

    private void data(Event event) {
        switch (event.type()) {
            case "", "state" -> records.read(event, reader::record);
            case "hello" -> hello(object(event));
            case "stream" -> joined(object(event));
            case "gap" -> gap(object(event));
            case "end" -> end(String.valueOf(object(event).get("reason")));
            default -> {
                // What newer gateways tell as well, and when a token will expire.
            }
        }
    }

    private static Map<String, @Nullable Object> object(Event event) {
        return new JsonReader(event.bytes(), event.from(), event.to()).object();
    }

    private void hello(Map<String, @Nullable Object> hello) {
        begun = true;
        if (hello.get("heartbeat") instanceof Long seconds) {
            silence = Duration.ofSeconds(2 * seconds).plus(SLACK);
        }
        if (hello.get("streams") instanceof List<?> streams) {
            streams.forEach(each -> joined((Map<?, ?>) each));
        } else {
            joined(hello);
        }
        if (!"reset".equals(hello.get("resumed"))) {
            reader.goesOn();
        }
    }

    private void joined(Map<?, ?> stream) {
        boolean reset = "reset".equals(stream.get("resumed"));
        if (reset) {
            reader.tell(
                    new Notice.Recreated(
                            stream.get("stream") instanceof String name ? name : "",
                            String.valueOf(stream.get("epoch"))));
        }
    }

    private void gap(Map<String, @Nullable Object> gap) {
        if (gap.get("from") instanceof Long from && gap.get("to") instanceof Long to) {
            String stream = gap.get("stream") instanceof String name ? name : "";
            reader.tell(new Notice.Missing(stream, from, to, String.valueOf(gap.get("reason"))));
        }
    }

    private void end(String reason) {
        end =
                COMPLETE.contains(reason)
                        ? new SessionEnd.Complete(reason)
                        : new SessionEnd.Cut(words(reason));
    }

    private static String words(String reason) {
        return switch (reason) {
            case "drain" -> "the gateway stops";
            case "auth" -> "the token has ended";
            case "error" -> "the gateway cannot go on";
            default -> "the gateway has ended it (" + reason + ")";
        };
    }

    @Override
    public void comment(String text) {
        if (text.startsWith(REFUSED)) {
            refusal = text;
        }
    }

    @Override
    public Optional<SessionEnd> end() {
        return end == null && reader.isFull()
                ? Optional.of(new SessionEnd.Complete("limit"))
                : Optional.ofNullable(end);
    }

    @Override
    public SessionEnd endOfConnection(boolean clean) {
        if (!refusal.isEmpty()) {
            return new SessionEnd.Cut(
                    refusal, Optional.of(Duration.ofMillis(Math.max(0, events.retryMillis()))));
        }
        // 204: the stream has ended, and all of it has come.
        return clean && !begun && resumes
                ? new SessionEnd.Complete("ended")
                : new SessionEnd.Cut("the connection was cut off");
    }

    @Override
    public Duration silence() {
        return silence;
    }

    @Override
    public boolean hasBegun() {
        return begun;
    }
}
