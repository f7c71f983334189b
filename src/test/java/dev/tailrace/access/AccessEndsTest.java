package dev.tailrace.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When clients that read are told of the end of their access. */
class AccessEndsTest {
    private static final Instant START = Instant.parse("2026-11-20T04:00:00Z");
    private static final Instant END = START.plus(Duration.ofMinutes(5));

    private final Map<String, Access> now = new HashMap<>();
    private final AccessEnds ends =
            new AccessEnds(access -> Optional.ofNullable(now.get(access.credential())));

    /** What a client was told. */
    private static final class Told implements AccessEnds.Client {
        private final List<String> all = new ArrayList<>();

        @Override
        public void expiring(Instant at) {
            all.add("expiring " + at);
        }

        @Override
        public void over() {
            all.add("over");
        }
    }

    private static Access access(String credential, Instant expires) {
        return new Access("ci", credential, List.of(Grant.ALL), expires);
    }

    private Told watch(String credential, Instant expires) {
        Access access = access(credential, expires);
        now.put(credential, access);
        Told told = new Told();
        ends.watch(access, told);
        return told;
    }

    @Test
    void aMinuteBeforeItIsSaidOnceAndThenItIsOver() {
        Told told = watch("a", END);
        ends.look(END.minus(Duration.ofSeconds(61)));
        assertThat(told.all).isEmpty();
        ends.look(END.minus(AccessEnds.NOTICE));
        ends.look(END.minusNanos(1));
        assertThat(told.all).containsExactly("expiring " + END);
        ends.look(END);
        ends.look(END.plusSeconds(1));
        assertThat(told.all).containsExactly("expiring " + END, "over");
        assertThat(ends.count()).isZero();
    }

    @Test
    void whatIsRevokedIsOverAtOnce() {
        Told revoked = watch("a", Instant.MAX);
        Told other = watch("b", Instant.MAX);
        now.remove("a");
        ends.look(START);
        assertThat(revoked.all).containsExactly("over");
        assertThat(other.all).isEmpty();
    }

    @Test
    void whatMayOtherThingsNowIsOverToo() {
        Told told = watch("a", END);
        now.put("a", new Access("ci", "a", List.of(), END));
        ends.look(START);
        assertThat(told.all).containsExactly("over");
    }

    @Test
    void anEndThatIsPutOffIsSaidAgain() {
        Told told = watch("a", END);
        ends.look(END.minusSeconds(1));
        Instant later = END.plus(Duration.ofHours(1));
        now.put("a", access("a", later));
        ends.look(END);
        assertThat(told.all).containsExactly("expiring " + END);
        ends.look(later.minusSeconds(1));
        ends.look(later);
        assertThat(told.all).containsExactly("expiring " + END, "expiring " + later, "over");
    }

    @Test
    void whoeverHasGoneIsToldNothing() {
        Access access = access("a", END);
        now.put("a", access);
        Told told = new Told();
        ends.watch(access, told).run();
        ends.look(END);
        assertThat(told.all).isEmpty();
        assertThat(ends.count()).isZero();
    }

    @Test
    void oneThatCannotBeToldKeepsNoOtherFromIt() {
        Access access = access("a", END);
        now.put("a", access);
        List<Told> others = List.of(new Told(), new Told());
        ends.watch(access, others.getFirst());
        ends.watch(
                access,
                new AccessEnds.Client() {
                    @Override
                    public void expiring(Instant at) {
                        throw new IllegalStateException("expected by this test");
                    }

                    @Override
                    public void over() {
                        throw new IllegalStateException("expected by this test");
                    }
                });
        ends.watch(access, others.getLast());
        ends.look(END);
        assertThat(others).allSatisfy(told -> assertThat(told.all).containsExactly("over"));
    }

    @Test
    void everybodyIsNeverOver() {
        ends.watch(Access.EVERYONE, new Told());
        assertThat(ends.count()).isZero();
        assertThat(ends.holds(Access.EVERYONE, END)).isTrue();
        assertThat(ends.holds(Access.NOBODY, START)).isFalse();
    }
}
