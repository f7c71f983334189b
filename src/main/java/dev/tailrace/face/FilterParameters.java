package dev.tailrace.face;

import dev.tailrace.cursor.Fields;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.model.Origin;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which lines of a stream a call is about, as it came: the same of each call that has lines. */
public final class FilterParameters {
    @Parameter(
            description =
                    "From a time on (RFC 3339; UTC without an offset), a date, today, unix seconds, or"
                            + " that long ago.",
            example = "15m")
    @QueryParam("since")
    @Nullable String since;

    @Parameter(
            description = "Before such a time, or before that long ago.",
            example = "2026-11-20T04:00:00Z")
    @QueryParam("until")
    @Nullable String until;

    @Parameter(
            description = "Which lines: any of stdout, stderr, system; the first two if not given.",
            example = "stdout,stderr")
    @QueryParam("origin")
    @Nullable String origin;

    @Parameter(description = "Only lines in which this RE2 pattern is found.")
    @QueryParam("grep")
    @Nullable String grep;

    @Parameter(description = "Only lines in which the pattern of grep is not found.")
    @Schema(type = SchemaType.BOOLEAN)
    @QueryParam("invert")
    @Nullable String invert;

    @Parameter(
            description =
                    "Only lines of these levels, as far as they are recognised: any of trace, debug,"
                            + " info, warn, error, fatal, and none for all others. A line that goes on"
                            + " with an event has its level.",
            example = "warn,error")
    @QueryParam("level")
    @Nullable String level;

    /** Those of these names; the others are not given. */
    static FilterParameters of(Map<String, String> values) {
        FilterParameters parameters = new FilterParameters();
        parameters.since = values.get("since");
        parameters.until = values.get("until");
        parameters.origin = values.get("origin");
        parameters.grep = values.get("grep");
        parameters.invert = values.get("invert");
        parameters.level = values.get("level");
        return parameters;
    }

    /** Whether there is a pattern, which is not to be compiled on an event loop. */
    public boolean hasPattern() {
        return grep != null;
    }

    /** Takes note of a switch without a value, as in {@code &invert}, which is left out here. */
    public void addBareSwitches(MultiMap query) {
        invert = ParameterValue.orBare(invert, "invert", query);
    }

    /** From when on, in ns since 1970. */
    public OptionalLong since(Instant now) {
        return ParameterValue.time("since", since, now);
    }

    /** Before when, in ns since 1970. */
    public OptionalLong until(Instant now) {
        return ParameterValue.time("until", until, now);
    }

    /**
     * Which lines are asked for; not on an event loop if there is a pattern.
     *
     * @throws Refused if a value is not accepted
     */
    public RecordFilter filter() {
        return filter(Fields.NONE);
    }

    /** The same, with what is to be told of each line. */
    RecordFilter filter(Fields told) {
        ParameterValue origins = ParameterValue.of("origin", origin);
        ParameterValue pattern = ParameterValue.of("grep", grep);
        ParameterValue levels = ParameterValue.of("level", level);
        boolean inverted = ParameterValue.isOn("invert", invert, false);
        if (origins == null && pattern == null && levels == null && told.equals(Fields.NONE)) {
            return RecordFilter.LINES;
        }
        return new RecordFilter(
                origins == null ? Set.of(Origin.STDOUT, Origin.STDERR) : origins.origins(),
                pattern == null ? null : pattern.pattern(),
                inverted,
                levels == null ? RecordFilter.ANY_LEVEL : levels.levels(),
                told);
    }
}
