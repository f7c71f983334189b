package dev.tailrace.face.ws;

import dev.tailrace.face.Admission;
import dev.tailrace.face.Refused;
import dev.tailrace.model.Refusal;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection's places for subscriptions. Confined to its event loop, but for {@link #taken}.
 *
 * <pre>
 *   take --opening, opened--> the subscription reads --leave--> free
 * </pre>
 */
final class Places {
    private final Admission admission;
    private final WsMeters meters;
    private final int max;
    private final AtomicInteger taken = new AtomicInteger();
    private int opening;

    Places(Admission admission, WsMeters meters, int max) {
        this.admission = admission;
        this.meters = meters;
        this.max = max;
    }

    /** How many are taken; any thread. */
    int taken() {
        return taken.get();
    }

    /**
     * Takes a place.
     *
     * @throws Refused if there is none left
     */
    void take() {
        // Those that are being opened have left their place when they are unsubscribed meanwhile.
        if (Math.max(taken.get(), opening) >= max) {
            meters.refused();
            throw new Refused(
                    Refusal.Reason.MAX_SUBSCRIPTIONS,
                    "This connection has as many subscriptions as it may have"
                            + " (tailrace.http.ws.max-subscriptions is "
                            + max
                            + ").");
        }
        taken.incrementAndGet();
    }

    /**
     * Takes a place, and asks the gateway whether it can bear one subscription more.
     *
     * @throws Refused if there is none left, or it cannot
     */
    Admission.Permit admit() {
        Admission.Permit permit = admission.admit();
        try {
            take();
            return permit;
        } catch (Refused e) {
            permit.close();
            throw e;
        }
    }

    /**
     * Takes room for the patterns of a subscription.
     *
     * @throws Refused if there is none
     */
    Admission.Permit hold(long patternBytes) {
        return admission.hold(patternBytes);
    }

    void leave() {
        taken.decrementAndGet();
    }

    void opening() {
        opening++;
    }

    void opened() {
        opening--;
    }
}
