package dev.tailrace.face;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Registers the meters of a package, each with its name, its help and its tags. Any thread. */
public record MeterTable(MeterRegistry registry) {
    public Counter counter(String name, String help, String... tags) {
        return Counter.builder(name).description(help).tags(tags).register(registry);
    }

    public void gauge(String name, String help, Supplier<Number> of) {
        Gauge.builder(name, of).description(help).register(registry);
    }

    /** A counter for each of the reasons, which is a tag. */
    public <R> Map<R, Counter> byReason(
            String name,
            String help,
            Collection<R> reasons,
            Function<R, String> text,
            String... tags) {
        Map<R, Counter> counters = new HashMap<>();
        for (R reason : reasons) {
            counters.put(
                    reason,
                    Counter.builder(name)
                            .description(help)
                            .tags(tags)
                            .tag("reason", text.apply(reason))
                            .register(registry));
        }
        return counters;
    }
}
