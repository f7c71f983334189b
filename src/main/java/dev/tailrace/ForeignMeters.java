package dev.tailrace;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The meters of the JVM, of Netty and of Quarkus, as {@code promtool check metrics} wants metrics:
 * each with a help text, a base unit, and no suffix that means something else. No help text has a
 * quotation mark, whose escape in OpenMetrics promtool does not know. Any thread.
 */
@Singleton
public class ForeignMeters implements MeterFilter, MeterBinder {
    /** In ns; {@link #bindTo} has it in seconds. */
    private static final String CPU_TIME = "process.cpu.time";

    /** In Prometheus {@code _count} is the number of a histogram's observations. */
    private static final Map<String, String> RENAMED = Map.of("system.cpu.count", "system.cpus");

    private static final Map<String, String> HELP =
            Map.of(
                    "http.server.active.requests",
                    "Requests that are being answered",
                    "http.server.errors",
                    "Responses with a status from 400 on",
                    "netty.allocator.memory.used",
                    "Bytes that the allocator has taken for buffers",
                    "netty.allocator.memory.pinned",
                    "Bytes of those that are in buffers now",
                    "netty.allocator.pooled.arenas",
                    "Arenas of the pooled allocator",
                    "netty.allocator.pooled.cache.size",
                    "Bytes that a thread may keep for its next buffers",
                    "netty.allocator.pooled.chunk.size",
                    "Bytes that an arena takes at once",
                    "netty.allocator.pooled.threadlocal.caches",
                    "Threads that keep buffers for themselves",
                    "netty.eventexecutor.tasks.pending",
                    "Tasks that wait for their event loop");

    @Override
    public Meter.Id map(Meter.Id id) {
        String name = RENAMED.getOrDefault(id.getName(), id.getName());
        String given = id.getDescription();
        String help = given == null ? HELP.getOrDefault(name, "See the meter " + name) : given;
        return new Meter.Id(
                name,
                Tags.of(id.getTagsAsIterable()),
                id.getBaseUnit(),
                help.replace('"', '\''),
                id.getType());
    }

    /**
     * Micrometer shows a timer of what goes on, such as connections, as series that have neither a
     * type nor a help text. {@code vertx_http_connections_current} has their number.
     */
    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().equals(CPU_TIME) || id.getType() == Meter.Type.LONG_TASK_TIMER
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            double second = TimeUnit.SECONDS.toNanos(1);
            FunctionCounter.builder("process.cpu", system, of -> of.getProcessCpuTime() / second)
                    .description("CPU time that the gateway has used")
                    .baseUnit("seconds")
                    .register(registry);
        }
    }
}
