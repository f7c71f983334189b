package dev.tailrace.hub;

import dev.tailrace.cursor.Feed;
import dev.tailrace.hub.ingest.SourceLife;
import dev.tailrace.hub.ingest.SourceLosses;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.LossReason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What one stream holds and has lost, and the bounds of that. Any thread. */
final class StreamMeters {
    private final StreamLog log;
    private final MeterRegistry registry;
    private final Tags tags;

    private StreamMeters(LogStream stream, MeterRegistry registry) {
        this.log = stream.log();
        this.registry = registry;
        this.tags = Tags.of("stream", stream.name().value());
    }

    /** Lets {@code registry} show them. */
    static void register(LogStream stream, MeterRegistry registry) {
        StreamMeters meters = new StreamMeters(stream, registry);
        meters.positions();
        meters.disk();
        meters.memory();
        meters.losses();
        meters.sourceLosses(stream.life().losses());
        meters.ahead(stream.life());
        meters.published();
        meters.readers(stream.feed());
    }

    /** They go with the stream; what its readers were given stays counted with them. */
    static void remove(LogStream stream, MeterRegistry registry) {
        String name = stream.name().value();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            if (name.equals(id.getTag("stream")) && !id.getName().startsWith("tailrace.stream.")) {
                registry.remove(meter);
            }
        }
    }

    private void positions() {
        gauge("tailrace.log.first", "The oldest seq that is kept", StreamLog::first);
        gauge(
                "tailrace.log.written",
                "The seq before which all survive kill -9",
                StreamLog::written);
        gauge(
                "tailrace.log.durable",
                "The seq before which all survive a power loss",
                StreamLog::durable);
    }

    private void disk() {
        bytes("tailrace.log.bytes", "What the segments take", StreamLog::bytes);
        bytes(
                "tailrace.log.max.bytes",
                "What they may take (retain-bytes)",
                of -> of.settings().retainBytes());
        bytes(
                "tailrace.log.deleted.open.bytes",
                "Deleted segments that readers still hold open",
                StreamLog::deletedOpenBytes);
        gauge(
                "tailrace.log.failing",
                "1 while the disk does not take records",
                of -> of.isFailing() ? 1 : 0);
    }

    private void memory() {
        bytes(
                "tailrace.tail.bytes",
                "The newest records in memory, with their encodings",
                of -> of.recent().heldBytes());
        bytes(
                "tailrace.tail.max.bytes",
                "What these may take: records and encodings, tail-bytes each",
                of -> 2 * of.settings().tailBytes());
    }

    private void losses() {
        for (GapReason reason :
                List.of(GapReason.DISK_FULL, GapReason.CORRUPT, GapReason.MISSING)) {
            FunctionCounter.builder("tailrace.log.lost.lines", log, of -> of.lostLines(reason))
                    .description("Records that history lacks")
                    .tags(tags.and("reason", reason.text()))
                    .register(registry);
        }
    }

    private void sourceLosses(SourceLosses losses) {
        for (LossReason reason : LossReason.values()) {
            FunctionCounter.builder("tailrace.source.losses", losses, of -> of.times(reason))
                    .description("How often a source could not read what was written")
                    .tags(tags.and("reason", reason.text()))
                    .register(registry);
            FunctionCounter.builder("tailrace.source.lost.bytes", losses, of -> of.bytes(reason))
                    .description("How many bytes of that are known to be lost")
                    .tags(tags.and("reason", reason.text()))
                    .register(registry);
        }
    }

    private void ahead(SourceLife life) {
        FunctionCounter.builder("tailrace.source.times.ahead", life, SourceLife::ahead)
                .description("Records whose own time was too far in the future (max-ahead)")
                .tags(tags)
                .register(registry);
    }

    private void published() {
        FunctionCounter.builder("tailrace.published.lines", log, StreamLog::publishedLines)
                .description("Records that readers can have since the gateway's start")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(
                        "tailrace.published.bytes", log, each -> each.writer().publishedBytes())
                .description("Their content, without line ends")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
    }

    private void readers(Feed feed) {
        FunctionCounter.builder("tailrace.fallbacks", feed, Feed::fallbacks)
                .description("How often a live reader fell behind and went on with the files")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("tailrace.rejoins", feed, Feed::rejoins)
                .description("How often a reader of the files caught up and went on live")
                .tags(tags)
                .register(registry);
    }

    private void bytes(String name, String description, ToDoubleFunction<StreamLog> of) {
        Gauge.builder(name, log, of)
                .description(description)
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<StreamLog> of) {
        Gauge.builder(name, log, of).description(description).tags(tags).register(registry);
    }
}
