package dev.tailrace.face;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * Keeps those requests out of Quarkus' meters that are of no call and whose clients have left
 * before an answer: nothing asks {@link RequestTags} for them. Any thread.
 */
@Singleton
public class ResetRequests implements MeterFilter {
    private static final String METER = "http.server.requests";
    private static final String RESET = "RESET";

    private final Calls calls;

    ResetRequests(Calls calls) {
        this.calls = calls;
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().equals(METER) && tag(id, "status").equals(RESET) && !isOfCall(id)
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }

    private boolean isOfCall(Meter.Id id) {
        return calls.isMethod(tag(id, RequestTags.METHOD))
                && calls.isTemplate(tag(id, RequestTags.PATH));
    }

    private static String tag(Meter.Id id, String key) {
        return Objects.requireNonNullElse(id.getTag(key), "");
    }
}
