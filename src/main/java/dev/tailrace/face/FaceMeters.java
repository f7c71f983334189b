package dev.tailrace.face;

import dev.tailrace.hub.ReadFailures;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.StreamName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * All meters of the faces in one table, but for those of what only WebSockets and pushes have.
 * Labelled by format, stream and reason, never by client. Any thread.
 */
@Singleton
public final class FaceMeters {
    private static final System.Logger LOG = System.getLogger(FaceMeters.class.getName());

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
    private static final List<Ending> LIST_ENDINGS =
            List.of(Ending.AUTH, Ending.DRAIN, Ending.GONE, Ending.ERROR);

    private final MeterRegistry registry;
    private final MeterTable table;
    private final Map<Refusal.Reason, Counter> refused;
    private final Map<Refusal.Reason, Counter> turnedAway;
    private final Map<Ending, Counter> listEnded;
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
                        Ending::text);
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
    void listEnded(Ending why) {
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
    public OfFormat ofFormat(String face, ReadFailures failures) {
        return new OfFormat(face, failures);
    }

    /** What readers of one stream were given. */
    public static final class OfStream {
        private final LongAdder delivered = new LongAdder();
        private final LongAdder filtered = new LongAdder();

        /** Counts records that were written, and those that were not since they were filtered. */
        public void delivered(int shown, int hidden) {
            delivered.add(shown);
            if (hidden > 0) {
                filtered.add(hidden);
            }
        }
    }

    /**
     * What one format's readers were given, in all and of each stream, and why they ended. A stream
     * is there when it has been read in this format: a thousand that never are cost nothing.
     */
    public final class OfFormat {
        private final String face;
        private final ReadFailures failures;
        private final Map<StreamName, OfStream> streams = new ConcurrentHashMap<>();
        private final Map<GapReason, Counter> lost;
        private final Map<Ending, Counter> endings;

        private OfFormat(String face, ReadFailures failures) {
            this.face = face;
            this.failures = failures;
            inAll(
                    "tailrace.delivered.lines",
                    "Records written to readers",
                    of -> of.delivered.sum());
            inAll(
                    "tailrace.filtered.lines",
                    "Records that readers had asked not to see",
                    of -> of.filtered.sum());
            lost =
                    table.byReason(
                            "tailrace.gap.lines",
                            "Records that readers could not have any more",
                            Arrays.asList(GapReason.values()),
                            GapReason::text,
                            "face",
                            face);
            endings =
                    table.byReason(
                            "tailrace.subscriptions.ended",
                            "Subscriptions that are over, by why",
                            Arrays.asList(Ending.values()),
                            Ending::text,
                            "face",
                            face);
        }

        private void inAll(String name, String description, ToDoubleFunction<OfStream> of) {
            FunctionCounter.builder(
                            name, streams, all -> all.values().stream().mapToDouble(of).sum())
                    .description(description)
                    .tag("face", face)
                    .register(registry);
        }

        public OfStream of(StreamName stream) {
            return streams.computeIfAbsent(stream, this::register);
        }

        private OfStream register(StreamName stream) {
            OfStream counts = new OfStream();
            each(
                    stream,
                    "tailrace.stream.delivered.lines",
                    "Records of the stream written to readers",
                    counts.delivered);
            each(
                    stream,
                    "tailrace.stream.filtered.lines",
                    "Records of the stream that readers had asked not to see",
                    counts.filtered);
            return counts;
        }

        private void each(StreamName stream, String name, String description, LongAdder count) {
            FunctionCounter.builder(name, count, LongAdder::sum)
                    .description(description)
                    .tag("face", face)
                    .tag("stream", stream.value())
                    .register(registry);
        }

        /** Counts and logs records that a reader cannot have. */
        public void lost(StreamName stream, Gap gap) {
            String reason = gap.reason().text();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A reader of {0} ({1}) cannot have {2}: {3}",
                    stream,
                    face,
                    gap.shown(),
                    reason);
            Objects.requireNonNull(lost.get(gap.reason())).increment((double) gap.lines());
            table.counter(
                            "tailrace.stream.gap.lines",
                            "Records of the stream that readers could not have any more",
                            "face",
                            face,
                            "reason",
                            reason,
                            "stream",
                            stream.value())
                    .increment((double) gap.lines());
        }

        /** Counts a subscription that is over. */
        public void ended(Ending ending) {
            Objects.requireNonNull(endings.get(ending)).increment();
        }

        /** Says why a log cannot be opened. */
        void failed(Throwable failure) {
            failures.say("A log", failure);
        }

        /** Says why a log cannot be read. */
        public void failed(String streams, Throwable failure) {
            failures.say("The log of " + streams, failure);
        }
    }
}
