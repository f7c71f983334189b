package dev.tailrace.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients that read on and on when their access is about to end, and when it ends. What they
 * may is asked when they come, and then only of each access, never of each line or client.
 *
 * <pre>
 *   watch --a minute before it expires--> expiring --expired---------------------> over
 *      `-----------------------------------revoked, or it may other things now---^
 * </pre>
 *
 * {@link #look} is for one thread, the rest for any.
 */
public final class AccessEnds {
    private static final System.Logger LOG = System.getLogger(AccessEnds.class.getName());

    /** Long enough for a person or a program to get another token. */
    static final Duration NOTICE = Duration.ofMinutes(1);

    /** A client that reads. Called on a thread that waits for nothing. */
    public interface Client {
        /** Its access ends at that time, unless that is put off. At most once for each time. */
        void expiring(Instant at);

        /** Its access is over: it gets nothing more. It may have ended meanwhile. */
        void over();
    }

    private static final class Watched {
        private final Client client;
        private @Nullable Instant told;

        Watched(Client client) {
            this.client = client;
        }

        void expiring(Instant at) {
            if (!at.equals(told)) {
                told = at;
                client.expiring(at);
            }
        }
    }

    private final Function<Access, Optional<Access>> now;
    private final Map<Access, Set<Watched>> watched = new ConcurrentHashMap<>();

    /**
     * @param now what may be done now with what was shown for an access; empty if it is revoked
     */
    AccessEnds(Function<Access, Optional<Access>> now) {
        this.now = now;
    }

    /** Has {@code client} told of the end of its access, until what is returned runs. */
    public Runnable watch(Access access, Client client) {
        if (access.isEveryone()) {
            return () -> {};
        }
        Watched one = new Watched(client);
        watched.compute(
                access,
                (_, known) -> {
                    Set<Watched> all = known == null ? ConcurrentHashMap.newKeySet() : known;
                    all.add(one);
                    return all;
                });
        return () -> forget(access, one);
    }

    private void forget(Access access, Watched one) {
        watched.computeIfPresent(
                access,
                (_, all) -> {
                    all.remove(one);
                    return all.isEmpty() ? null : all;
                });
    }

    /** How many clients are watched. */
    int count() {
        return watched.values().stream().mapToInt(Set::size).sum();
    }

    /** Whether the access holds at that time. */
    boolean holds(Access access, Instant at) {
        return access.isEveryone() || current(access).filter(each -> isValid(each, at)).isPresent();
    }

    static boolean isValid(Access access, Instant at) {
        return at.isBefore(access.expires());
    }

    private Optional<Access> current(Access access) {
        return now.apply(access).filter(access::isLike);
    }

    /** Tells those who are to be told at that time. */
    void look(Instant at) {
        for (Access access : List.copyOf(watched.keySet())) {
            Optional<Access> current = current(access);
            if (current.filter(each -> isValid(each, at)).isEmpty()) {
                Set<Watched> all = Objects.requireNonNullElse(watched.remove(access), Set.of());
                all.forEach(each -> tell(each.client::over));
            } else if (!at.isBefore(current.get().expires().minus(NOTICE))) {
                Instant expires = current.get().expires();
                watched.getOrDefault(access, Set.of())
                        .forEach(each -> tell(() -> each.expiring(expires)));
            }
        }
    }

    /** One that cannot be told keeps no other from being told. */
    private static void tell(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A client was not told that its access ends", e);
        }
    }
}
