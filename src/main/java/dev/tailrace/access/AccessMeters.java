package dev.tailrace.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What is known of who may do what; never by client. Any thread. */
public final class AccessMeters {
    private AccessMeters() {}

    /** Lets {@code registry} show them. */
    public static void register(AccessControl control, MeterRegistry registry) {
        for (Key.Kind kind : Key.Kind.values()) {
            gauge(
                    control,
                    registry,
                    "tailrace.auth." + kind.what() + "s",
                    "What the token file grants something, of this kind",
                    of -> of.granted(kind));
        }
        gauge(
                control,
                registry,
                "tailrace.auth.watched",
                "Readers and connections that end with their access",
                of -> of.ends().count());
        gauge(
                control,
                registry,
                "tailrace.auth.file.failing",
                "1 while the token file, or the keys, cannot be had and what was there before holds",
                of -> of.isStale() ? 1 : 0);
        gauge(
                control,
                registry,
                "tailrace.auth.keys",
                "Public keys that tokens may be signed with",
                AccessControl::keys);
        gauge(
                control,
                registry,
                "tailrace.auth.sessions",
                "Sessions of browsers that are logged in",
                of -> of.sessions().count());
        gauge(
                control,
                registry,
                "tailrace.auth.tickets",
                "Tickets that wait to be used",
                of -> of.tickets().count());
        for (Sessions.End end : Sessions.End.values()) {
            FunctionCounter.builder(
                            "tailrace.auth.sessions.ended", control, of -> of.sessions().ended(end))
                    .description("Sessions of browsers that have ended")
                    .tag("reason", end.text())
                    .register(registry);
        }
    }

    private static void gauge(
            AccessControl control,
            MeterRegistry registry,
            String name,
            String help,
            ToDoubleFunction<AccessControl> of) {
        Gauge.builder(name, control, of).description(help).register(registry);
    }
}
