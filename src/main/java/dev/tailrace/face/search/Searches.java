package dev.tailrace.face.search;

import dev.tailrace.face.Admission;
import dev.tailrace.face.Refused;
import dev.tailrace.face.RetryTime;
import dev.tailrace.hub.Hub;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Facts;
import dev.tailrace.model.Refusal.Reason;
import dev.tailrace.search.SearchThreads;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The searches that are under way, and their threads. Any thread. */
@Singleton
@Startup // so that its meters are there before a client searches
final class Searches {
    /** One search may be under way; to be closed when it is over. Closing twice is nothing. */
    final class Place implements AutoCloseable {
        private final Admission.Permit patterns;
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile Runnable onDrain = () -> {};

        private Place(Admission.Permit patterns) {
            this.patterns = patterns;
        }

        /** Has {@code task} run when the gateway is to stop. */
        void onDrain(Runnable task) {
            onDrain = task;
            if (hub.isDraining()) {
                task.run();
            }
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                places.remove(this);
                running.decrementAndGet();
                patterns.close();
            }
        }
    }

    private final Hub hub;
    private final Admission admission;
    private final int max;
    private final SearchMeters meters;
    private final SearchThreads threads = new SearchThreads();
    private final AtomicInteger running = new AtomicInteger();
    private final Set<Place> places = ConcurrentHashMap.newKeySet();

    Searches(Hub hub, Admission admission, SearchConfig config, MeterRegistry registry) {
        config.check();
        this.hub = hub;
        this.admission = admission;
        this.max = config.maxRunning();
        this.meters = new SearchMeters(registry, running::get, max);
        hub.onDrain(() -> places.forEach(place -> place.onDrain.run()));
    }

    SearchMeters meters() {
        return meters;
    }

    SearchThreads threads() {
        return threads;
    }

    /**
     * Takes a place.
     *
     * @param patternBytes what the search's pattern holds
     * @throws Refused if there is none, or the gateway stops
     */
    Place take(long patternBytes) {
        admission.requireNoDrain();
        if (running.incrementAndGet() > max) {
            running.decrementAndGet();
            meters.refused();
            throw full();
        }
        try {
            Place place = new Place(admission.hold(patternBytes));
            places.add(place);
            return place;
        } catch (RuntimeException | Error e) {
            running.decrementAndGet();
            throw e;
        }
    }

    /** What is under way ends, as the gateway stops. */
    Refused draining() {
        return admission.draining();
    }

    private Refused full() {
        Refusal refusal =
                new Refusal(
                        Reason.SEARCHES,
                        "As many searches are under way as may be (tailrace.search.max-running is "
                                + max
                                + ").",
                        Facts.ofLimit("tailrace.search.max-running", max));
        return new Refused(RetryTime.in(refusal, hub));
    }

    @PreDestroy
    void stop() {
        threads.close();
    }
}
