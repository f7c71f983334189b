package dev.tailrace.face;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * What requests are told apart by in Quarkus' meters of them: by the calls that there are. Quarkus
 * alone takes the method and, where no template has answered, the path as they were sent: names of
 * streams that others may not see, and as many series as anybody likes, which are kept for ever.
 * {@link ResetRequests} keeps those out that have no other tags. Any thread.
 */
@Singleton
public class RequestTags implements HttpServerMetricsTagsContributor {
    static final String METHOD = "method";
    static final String PATH = "uri";

    /** Where Quarkus REST leaves the template of the resource that has a request. */
    private static final String MATCHED = "UrlPathTemplate";

    private final Calls calls;

    RequestTags(Calls calls) {
        this.calls = calls;
    }

    @Override
    public Tags contribute(Context context) {
        String method = context.request().method().name();
        return Tags.of(
                METHOD, calls.isMethod(method) ? method : Calls.NONE, PATH, template(context));
    }

    /** What no resource has is looked up: the page, and what was refused before it was routed. */
    private String template(Context context) {
        @Nullable String matched = context.requestContextLocalData(MATCHED);
        return matched != null && calls.isTemplate(matched)
                ? matched
                : calls.template(Calls.path(context.request()));
    }
}
