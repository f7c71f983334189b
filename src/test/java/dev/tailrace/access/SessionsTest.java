package dev.tailrace.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long the sessions of browsers last, and how many there may be. */
class SessionsTest {
    private static final Instant START = Instant.parse("2026-11-20T04:00:00Z");
    private static final int OF_PRINCIPAL = 3;
    private static final int IN_ALL = 5;

    private final Map<String, Access> tokens = new HashMap<>();
    private final Sessions sessions =
            new Sessions(
                    new Sessions.Limits(OF_PRINCIPAL, IN_ALL),
                    access -> Optional.ofNullable(tokens.get(access.credential())),
                    new Random(7));
    private final AccessEnds ends = new AccessEnds(sessions::current);

    private Access token(String principal, Instant expires) {
        Access access = new Access(principal, "of " + principal, List.of(Grant.ALL), expires);
        tokens.put(access.credential(), access);
        return access;
    }

    private Sessions.Begun begin(String principal) {
        return begin(principal, START);
    }

    private Sessions.Begun begin(String principal, Instant at) {
        return sessions.begin(token(principal, Instant.MAX), at).orElseThrow();
    }

    private boolean isOpen(Sessions.Begun session, Instant at) {
        return sessions.find(session.id(), at).isPresent();
    }

    @Test
    void aSessionMayWhatItsTokenMayForEightHours() {
        Sessions.Begun session = begin("ops");
        assertThat(session.access().principal()).isEqualTo("ops");
        assertThat(session.access().grants()).containsExactly(Grant.ALL);
        Instant end = START.plus(Sessions.LONGEST);
        assertThat(session.access().expires()).isEqualTo(end);
        assertThat(isOpen(session, end.minusNanos(1))).isTrue();
        assertThat(isOpen(session, end)).isFalse();
        sessions.look(end);
        assertThat(sessions.count()).isZero();
        assertThat(sessions.ended(Sessions.End.EXPIRED)).isEqualTo(1);
    }

    @Test
    void aSessionLastsNoLongerThanItsToken() {
        Instant expires = START.plus(Duration.ofMinutes(5));
        Sessions.Begun session = sessions.begin(token("ops", expires), START).orElseThrow();
        assertThat(session.access().expires()).isEqualTo(expires);
        assertThat(isOpen(session, expires)).isFalse();
    }

    @Test
    void aRevokedTokenEndsItsSessionsAndTheirReaders() {
        Sessions.Begun session = begin("ops");
        Sessions.Begun other = begin("dev");
        boolean[] over = new boolean[2];
        watch(session, over, 0);
        watch(other, over, 1);
        tokens.remove("of ops");
        assertThat(isOpen(session, START)).isFalse();
        sessions.look(START);
        ends.look(START);
        assertThat(over).containsExactly(true, false);
        assertThat(sessions.ended(Sessions.End.REVOKED)).isEqualTo(1);
        token("ops", Instant.MAX);
        assertThat(isOpen(session, START)).as("a token that is back").isFalse();
    }

    private void watch(Sessions.Begun session, boolean[] over, int index) {
        ends.watch(
                session.access(),
                new AccessEnds.Client() {
                    @Override
                    public void expiring(Instant at) {
                        throw new AssertionError("it does not expire");
                    }

                    @Override
                    public void over() {
                        over[index] = true;
                    }
                });
    }

    @Test
    void aLogoutEndsTheSessionAndNoOtherOfThatPrincipal() {
        Sessions.Begun session = begin("ops");
        Sessions.Begun other = begin("ops");
        boolean[] over = new boolean[2];
        watch(session, over, 0);
        watch(other, over, 1);
        sessions.end(session.id(), Sessions.End.LOGOUT);
        ends.look(START);
        assertThat(over).containsExactly(true, false);
        assertThat(isOpen(other, START)).isTrue();
        sessions.end(session.id(), Sessions.End.LOGOUT);
        assertThat(sessions.ended(Sessions.End.LOGOUT)).isEqualTo(1);
    }

    @Test
    void otherRightsOfTheTokenAreThoseOfTheSessionAndEndItsReaders() {
        Sessions.Begun session = begin("ops");
        boolean[] over = new boolean[1];
        watch(session, over, 0);
        tokens.put("of ops", new Access("ops", "of ops", List.of(), Instant.MAX));
        ends.look(START);
        assertThat(over).containsExactly(true);
        assertThat(sessions.find(session.id(), START).orElseThrow().grants()).isEmpty();
    }

    @Test
    void oneMoreOfAPrincipalEndsTheOldestOfThatPrincipal() {
        Sessions.Begun first = begin("ops");
        Sessions.Begun second = begin("ops", START.plusSeconds(1));
        Sessions.Begun other = begin("dev");
        begin("ops", START.plusSeconds(2));
        begin("ops", START.plusSeconds(3));
        assertThat(isOpen(first, START)).isFalse();
        assertThat(isOpen(second, START)).isTrue();
        assertThat(isOpen(other, START)).isTrue();
        assertThat(sessions.ended(Sessions.End.DISPLACED)).isEqualTo(1);
    }

    @Test
    void oneMoreThanThereMayBeInAllDoesNotBeginAndEndsNone() {
        for (int i = 0; i < IN_ALL; i++) {
            begin("p" + i);
        }
        assertThat(sessions.begin(token("late", Instant.MAX), START)).isEmpty();
        assertThat(sessions.count()).isEqualTo(IN_ALL);
        Instant later = START.plus(Sessions.LONGEST);
        assertThat(sessions.begin(token("late", Instant.MAX), later)).isPresent();
    }

    @Test
    void noIdComesTwiceAndWhatIsNoneIsNotLookedFor() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            assertThat(begin("ops", START.plusSeconds(i)).id()).matches("trs_[0-9A-Za-z_-]{43}");
            ids.add(begin("ops").id());
        }
        assertThat(ids).hasSize(50);
        for (String none : List.of("", "x", "x".repeat(43), "x".repeat(1_000_000), "session:")) {
            assertThat(sessions.find(none, START)).isEmpty();
        }
    }
}
