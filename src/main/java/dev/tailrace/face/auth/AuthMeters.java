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
                        "Requests without a token, or with a bad one",
                        List.of(MISSING, BAD, LOGIN),
                        each -> each);
    }

    /**
     * Counts one.
     *
     * @param bad whether it had shown something
     */
    void refused(boolean bad) {
        Objects.requireNonNull(refused.get(bad ? BAD : MISSING)).increment();
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
