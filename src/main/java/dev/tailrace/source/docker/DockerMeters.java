package dev.tailrace.source.docker;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** How it stands with a Docker engine. Any thread. */
public final class DockerMeters {
    private DockerMeters() {}

    /** Lets {@code registry} show it. */
    public static void register(DockerDiscovery of, MeterRegistry registry) {
        gauge(
                registry,
                "tailrace.docker.connected",
                "1 while the Docker engine is there, 0 while it is away",
                () -> of.isConnected() ? 1 : 0);
        gauge(
                registry,
                "tailrace.docker.containers",
                "Containers that are followed now",
                of::following);
        gauge(
                registry,
                "tailrace.docker.max.containers",
                "How many may be (max-containers)",
                of::maxContainers);
        gauge(
                registry,
                "tailrace.docker.attached",
                "Containers whose output is attached until their log has been read",
                of::attached);
        gauge(
                registry,
                "tailrace.docker.max.attached",
                "How many may be",
                () -> Newcomers.MAX_ATTACHED);
        DockerCounts counts = of.counts();
        counter(registry, "tailrace.docker.away", "Times that the engine went away", counts.away);
        counter(
                registry,
                "tailrace.docker.reopened",
                "Times that the log of a container was asked for again",
                counts.reopened);
        counter(
                registry,
                "tailrace.docker.refused",
                "Containers that had to wait because max-containers were followed",
                counts.refused);
        counter(
                registry,
                "tailrace.docker.removed",
                "Times that the engine no longer had the lines that came next",
                counts.removed);
        counter(
                registry,
                "tailrace.docker.notices",
                "Messages of the engine's own in the logs of containers",
                counts.notices);
    }

    private static void gauge(
            MeterRegistry registry, String name, String description, Supplier<Number> of) {
        Gauge.builder(name, of).description(description).register(registry);
    }

    private static void counter(
            MeterRegistry registry, String name, String description, LongAdder of) {
        FunctionCounter.builder(name, of, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
