package dev.tailrace.access;

import dev.tailrace.model.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a page has in place of a token where it cannot send a header: 128 random bits, for one
 * request within half a minute, to read some streams. What is kept is their hash. Any thread.
 *
 * <pre>
 *   issue --> waiting --take: once, whoever is first--> taken: an Access, narrowed to its streams
 *                `------half a minute------------------> gone
 * </pre>
 *
 * What was taken ends with the token or the session that the ticket was issued for.
 */
public final class Tickets {
    /**
     * A page that has got one connects at once; a URL that is found in a log later opens nothing.
     */
    public static final Duration VALID = Duration.ofSeconds(30);

    /** Of one ticket; about 1 KB with their place in a set. */
    public static final int MAX_STREAMS = 100;

    private static final Secret TICKET = new Secret("trt_", 128);

    /**
     * How many may wait.
     *
     * @param ofPrincipal of one principal
     * @param inAll of all together
     */
    public record Limits(int ofPrincipal, int inAll) {}

    /**
     * Whose pages may use it.
     *
     * @param origin as in the header {@code Origin}; null for pages of any that is let in
     * @param isOwn whether that is the gateway's own, whose pages need not say so
     */
    public record For(@Nullable String origin, boolean isOwn) {
        /** Whether a request with that header, or without, is one of these. */
        public boolean takes(@Nullable String header) {
            return origin == null || (header == null ? isOwn : origin.equals(header));
        }
    }

    /**
     * One that has been taken.
     *
     * @param access what it is for, whoever takes it
     */
    public record Taken(Access access, For pages) {}

    /** What comes of asking for one. */
    public sealed interface Answer {}

    /** A new one. */
    public record Issued(String ticket) implements Answer {}

    /**
     * As many wait as may be.
     *
     * @param key of the configuration, whose limit that is
     */
    public record Full(String key, int limit) implements Answer {}

    private record Waiting(Access of, Set<StreamName> streams, For pages, Instant end) {}

    private final Limits limits;
    private final Random random;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    /**
     * @param random one that nobody can foresee
     */
    Tickets(Limits limits, Random random) {
        this.limits = limits;
        this.random = random;
    }

    /** A new one for a client with that access, unless too many wait. */
    synchronized Answer issue(Access access, Set<StreamName> streams, For pages, Instant now) {
        look(now);
        if (waiting.size() >= limits.inAll()) {
            return new Full("tailrace.auth.max-tickets", limits.inAll());
        }
        if (count(access.principal()) >= limits.ofPrincipal()) {
            return new Full("tailrace.auth.max-tickets-per-principal", limits.ofPrincipal());
        }
        String ticket = TICKET.next(random);
        waiting.put(
                TICKET.hash(ticket),
                new Waiting(access, Set.copyOf(streams), pages, now.plus(VALID)));
        return new Issued(ticket);
    }

    private long count(String principal) {
        return waiting.values().stream()
                .filter(each -> each.of().principal().equals(principal))
                .count();
    }

    /** Takes it; empty if there is none, or somebody has taken it, or it has waited too long. */
    Optional<Taken> take(String ticket, Instant now) {
        Waiting taken = TICKET.isValid(ticket) ? waiting.remove(TICKET.hash(ticket)) : null;
        return taken == null || !now.isBefore(taken.end())
                ? Optional.empty()
                : Optional.of(new Taken(taken.of().narrowed(taken.streams()), taken.pages()));
    }

    /** Forgets those that have waited too long. */
    void look(Instant now) {
        waiting.values().removeIf(each -> !now.isBefore(each.end()));
    }

    /** How many wait. */
    int count() {
        return waiting.size();
    }
}
