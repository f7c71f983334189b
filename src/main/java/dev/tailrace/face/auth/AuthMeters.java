package dev.tailrace.face.auth;

import dev.tailrace.face.MeterTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How many requests were not let in. Any thread. */
@Singleton
@Startup // so that its meters are there before a client asks
final class AuthMeters {
    private static final String MISSING = "missing";
    private static final String BAD = "bad";
    private static final String PEER = "peer";
    private static final String LOGIN = "login";

    private final WrongLogins wrong = new WrongLogins();
    private final Map<String, Counter> refused;

    AuthMeters(MeterRegistry registry) {
        MeterTable table = new MeterTable(registry);
        table.gauge(
                "tailrace.auth.logins.slowed",
                "Answers to logins with wrong tokens that wait",
                wrong::waiting);
        refused =
                table.byReason(
                        "tailrace.auth.refused",
                        "Requests that do not say who sends them, or not as they must",
                        List.of(MISSING, BAD, PEER, LOGIN),
                        each -> each);
    }

    /**
     * Counts one.
     *
     * @param bad whether it had shown something
     */
    void refused(boolean bad) {
        count(bad ? BAD : MISSING);
    }

    /** Counts one of a proxy that is none. */
    void refusedPeer() {
        count(PEER);
    }

    private void count(String reason) {
        Objects.requireNonNull(refused.get(reason)).increment();
    }

    /** How they are slowed. */
    WrongLogins wrongLogins() {
        return wrong;
    }

    /** Counts a login with a token that does not hold. */
    void wrongLogin() {
        Objects.requireNonNull(refused.get(LOGIN)).increment();
    }
}
