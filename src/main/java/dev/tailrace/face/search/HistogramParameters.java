package dev.tailrace.face.search;

import dev.tailrace.cursor.Span;
import dev.tailrace.face.LogParameters;
import dev.tailrace.face.LogQuery;
import dev.tailrace.face.ParameterValue;
import dev.tailrace.search.Histogram;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query of a histogram as it came. */
public final class HistogramParameters {
    private static final int DEFAULT_BUCKETS = 100;

    /** More than a page is wide in bars of a few pixels. */
    private static final int MAX_BUCKETS = 500;

    @Parameter(
            description = "From when on, as for the log; the first line's time if not given.",
            example = "15m")
    @QueryParam("since")
    @Nullable String since;

    @Parameter(
            description = "Before when; after the last line if not given.",
            example = "2026-11-20T04:00:00Z")
    @QueryParam("until")
    @Nullable String until;

    @Parameter(description = "Into how many parts the time is cut at most.")
    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500", defaultValue = "100")
    @QueryParam("buckets")
    @Nullable String buckets;

    @Parameter(description = "Only lines in which this RE2 pattern is found.")
    @QueryParam("grep")
    @Nullable String grep;

    @Parameter(description = "Only lines in which the pattern of grep is not found.")
    @Schema(type = SchemaType.BOOLEAN)
    @QueryParam("invert")
    @Nullable String invert;

    @Parameter(
            description = "Which lines: any of stdout, stderr, system; the first two if not given.",
            example = "stdout,stderr")
    @QueryParam("origin")
    @Nullable String origin;

    @Parameter(
            description =
                    "Only lines of these levels: any of trace, debug, info, warn, error, fatal and"
                            + " none.",
            example = "warn,error")
    @QueryParam("level")
    @Nullable String level;

    /** Takes note of a switch without a value, as in {@code &invert}, which is left out here. */
    void addBareSwitches(MultiMap query) {
        invert = invert == null && query.contains("invert") ? "" : invert;
    }

    boolean hasPattern() {
        return grep != null;
    }

    /**
     * What is to be counted; not on an event loop if there is a pattern, which is compiled.
     *
     * @throws dev.tailrace.face.Refused if a value is not accepted
     */
    Histogram.Request request(Span span, Instant now) {
        Map<String, String> lines = new HashMap<>();
        lines.put("grep", grep);
        lines.put("invert", invert);
        lines.put("origin", origin);
        lines.put("level", level);
        return new Histogram.Request(
                LogQuery.filter(LogParameters.of(lines)),
                span,
                SearchParameters.time("since", since, now),
                SearchParameters.time("until", until, now),
                count());
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
