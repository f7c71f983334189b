package dev.tailrace.face;

import dev.tailrace.hub.ReadFailures;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All meters of the faces in one table, but for those of what only WebSockets and pushes have.
 * Labelled by format, stream and reason, never by client. Any thread.
 */
@Singleton
public final class FaceMeters {
    /** Why a subscription is not opened. */
    private static final List<Refusal.Reason> REFUSALS =
            List.of(
                    Refusal.Reason.DRAIN,
                    Refusal.Reason.SUBSCRIPTIONS,
                    Refusal.Reason.REPLAYS,
                    Refusal.Reason.FILES,
                    Refusal.Reason.PATTERNS);

    /** Why a request is not looked at any further. */
    private static final List<Refusal.Reason> TURNED_AWAY =
            List.of(
                    Refusal.Reason.MISDIRECTED,
                    Refusal.Reason.FOREIGN_ORIGIN,
                    Refusal.Reason.BAD_REQUEST,
                    Refusal.Reason.MAX_REQUESTS_PER_ADDRESS);

    /** The ways in which following the list of streams can end: the list itself has no end. */
    private static final List<String> LIST_ENDINGS =
            Stream.of(Ending.AUTH, Ending.DRAIN, Ending.GONE, Ending.ERROR)
                    .map(Ending::text)
                    .toList();

    private final MeterRegistry registry;
    private final MeterTable table;
    private final Map<Refusal.Reason, Counter> refused;
    private final Map<Refusal.Reason, Counter> turnedAway;
    private final Map<String, Counter> listEnded;
    private final Counter dead;
    private final Map<ConnectionUse.Overdue, Counter> overdue;

    FaceMeters(MeterRegistry registry) {
        this.registry = registry;
        table = new MeterTable(registry);
        refused =
                table.byReason(
                        "tailrace.http.refused",
                        "Subscriptions that were not opened, by why",
                        REFUSALS,
                        Refusal.Reason::text);
        turnedAway =
                table.byReason(
                        "tailrace.http.turned.away",
                        "Requests refused whatever they call, by why",
                        TURNED_AWAY,
                        Refusal.Reason::text);
        listEnded =
                table.byReason(
                        "tailrace.list.ended",
                        "Followers of the list of streams that are gone, by why",
                        LIST_ENDINGS,
                        text -> text);
        dead =
                table.counter(
                        "tailrace.connections.dead",
                        "Connections closed because the client answered nothing");
        overdue =
                table.byReason(
                        "tailrace.connections.overdue",
                        "Connections closed because nothing was asked on them, by why",
                        List.of(ConnectionUse.Overdue.values()),
                        ConnectionUse.Overdue::text);
    }

    /** How many subscriptions are open, and may be. */
    void subscriptions(Supplier<Number> open, int max) {
        table.gauge("tailrace.http.subscriptions", "Subscriptions that are open", open);
        table.gauge(
                "tailrace.http.max.subscriptions",
                "How many may be (max-subscriptions)",
                () -> max);
    }

    /** How much the patterns of all readers hold, and may. */
    void patternBytes(Supplier<Number> held, long max) {
        table.gauge("tailrace.http.pattern.bytes", "What the patterns of readers hold", held);
        table.gauge(
                "tailrace.http.max.pattern.bytes",
                "How much they may (max-pattern-bytes)",
                () -> max);
    }

    /** How many requests wait for their patterns to be compiled. */
    void patterns(Supplier<Number> waiting) {
        table.gauge(
                "tailrace.http.patterns.waiting",
                "Requests that wait for their patterns to be compiled",
                waiting);
    }

    /** How much is unsent, and may be. */
    void unsent(Supplier<Number> held, long max) {
        bytes(
                "tailrace.http.unsent.bytes",
                "What readers were given and their sockets have not taken yet",
                held);
        bytes(
                "tailrace.http.max.unsent.bytes",
                "With this much unsent, only readers whose sockets have room get more",
                () -> max);
    }

    private void bytes(String name, String help, Supplier<Number> of) {
        Gauge.builder(name, of).description(help).baseUnit("bytes").register(registry);
    }

    /** A subscription is not opened. */
    void refused(Refusal.Reason why) {
        Objects.requireNonNull(refused.get(why)).increment();
    }

    /** A request is refused before it is looked at which call it is. */
    void turnedAway(Refusal.Reason why) {
        Objects.requireNonNull(turnedAway.get(why)).increment();
    }

    /** A client that followed the list of streams is gone. */
    void listEnded(String why) {
        Objects.requireNonNull(listEnded.get(why)).increment();
    }

    /** A connection is closed, as its client answers nothing. */
    void dead() {
        dead.increment();
    }

    /** How many connections are open, those as well on which nothing has been asked yet. */
    void connections(Supplier<Number> open) {
        table.gauge("tailrace.connections.open", "Connections that are open", open);
    }

    /** A connection is closed, as nothing is asked on it. */
    void overdue(ConnectionUse.Overdue why) {
        Objects.requireNonNull(overdue.get(why)).increment();
    }

    /**
     * Those of one format's readers.
     *
     * @param failures where the face says why it cannot read a log
     */
    public FormatMeters ofFormat(String face, ReadFailures failures) {
        return new FormatMeters(registry, face, failures);
    }
}
