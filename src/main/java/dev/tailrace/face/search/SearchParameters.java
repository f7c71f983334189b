package dev.tailrace.face.search;

import dev.tailrace.cursor.Span;
import dev.tailrace.face.FilterParameters;
import dev.tailrace.face.ParameterValue;
import dev.tailrace.face.Refused;
import dev.tailrace.search.Search;
import dev.tailrace.search.SearchOrder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query of a search as it came. */
public final class SearchParameters {
    /** More than a person looks through, and few enough for a page to hold. */
    private static final long DEFAULT_LIMIT = 10_000;

    @BeanParam FilterParameters lines = new FilterParameters();

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

    /**
     * What is to be searched; not on an event loop, as a pattern is compiled.
     *
     * @throws Refused if a value is not accepted
     */
    Search.Request request(Span span, Instant now) {
        if (!lines.hasPattern()) {
            throw Refused.missingParameter("an RE2 pattern", "grep");
        }
        ParameterValue most = ParameterValue.of("limit", limit);
        ParameterValue place = ParameterValue.of("at", at);
        return new Search.Request(
                lines.filter(),
                span,
                place == null ? OptionalLong.empty() : OptionalLong.of(place.seq()),
                order(),
                most == null ? DEFAULT_LIMIT : most.number(1),
                lines.since(now),
                lines.until(now));
    }

    private SearchOrder order() {
        ParameterValue way = ParameterValue.of("order", order);
        return way == null
                ? SearchOrder.AROUND
                : SearchOrder.of(way.text()).orElseThrow(() -> way.bad("around, desc or asc"));
    }
}
