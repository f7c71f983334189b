package dev.tailrace.face;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tailrace.hub.ingest.Run;
import dev.tailrace.hub.stream.LogStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A stream, as {@code GET /streams} shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Stream")
public record StreamView(
        String name,
        Map<String, String> labels,
        @Schema(description = "process, fifo, stdin, push, or none where it is history alone")
                String source,
        @Schema(description = "starting, running, backoff (to be started again) or ended")
                String state,
        @Schema(description = "Tells this log's positions from another's of that name")
                String epoch,
        @Schema(description = "The oldest seq that is kept") long first,
        @Schema(description = "The seq of the record that comes next") long next,
        @Schema(description = "All before it survive the gateway's death, but for declared gaps")
                long written,
        @Schema(description = "All before it survive a power loss, but for declared gaps")
                long durable,
        @Schema(description = "Bytes on disk") long bytes,
        @Schema(description = "The time of the oldest record that is kept")
                @Nullable Instant firstTime,
        @Schema(description = "The time of the newest record") @Nullable Instant lastTime,
        @Schema(description = "How many records it has got a second in the last 5 to 10 seconds")
                double linesPerSecond,
        @Schema(description = "The newest execution of its source") @Nullable Run run,
        @Schema(description = "How many read it now") int subscribers,
        @Schema(description = "Only for one stream: the executions of its source")
                @Nullable List<Run> runs,
        @Schema(
                        description =
                                "Only for one stream: what the client may do with it: control (start"
                                        + " and stop its command), mark (leave marks)")
                @Nullable List<String> may) {
    /** The stream as it stands in the list. */
    static StreamView of(LogStream stream) {
        return of(stream, null, null);
    }

    /** The stream by itself, with its runs, for a client that may do so much with it. */
    static StreamView alone(LogStream stream, List<String> may) {
        return of(stream, stream.life().runs().list(), may);
    }

    private static StreamView of(
            LogStream stream, @Nullable List<Run> runs, @Nullable List<String> may) {
        return new StreamView(
                stream.name().value(),
                stream.labels().values(),
                stream.life().kind(),
                stream.life().state().text(),
                stream.epoch().value(),
                stream.first(),
                stream.next(),
                stream.written(),
                stream.durable(),
                stream.bytes(),
                time(stream.firstTime()),
                time(stream.lastTime()),
                Math.round(10 * stream.linesPerSecond()) / 10.0,
                stream.life().runs().newest().orElse(null),
                stream.readers().count(),
                runs,
                may);
    }

    /** A time in ns since 1970; null if there is none. */
    private static @Nullable Instant time(long nanos) {
        return nanos == 0 ? null : Instant.EPOCH.plusNanos(nanos);
    }
}
