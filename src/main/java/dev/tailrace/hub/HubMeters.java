package dev.tailrace.hub;

import dev.tailrace.cursor.Replayers;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.hub.ingest.Sources;
import dev.tailrace.hub.stream.Streams;
import dev.tailrace.source.tail.LookBound;
import dev.tailrace.source.tail.TailCounters;
import dev.tailrace.source.tail.file.RefusedFiles;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What all streams of a hub together hold and have done. Any thread. */
public final class HubMeters {
    private final Hub hub;
    private final Streams streams;
    private final MeterRegistry registry;

    private HubMeters(Hub hub, MeterRegistry registry) {
        this.hub = hub;
        this.streams = hub.streams();
        this.registry = registry;
    }

    /** Lets {@code registry} show them. */
    public static void register(Hub hub, MeterRegistry registry) {
        HubMeters meters = new HubMeters(hub, registry);
        meters.spools();
        meters.readers();
        meters.replays(hub.threads().replayers());
        meters.tails(hub.sources());
        meters.looks(hub.sources());
        hub.streams()
                .observe(
                        stream -> StreamMeters.register(stream, registry),
                        stream -> StreamMeters.remove(stream, registry));
    }

    private void spools() {
        Gauge.builder("tailrace.spool.bytes", streams, HubMeters::spooled)
                .description("What spools take now: read from pipes, and lately not yet in the log")
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder(
                        "tailrace.spool.recovered", hub.spools().recovered(), LongAdder::sum)
                .description("What killed gateways had read, and was then taken into the log")
                .baseUnit("bytes")
                .register(registry);
    }

    private static long spooled(Streams streams) {
        return streams.all().stream().mapToLong(each -> each.parts().spools().bytes()).sum();
    }

    private void readers() {
        gauge(
                "tailrace.list.followers",
                "How many follow the list of streams",
                streams.watchers()::count);
        for (Resumption how : Resumption.values()) {
            FunctionCounter.builder("tailrace.resumptions", streams.resumptions(), of -> of.of(how))
                    .description("Subscriptions that were opened, by how their start was met")
                    .tag("outcome", how.text())
                    .register(registry);
        }
        DistributionSummary lags =
                DistributionSummary.builder("tailrace.lag.lines")
                        .description("How many records subscriptions are behind, every 5 s")
                        .serviceLevelObjectives(1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7)
                        .register(registry);
        hub.whileOpen(() -> streams.all().forEach(each -> each.readers().lags(lags::record)));
    }

    private void replays(Replayers replayers) {
        gauge("tailrace.replays", "Readers that read files now", replayers::held);
        gauge("tailrace.max.replays", "How many may at once (max-replays)", replayers::max);
        gauge(
                "tailrace.waiting.replays",
                "Readers that wait for their turn to read files",
                replayers::waiting);
        gauge(
                "tailrace.max.waiting.replays",
                "With how many of them no new reader is taken (max-waiting-replays)",
                replayers::maxWaiting);
    }

    private void tails(Sources sources) {
        tail("open.files", "Files that are followed", TailCounters::open);
        gauge(
                "tailrace.tail.max.open.files",
                "How many may be (max-open-files)",
                sources::maxOpenFiles);
        tail(
                "waiting.files",
                "Those of them that are rotated and not read yet",
                TailCounters::waiting);
        tail(
                "behind.bytes",
                "What is in followed files and was not read, some seconds ago",
                TailCounters::behind);
        tailed("rotations", "How often a next file was begun", TailCounters::rotations);
        tailed("truncations", "How often a file was found cut off", TailCounters::truncations);
        tailed(
                "malformed.lines",
                "Lines that were not of their file's format and taken as they are",
                TailCounters::malformedLines);
    }

    private void looks(Sources sources) {
        for (RefusedFiles.Reason why : RefusedFiles.Reason.values()) {
            FunctionCounter.builder(
                            "tailrace.tail.refused.files",
                            sources,
                            of -> tails(of, counters -> counters.refused().of(why)))
                    .description("Files that are left out: links, and what is no regular file")
                    .tag("reason", why.text())
                    .register(registry);
        }
        for (LookBound bound : LookBound.values()) {
            FunctionCounter.builder(
                            "tailrace.tail.cut.looks",
                            sources,
                            of -> tails(of, counters -> counters.cutLooks(bound)))
                    .description("Looks through folders that ended at a bound")
                    .tag("bound", bound.text())
                    .register(registry);
        }
    }

    private void gauge(String name, String description, Supplier<Number> of) {
        Gauge.builder(name, of).description(description).register(registry);
    }

    private void tail(String name, String description, ToLongFunction<TailCounters> of) {
        gauge("tailrace.tail." + name, description, () -> tails(hub.sources(), of));
    }

    private void tailed(String name, String description, ToLongFunction<TailCounters> of) {
        FunctionCounter.builder(
                        "tailrace.tail." + name, hub.sources(), sources -> tails(sources, of))
                .description(description)
                .register(registry);
    }

    private static long tails(Sources sources, ToLongFunction<TailCounters> of) {
        return sources.tailCounters().map(of::applyAsLong).orElse(0L);
    }
}
