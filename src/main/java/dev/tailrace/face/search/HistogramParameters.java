package dev.tailrace.face.search;

import dev.tailrace.cursor.Span;
import dev.tailrace.face.FilterParameters;
import dev.tailrace.face.ParameterValue;
import dev.tailrace.search.Histogram;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query of a histogram as it came. */
public final class HistogramParameters {
    private static final int DEFAULT_BUCKETS = 100;

    /** More than a page is wide in bars of a few pixels. */
    private static final int MAX_BUCKETS = 500;

    @BeanParam FilterParameters lines = new FilterParameters();

    @Parameter(description = "Into how many parts the time is cut at most.")
    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500", defaultValue = "100")
    @QueryParam("buckets")
    @Nullable String buckets;

    /**
     * What is to be counted; not on an event loop if there is a pattern, which is compiled.
     *
     * @throws dev.tailrace.face.Refused if a value is not accepted
     */
    Histogram.Request request(Span span, Instant now) {
        return new Histogram.Request(
                lines.filter(), span, lines.since(now), lines.until(now), count());
    }

    private int count() {
        ParameterValue given = ParameterValue.of("buckets", buckets);
        if (given == null) {
            return DEFAULT_BUCKETS;
        }
        int number = given.number(1);
        if (number > MAX_BUCKETS) {
            throw given.bad("a whole number from 1 to " + MAX_BUCKETS);
        }
        return number;
    }
}
