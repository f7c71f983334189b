package dev.tailrace.face;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * What requests are told apart by in Quarkus' meters of them: by the calls that there are. Quarkus
 * alone takes the method and, where no template has answered, the path as they were sent: names of
 * streams that others may not see, and as many series as anybody likes, which are kept for ever.
 * Any thread.
 */
@Singleton
public class RequestTags implements HttpServerMetricsTagsContributor, MeterFilter {
    private static final String METER = "http.server.requests";
    private static final String METHOD = "method";
    private static final String PATH = "uri";

    /**
     * Of requests whose clients have left before an answer, which have the tags of Quarkus alone.
     */
    private static final String RESET = "RESET";

    private final Calls calls;

    RequestTags(Calls calls) {
        this.calls = calls;
    }

    @Override
    public Tags contribute(Context context) {
        String method = context.request().method().name();
        return Tags.of(
                METHOD,
                calls.isMethod(method) ? method : Calls.NONE,
                PATH,
                calls.template(Calls.path(context.request())));
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        boolean isForeign =
                id.getName().equals(METER)
                        && Objects.equals(id.getTag("status"), RESET)
                        && !(calls.isMethod(tag(id, METHOD)) && calls.isTemplate(tag(id, PATH)));
        return isForeign ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    private static String tag(Meter.Id id, String key) {
        return Objects.requireNonNullElse(id.getTag(key), "");
    }
}
