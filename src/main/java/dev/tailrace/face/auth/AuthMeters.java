package dev.tailrace.face.auth;

import dev.tailrace.face.MeterTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** How many requests were not let in. Any thread. */
@Singleton
@Startup // so that its meters are there before a client asks
final class AuthMeters {
    /** Why a request was not let in; the text is the same in metrics and documents. */
    enum Cause {
        /** It shows nothing. */
        MISSING,
        /** What it shows does not hold. */
        BAD,
        /** It is of a proxy that is none. */
        PEER,
        /** A login with a token that does not hold. */
        LOGIN;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final WrongLogins wrong = new WrongLogins();
    private final Map<Cause, Counter> refused;

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
                        List.of(Cause.values()),
                        Cause::text);
    }

    /** Counts one. */
    void refused(Cause cause) {
        Objects.requireNonNull(refused.get(cause)).increment();
    }

    /** How they are slowed. */
    WrongLogins wrongLogins() {
        return wrong;
    }
}
