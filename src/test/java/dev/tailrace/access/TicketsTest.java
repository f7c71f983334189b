package dev.tailrace.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How often, for how long, and for what a ticket is of use. */
class TicketsTest {
    private static final Instant START = Instant.parse("2026-11-20T04:00:00Z");
    private static final int OF_PRINCIPAL = 3;
    private static final int IN_ALL = 5;
    private static final int AT_ONCE = 100;
    private static final StreamName WEB = new StreamName("web");
    private static final StreamName API = new StreamName("api");
    private static final Tickets.For ANY = new Tickets.For(null, false);

    private final Tickets tickets =
            new Tickets(new Tickets.Limits(OF_PRINCIPAL, IN_ALL), new Random(7));

    private static Access access(String principal) {
        return new Access(principal, "of " + principal, List.of(Grant.ALL), Instant.MAX);
    }

    private String issue(String principal) {
        return issued(tickets.issue(access(principal), Set.of(WEB), ANY, START));
    }

    private static String issued(Tickets.Answer answer) {
        return ((Tickets.Issued) answer).ticket();
    }

    @Test
    void itIsOfUseOnce() {
        String ticket = issue("ops");
        assertThat(ticket).matches("trt_[0-9A-Za-z_-]{22}");
        assertThat(tickets.count()).isEqualTo(1);
        assertThat(tickets.take(ticket, START)).isPresent();
        assertThat(tickets.take(ticket, START)).isEmpty();
        assertThat(tickets.count()).isZero();
    }

    @Test
    void ofAHundredThatShowItAtOnceOneIsLetIn() throws Exception {
        String ticket = issue("ops");
        List<Callable<Boolean>> takers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            takers.add(() -> tickets.take(ticket, START).isPresent());
        }
        int letIn = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(takers)) {
                letIn += each.get() ? 1 : 0;
            }
        }
        assertThat(letIn).isEqualTo(1);
    }

    @Test
    void afterHalfAMinuteItIsNone() {
        String late = issue("ops");
        String inTime = issue("ops");
        Instant end = START.plus(Tickets.VALID);
        assertThat(tickets.take(inTime, end.minusNanos(1))).isPresent();
        assertThat(tickets.take(late, end)).isEmpty();
        issue("ops");
        tickets.look(end);
        assertThat(tickets.count()).isZero();
    }

    @Test
    void itIsForReadingItsStreamsAlone() {
        Access taken = tickets.take(issue("ops"), START).orElseThrow().access();
        assertThat(taken.principal()).isEqualTo("ops");
        assertThat(taken.mayRead(WEB, Labels.NONE)).isTrue();
        assertThat(taken.mayRead(API, Labels.NONE)).isFalse();
        assertThat(taken.mayPush(WEB, Labels.NONE)).isFalse();
        assertThat(taken.mayControl(WEB, Labels.NONE)).isFalse();
        assertThat(taken.hasSome(Right.METRICS)).isFalse();
    }

    @Test
    void itGivesNoMoreThanItsTokenDoes() {
        Grant shop =
                new Grant(
                        Set.of(Right.READ),
                        List.of(new Pattern("web*")),
                        Map.of("team", new Pattern("shop")));
        Access of = new Access("ops", "", List.of(shop), Instant.MAX);
        String ticket = issued(tickets.issue(of, Set.of(WEB, API), ANY, START));
        Access taken = tickets.take(ticket, START).orElseThrow().access();
        assertThat(taken.mayRead(WEB, new Labels(Map.of("team", "shop"), true))).isTrue();
        assertThat(taken.mayRead(WEB, Labels.NONE)).isFalse();
        assertThat(taken.mayRead(API, new Labels(Map.of("team", "shop"), true))).isFalse();
    }

    @Test
    void whatWasTakenIsLikeItsTokenOnlyAsNarrow() {
        Access taken = tickets.take(issue("ops"), START).orElseThrow().access();
        assertThat(taken.isLike(access("ops"))).isFalse();
        assertThat(taken.isLike(taken.asNarrow(access("ops")))).isTrue();
        assertThat(taken.isLike(taken.asNarrow(access("dev")))).isFalse();
        assertThat(access("ops").asNarrow(access("ops"))).isEqualTo(access("ops"));
    }

    @Test
    void itIsForPagesOfItsOriginAlone() {
        Tickets.For shop = new Tickets.For("https://shop.example", false);
        assertThat(shop.takes("https://shop.example")).isTrue();
        assertThat(shop.takes("https://shop.example:8443")).isFalse();
        assertThat(shop.takes("null")).isFalse();
        assertThat(shop.takes(null)).isFalse();
        Tickets.For own = new Tickets.For("http://localhost", true);
        assertThat(own.takes(null)).as("a GET of a page of that origin says none").isTrue();
        assertThat(own.takes("https://shop.example")).isFalse();
        assertThat(ANY.takes(null)).isTrue();
        assertThat(ANY.takes("https://shop.example")).isTrue();
    }

    @Test
    void thereAreNoMoreThanMayBeAndThoseOfOneKeepNobodyElseOut() {
        for (int i = 0; i < OF_PRINCIPAL; i++) {
            issue("ops");
        }
        assertThat(tickets.issue(access("ops"), Set.of(WEB), ANY, START))
                .isEqualTo(
                        new Tickets.Full("tailrace.auth.max-tickets-per-principal", OF_PRINCIPAL));
        issue("dev");
        issue("dev");
        assertThat(tickets.issue(access("late"), Set.of(WEB), ANY, START))
                .isEqualTo(new Tickets.Full("tailrace.auth.max-tickets", IN_ALL));
        Instant later = START.plus(Tickets.VALID);
        assertThat(tickets.issue(access("late"), Set.of(WEB), ANY, later))
                .isInstanceOf(Tickets.Issued.class);
    }

    @Test
    void whatIsNoneIsNotLookedFor() {
        for (String none : List.of("", "x", "trt_", "trt_" + "x".repeat(22), "x".repeat(100_000))) {
            assertThat(tickets.take(none, START)).isEmpty();
        }
    }

    @Test
    void secretsOfAllKindsAreKnownWhereverTheyStand() {
        String ticket = issue("ops");
        String token = Token.random(new Random(7));
        String said =
                "GET /log?ticket=" + ticket + "&tail=1 tailrace.ticket." + ticket + " " + token;
        assertThat(Secret.hideIn(said))
                .isEqualTo("GET /log?ticket=trt_...&tail=1 tailrace.ticket.trt_... trl_...");
        assertThat(Secret.hideIn("?ticket=%zz" + ticket + "&a=%zz")).isEqualTo("?ticket=...&a=%zz");
        assertThat(Secret.hideIn("a=%zz&from=%74" + ticket.substring(1)))
                .isEqualTo("a=%zz&from=trt_...");
        String known = "There is no token-file; a%2Cb, 'tickets=1' and 50% of it?";
        assertThat(Secret.hideIn(known)).isEqualTo(known);
    }
}
