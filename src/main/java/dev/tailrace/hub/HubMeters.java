package dev.tailrace.hub;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
        FunctionCounter.builder("tailrace.spool.recovered", hub, of -> sum(of, Spools::recovered))
                .description("What killed gateways had read, and was then taken into the log")
                .baseUnit("bytes")
                .register(registry);
        hub.observe(stream -> StreamMeters.register(stream, registry));
    }

    private static double sum(Hub hub, ToLongFunction<Spools> of) {
        return hub.list().stream().map(LogStream::spools).mapToLong(of).sum();
    }
}
