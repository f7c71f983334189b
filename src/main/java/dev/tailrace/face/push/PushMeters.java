package dev.tailrace.face.push;

import dev.tailrace.face.MeterTable;
import dev.tailrace.face.OnceAMinute;
import dev.tailrace.hub.push.Pushes;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What was pushed and what was not, and what is under way. Any thread. */
final class PushMeters {
    private static final System.Logger LOG = System.getLogger(PushMeters.class.getName());

    /** Why a request's lines are not stored. */
    private static final Set<Reason> REFUSALS =
            EnumSet.of(
                    Reason.BAD_PARAMETER,
                    Reason.BAD_LINE,
                    Reason.BAD_CODING,
                    Reason.NOT_ALLOWED,
                    Reason.MAX_STREAMS,
                    Reason.UNKNOWN_STREAM,
                    Reason.BODY_TIMEOUT,
                    Reason.OTHER_SOURCE,
                    Reason.KEY_BUSY,
                    Reason.MAX_BODY_BYTES,
                    Reason.MAX_LINES,
                    Reason.UNSUPPORTED,
                    Reason.KEY_REUSED,
                    Reason.MAX_REQUESTS,
                    Reason.MAX_BYTES,
                    Reason.DRAIN,
                    Reason.DISK,
                    Reason.CUT);

    private final Counter lines;
    private final Counter bytes;
    private final Counter diskBytes;
    private final Counter repeats;
    private final Map<Reason, Counter> refused;
    private final OnceAMinute saying = new OnceAMinute();

    PushMeters(MeterRegistry registry, PushConfig config, InFlight inFlight, Pushes pushes) {
        MeterTable table = new MeterTable(registry);
        lines =
                table.counter(
                        "tailrace.push.lines", "Lines that requests brought and that are written");
        bytes = table.counter("tailrace.push.bytes", "Bytes of these, newlines included");
        diskBytes =
                table.counter(
                        "tailrace.push.disk.bytes",
                        "What these take in segments before those are compressed");
        repeats =
                table.counter(
                        "tailrace.push.repeats",
                        "Requests that came again and got the answer of the first");
        refused =
                table.byReason(
                        "tailrace.push.refused",
                        "Requests whose lines were not stored, by why",
                        REFUSALS,
                        Reason::text);
        table.gauge(
                "tailrace.push.bytes.under.way",
                "What requests under way hold: bodies and lines",
                inFlight::bytes);
        table.gauge(
                "tailrace.push.max.bytes.under.way",
                "How much they may (max-bytes-under-way)",
                () -> config.maxBytesUnderWay().bytes());
        table.gauge("tailrace.push.requests.under.way", "Requests under way", inFlight::requests);
        table.gauge(
                "tailrace.push.max.requests.under.way",
                "How many may be (max-requests-under-way)",
                config::maxRequestsUnderWay);
        table.gauge(
                "tailrace.push.keys",
                "Idempotency keys that are kept of all streams",
                pushes::keys);
        table.gauge(
                "tailrace.push.max.keys",
                "How many may be of one stream (max-keys)",
                pushes.config()::maxKeys);
    }

    void written(long writtenLines, long writtenBytes, long onDisk) {
        lines.increment((double) writtenLines);
        bytes.increment((double) writtenBytes);
        diskBytes.increment((double) onDisk);
    }

    void repeated() {
        repeats.increment();
    }

    /** Counts a request that is refused; of many, one in a minute is said in the log. */
    void refused(Refusal refusal) {
        Objects.requireNonNull(refused.get(refusal.reason())).increment();
        if (saying.isDue()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Pushed lines are refused ({0}): {1}",
                    refusal.reason().text(),
                    refusal.sentence());
        }
    }
}
