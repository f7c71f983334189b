package dev.tailrace.face.search;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Span;
import dev.tailrace.face.LogParameters;
import dev.tailrace.face.LogQuery;
import dev.tailrace.face.ParameterValue;
import dev.tailrace.face.Refused;
import dev.tailrace.search.Search;
import dev.tailrace.search.SearchOrder;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query of a search as it came. */
public final class SearchParameters {
    /** More than a person looks through, and few enough for a page to hold. */
    private static final long DEFAULT_LIMIT = 10_000;

    @Parameter(description = "What to look for: an RE2 pattern.", required = true)
    @QueryParam("grep")
    @Nullable String grep;

    @Parameter(description = "Look for lines in which the pattern is not found.")
    @Schema(type = SchemaType.BOOLEAN)
    @QueryParam("invert")
    @Nullable String invert;

    @Parameter(
            description =
                    "Where the reader is: backwards is what comes before this record, forwards"
                            + " begins with it. The end if not given.",
            example = "1234")
    @Schema(type = SchemaType.INTEGER, minimum = "0")
    @QueryParam("at")
    @Nullable String at;

    @Parameter(
            description =
                    "Which way: around (backwards to the beginning, then forwards), desc"
                            + " (backwards) or asc (forwards).")
    @Schema(
            enumeration = {"around", "desc", "asc"},
            defaultValue = "around")
    @QueryParam("order")
    @Nullable String order;

    @Parameter(description = "End after this many matches.")
    @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "10000")
    @QueryParam("limit")
    @Nullable String limit;

    @Parameter(description = "Only lines of this time or later, as for the log.", example = "15m")
    @QueryParam("since")
    @Nullable String since;

    @Parameter(description = "Only lines before such a time.", example = "2026-11-20T04:00:00Z")
    @QueryParam("until")
    @Nullable String until;

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

    /**
     * What is to be searched; not on an event loop, as a pattern is compiled.
     *
     * @throws Refused if a value is not accepted
     */
    Search.Request request(Span span, Instant now) {
        if (grep == null) {
            throw Refused.missingParameter("an RE2 pattern", "grep");
        }
        Map<String, String> lines = new HashMap<>();
        lines.put("grep", grep);
        lines.put("invert", invert);
        lines.put("origin", origin);
        lines.put("level", level);
        RecordFilter filter = LogQuery.filter(LogParameters.of(lines));
        ParameterValue most = ParameterValue.of("limit", limit);
        ParameterValue place = ParameterValue.of("at", at);
        return new Search.Request(
                filter,
                span,
                place == null ? OptionalLong.empty() : OptionalLong.of(place.seq()),
                order(),
                most == null ? DEFAULT_LIMIT : most.number(1),
                time("since", since, now),
                time("until", until, now));
    }

    /** Takes note of a switch without a value, as in {@code &invert}, which is left out here. */
    void addBareSwitches(MultiMap query) {
        invert = invert == null && query.contains("invert") ? "" : invert;
    }

    private SearchOrder order() {
        ParameterValue way = ParameterValue.of("order", order);
        return way == null
                ? SearchOrder.AROUND
                : SearchOrder.of(way.text()).orElseThrow(() -> way.bad("around, desc or asc"));
    }

    static OptionalLong time(String name, @Nullable String text, Instant now) {
        ParameterValue value = ParameterValue.of(name, text);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value.time(now));
    }
}
