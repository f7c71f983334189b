package dev.tailrace.hub;

import dev.tailrace.cursor.Replayers;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.hub.resume.Spools;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.source.tail.TailCounters;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What all streams of a hub together hold and have done. Any thread. */
public final class HubMeters {
    private HubMeters() {}

    /** Lets {@code registry} show them. */
    public static void register(Hub hub, MeterRegistry registry) {
        Gauge.builder("tailrace.spool.bytes", hub, of -> sum(of, Spools::bytes))
                .description("What spools take now: read from pipes, and lately not yet in the log")
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("tailrace.spool.recovered", hub, HubMeters::recovered)
                .description("What killed gateways had read, and was then taken into the log")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("tailrace.list.followers", hub, Hub::watching)
                .description("How many follow the list of streams")
                .register(registry);
        replays(hub.replayers(), registry);
        for (Resumption how : Resumption.values()) {
            FunctionCounter.builder("tailrace.resumptions", hub, of -> resumptions(of, how))
                    .description("Subscriptions that were opened, by how their start was met")
                    .tag("outcome", how.text())
                    .register(registry);
        }
        lags(hub, registry);
        tails(hub, registry);
        hub.observe(stream -> StreamMeters.register(stream, registry));
        hub.observeRemovals(stream -> StreamMeters.remove(stream, registry));
    }

    private static double recovered(Hub hub) {
        return sum(hub, Spools::recovered) + hub.past().recoveredBytes();
    }

    private static void replays(Replayers replayers, MeterRegistry registry) {
        gauge(registry, "tailrace.replays", "Readers that read files now", replayers::held);
        gauge(
                registry,
                "tailrace.max.replays",
                "How many may at once (max-replays)",
                replayers::max);
        gauge(
                registry,
                "tailrace.waiting.replays",
                "Readers that wait for their turn to read files",
                replayers::waiting);
        gauge(
                registry,
                "tailrace.max.waiting.replays",
                "With how many of them no new reader is taken (max-waiting-replays)",
                replayers::maxWaiting);
    }

    private static void tails(Hub hub, MeterRegistry registry) {
        tails(registry, hub, "open.files", "Files that are followed", TailCounters::open);
        gauge(
                registry,
                "tailrace.tail.max.open.files",
                "How many may be (max-open-files)",
                hub.sources()::maxOpenFiles);
        tails(
                registry,
                hub,
                "waiting.files",
                "Those of them that are rotated and not read yet",
                TailCounters::waiting);
        tails(
                registry,
                hub,
                "behind.bytes",
                "What is in followed files and was not read, some seconds ago",
                TailCounters::behind);
        counter(
                registry,
                hub,
                "rotations",
                "How often a next file was begun",
                TailCounters::rotations);
        counter(
                registry,
                hub,
                "truncations",
                "How often a file was found cut off",
                TailCounters::truncations);
        counter(
                registry,
                hub,
                "malformed.lines",
                "Lines that were not of their file's format and taken as they are",
                TailCounters::malformedLines);
    }

    private static void tails(
            MeterRegistry registry,
            Hub hub,
            String name,
            String description,
            ToLongFunction<TailCounters> of) {
        Gauge.builder("tailrace.tail." + name, hub, each -> tail(each, of))
                .description(description)
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry,
            Hub hub,
            String name,
            String description,
            ToLongFunction<TailCounters> of) {
        FunctionCounter.builder("tailrace.tail." + name, hub, each -> tail(each, of))
                .description(description)
                .register(registry);
    }

    private static double tail(Hub hub, ToLongFunction<TailCounters> of) {
        return hub.sources().tailCounters().map(of::applyAsLong).orElse(0L);
    }

    private static void gauge(
            MeterRegistry registry, String name, String description, Supplier<Number> of) {
        Gauge.builder(name, of).description(description).register(registry);
    }

    private static void lags(Hub hub, MeterRegistry registry) {
        DistributionSummary lags =
                DistributionSummary.builder("tailrace.lag.lines")
                        .description("How many records subscriptions are behind, every 5 s")
                        .serviceLevelObjectives(1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7)
                        .register(registry);
        hub.whileOpen(() -> hub.list().forEach(stream -> stream.lags(lags::record)));
    }

    private static double resumptions(Hub hub, Resumption how) {
        return hub.past().resumptions(how)
                + hub.list().stream().mapToLong(stream -> stream.resumptions(how)).sum();
    }

    private static double sum(Hub hub, ToLongFunction<Spools> of) {
        return hub.list().stream().map(LogStream::spools).mapToLong(of).sum();
    }
}
