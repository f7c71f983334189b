package dev.tailrace.face;

import dev.tailrace.cursor.Replayers;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Facts;
import dev.tailrace.model.Refusal.Reason;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether one more subscription is taken. Each face asks before it opens one, tells the client of a
 * {@link Refusal} in the way in which its protocol comes back, and gives a {@link Permit} back when
 * the subscription is over. What only looks at the gateway, lists and health, need not ask. Any
 * thread.
 *
 * <pre>
 *   admit --the gateway stops, a limit is reached--> Refused: why, and when to come again
 *      `------------------------------------------> Permit --> subscription --> close
 * </pre>
 */
@Singleton
@Startup // so that its meters are there before a client asks
public final class Admission {
    private static final System.Logger LOG = System.getLogger(Admission.class.getName());

    /**
     * One subscription may be opened, or patterns may be held; to be closed when that is over.
     * Closing twice is nothing.
     */
    public final class Permit implements AutoCloseable {
        private final int subscriptions;
        private final long patternBytes;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Permit(int subscriptions, long patternBytes) {
            this.subscriptions = subscriptions;
            this.patternBytes = patternBytes;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                open.addAndGet(-subscriptions);
                heldByPatterns.addAndGet(-patternBytes);
            }
        }
    }

    private final Hub hub;
    private final int max;
    private final long maxPatternBytes;
    private final FaceMeters meters;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong heldByPatterns = new AtomicLong();
    private final OnceAMinute saying = new OnceAMinute();

    Admission(Hub hub, FaceConfig config, FaceMeters meters) {
        this.hub = hub;
        this.max = config.maxSubscriptions();
        this.maxPatternBytes = config.maxPatternBytes().bytes();
        this.meters = meters;
        if (max < 1) {
            throw new HubException(
                    "tailrace.http.max-subscriptions is " + max + ": at least 1 is accepted.");
        }
        meters.subscriptions(open::get, max);
        meters.patternBytes(heldByPatterns::get, maxPatternBytes);
    }

    /**
     * Takes one subscription, whose patterns are held by another permit if it has any.
     *
     * @throws Refused if none can be opened now
     */
    public Permit admit() {
        return admit(0);
    }

    /**
     * Takes one subscription.
     *
     * @param patternBytes what its patterns hold
     * @throws Refused if none can be opened now
     */
    public Permit admit(long patternBytes) {
        Refusal refusal = refusal();
        if (refusal != null) {
            throw new Refused(counted(refusal));
        }
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            throw new Refused(
                    counted(
                            overload(
                                    Reason.SUBSCRIPTIONS,
                                    "There are as many subscriptions as may be",
                                    "tailrace.http.max-subscriptions",
                                    max)));
        }
        return withPatterns(new Permit(1, patternBytes));
    }

    /**
     * Takes room for patterns that several subscriptions share, or that a list has.
     *
     * @throws Refused if there is none now
     */
    public Permit hold(long patternBytes) {
        return withPatterns(new Permit(0, patternBytes));
    }

    private Permit withPatterns(Permit permit) {
        if (heldByPatterns.addAndGet(permit.patternBytes) > maxPatternBytes
                && permit.patternBytes > 0) {
            permit.close();
            throw new Refused(
                    counted(
                            overload(
                                    Reason.PATTERNS,
                                    "The patterns of readers hold as much as they may",
                                    "tailrace.http.max-pattern-bytes",
                                    maxPatternBytes)));
        }
        return permit;
    }

    /**
     * Lets nothing new begin that is no subscription while the gateway stops.
     *
     * @throws Refused if it does
     */
    public void requireNoDrain() {
        if (hub.isDraining()) {
            throw draining();
        }
    }

    /** What is not served, or no longer, as the gateway stops. */
    public Refused draining() {
        Refusal refusal = stops();
        return new Refused(RetryTime.in(refusal.saying(sentence(refusal) + "."), hub));
    }

    private static Refusal stops() {
        return new Refusal(Reason.DRAIN, "The gateway stops.");
    }

    private @Nullable Refusal refusal() {
        if (hub.isDraining()) {
            return stops();
        }
        Replayers replayers = hub.threads().replayers();
        return replayers.isCrowded()
                ? overload(
                        Reason.REPLAYS,
                        "As many readers as may be wait for their turn to read history",
                        "tailrace.http.max-waiting-replays",
                        replayers.maxWaiting())
                : null;
    }

    /** What was admitted cannot be opened, as there is no file left for that. */
    Refusal outOfFiles() {
        hub.readFailures().outOfFiles();
        return counted(new Refusal(Reason.FILES, "As many files are open as may be (ulimit -Hn)."));
    }

    private static Refusal overload(Reason reason, String what, String limit, long value) {
        return new Refusal(
                reason, what + " (" + limit + " is " + value + ").", Facts.ofLimit(limit, value));
    }

    /** What a reader is told: that nothing new is served, and why. */
    public static String sentence(Refusal refusal) {
        return "Nothing new is served now: " + refusal.clause();
    }

    private Refusal counted(Refusal refusal) {
        Reason reason = refusal.reason();
        meters.refused(reason);
        // The command line says that the gateway drains, and the hub that there are no files.
        boolean saidElsewhere = reason == Reason.DRAIN || reason == Reason.FILES;
        if (!saidElsewhere && saying.isDue()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "New readers are refused ({0}): {1}.",
                    reason.text(),
                    refusal.clause());
        }
        return RetryTime.in(refusal, hub);
    }
}
