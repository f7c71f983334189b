package dev.tailrace.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What browsers have in place of a token, once a person has shown one: an id that nobody can guess,
 * kept in memory as its hash. A session may what its token may at that moment. Any thread.
 *
 * <pre>
 *   begin --> open --the person logs out---------------------------> ended: logout
 *              |-----that browser logs in again--------------------> ended: renewed
 *              |-----its principal has too many, and it is the oldest -> ended: displaced
 *              |-----8 hours are over, or the token has expired------> ended: expired
 *              `-----the token is revoked----------------------------> ended: revoked
 * </pre>
 */
public final class Sessions {
    /** A working day: after it a browser that was left alone shows nothing any more. */
    public static final Duration LONGEST = Duration.ofHours(8);

    private static final Secret ID = new Secret("trs_", 256);

    /** Of the {@link Access#credential} of a session, before the hash of its id: no hash has it. */
    private static final String PREFIX = "session:";

    /** Why a session is over; the text is the same in metrics and documents. */
    public enum End {
        LOGOUT("logout"),
        RENEWED("renewed"),
        DISPLACED("displaced"),
        EXPIRED("expired"),
        REVOKED("revoked");

        private final String text;

        End(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * How many there may be.
     *
     * @param ofPrincipal for one principal; with one more the oldest ends
     * @param inAll for all together; one more does not begin
     */
    public record Limits(int ofPrincipal, int inAll) {}

    /**
     * A session that has begun.
     *
     * @param id for its client alone
     * @param access what it may
     */
    public record Begun(String id, Access access) {}

    private record Session(String credential, Access shown, Instant begun) {
        Instant end() {
            return begun.plus(LONGEST);
        }

        Access of(Access shownNow) {
            Instant expires = shownNow.expires();
            return new Access(
                    shownNow.principal(),
                    credential,
                    shownNow.grants(),
                    expires.isBefore(end()) ? expires : end());
        }
    }

    private final Limits limits;
    private final Function<Access, Optional<Access>> shownNow;
    private final Random random;
    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Map<End, LongAdder> ended = new EnumMap<>(End.class);

    /**
     * @param shownNow what may be done now with what was shown; empty if it is revoked
     * @param random one that nobody can foresee
     */
    Sessions(Limits limits, Function<Access, Optional<Access>> shownNow, Random random) {
        this.limits = limits;
        this.shownNow = shownNow;
        this.random = random;
        for (End end : End.values()) {
            ended.put(end, new LongAdder());
        }
    }

    /** How many there may be. */
    public Limits limits() {
        return limits;
    }

    /**
     * Begins one for a client that has shown what {@code shown} is of; empty if there are too many.
     */
    synchronized Optional<Begun> begin(Access shown, Instant now) {
        look(now);
        List<Session> own =
                open.values().stream()
                        .filter(each -> each.shown().principal().equals(shown.principal()))
                        .sorted(Comparator.comparing(Session::begun))
                        .toList();
        if (own.size() >= limits.ofPrincipal()) {
            close(own.getFirst().credential(), End.DISPLACED);
        } else if (open.size() >= limits.inAll()) {
            return Optional.empty();
        }
        String id = ID.next(random);
        Session session = new Session(PREFIX + ID.hash(id), shown, now);
        open.put(session.credential(), session);
        return Optional.of(new Begun(id, session.of(shown)));
    }

    /** What the session of that id may; empty if there is none. */
    Optional<Access> find(String id, Instant now) {
        return session(id).flatMap(this::current).filter(access -> AccessEnds.isValid(access, now));
    }

    /** Ends the session of that id, if there is one. */
    public void end(String id, End why) {
        session(id).ifPresent(each -> close(each.credential(), why));
    }

    private Optional<Session> session(String id) {
        return ID.isValid(id)
                ? Optional.ofNullable(open.get(PREFIX + ID.hash(id)))
                : Optional.empty();
    }

    private void close(String credential, End why) {
        if (open.remove(credential) != null) {
            count(why).increment();
        }
    }

    private LongAdder count(End why) {
        return Objects.requireNonNull(ended.get(why));
    }

    /** Whether the access is one of a session, or of a ticket of one, and so ends with that. */
    static boolean isOf(Access access) {
        return access.credential().startsWith(PREFIX);
    }

    /**
     * What may be done now with what {@code access} was found for: a session, or what was shown.
     */
    Optional<Access> current(Access access) {
        if (!isOf(access)) {
            return shownNow.apply(access);
        }
        @Nullable Session session = open.get(access.credential());
        return session == null ? Optional.empty() : current(session);
    }

    private Optional<Access> current(Session session) {
        return shownNow.apply(session.shown()).map(session::of);
    }

    /** Ends those whose time is over, or whose token does not hold any more. */
    void look(Instant now) {
        for (Session session : open.values()) {
            Optional<Access> current = current(session);
            if (current.isEmpty()) {
                close(session.credential(), End.REVOKED);
            } else if (!AccessEnds.isValid(current.get(), now)) {
                close(session.credential(), End.EXPIRED);
            }
        }
    }

    /** How many there are. */
    int count() {
        return open.size();
    }

    /** How many have ended so. */
    long ended(End why) {
        return count(why).sum();
    }
}
