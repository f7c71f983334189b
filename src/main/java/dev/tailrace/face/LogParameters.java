package dev.tailrace.face;

import dev.tailrace.model.Position;
import dev.tailrace.model.Positions;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query of a log call as it came; {@link LogQuery} says whether it can be answered. */
public final class LogParameters {
    @BeanParam FilterParameters lines = new FilterParameters();

    @Parameter(description = "Go on with what comes; true for text/event-stream, else false.")
    @Schema(type = SchemaType.BOOLEAN)
    @QueryParam("follow")
    @Nullable String follow;

    @Parameter(
            description = "Where to begin: first, now, or the position after which to go on.",
            example = "k3v9x2ab-1234")
    @QueryParam("from")
    @Nullable String from;

    @Parameter(
            description =
                    "Begin with the last lines, this many; 10 for a client that follows and does not say.",
            example = "20")
    @Schema(type = SchemaType.INTEGER, minimum = "0")
    @QueryParam("tail")
    @Nullable String tail;

    @Parameter(description = "End after this many lines.")
    @Schema(type = SchemaType.INTEGER, minimum = "1")
    @QueryParam("limit")
    @Nullable String limit;

    @Parameter(
            description =
                    "JSON: what to tell of each line beside what it is: level, where one is"
                            + " recognised, and first, the seq of the line's first record, on each other"
                            + " one.",
            example = "level,first")
    @QueryParam("fields")
    @Nullable String fields;

    @Parameter(description = "Text: begin each line with its time.")
    @Schema(type = SchemaType.BOOLEAN)
    @QueryParam("timestamps")
    @Nullable String timestamps;

    @Parameter(description = "Text: say where lines are missing; true if not given.")
    @Schema(type = SchemaType.BOOLEAN)
    @QueryParam("gaps")
    @Nullable String gaps;

    @Parameter(
            description =
                    "What happens when the client falls behind: wait (it catches up from the files),"
                            + " latest (it jumps to now, with a gap), close.")
    @Schema(
            enumeration = {"wait", "latest", "close"},
            defaultValue = "wait")
    @QueryParam("overflow")
    @Nullable String overflow;

    @Parameter(description = "Server-sent events: several lines in one event.")
    @Schema(type = SchemaType.BOOLEAN)
    @QueryParam("batch")
    @Nullable String batch;

    @Parameter(
            description = "A ticket of POST /tickets, for a page that cannot send a header.",
            example = "trt_...")
    @QueryParam("ticket")
    @Nullable String ticket; // who is asking has been found out before

    @Parameter(description = "The position after which to go on; wins over every other start.")
    @HeaderParam("Last-Event-ID")
    @Nullable String lastEventId;

    @Parameter(
            description = "As Last-Event-ID, for a page that cannot send a header.",
            example = "k3v9x2ab-1234")
    @QueryParam("last_event_id")
    @Nullable String lastEventIdInQuery;

    @Parameter(
            description = "As Last-Event-ID, for a page that cannot send a header.",
            example = "k3v9x2ab-1234")
    @QueryParam("lastEventId")
    @Nullable String lastEventIdInCamelCase;

    /** Those that do not only concern text or events, by their names; the others are not given. */
    public static LogParameters of(Map<String, String> values) {
        LogParameters parameters = new LogParameters();
        parameters.lines = FilterParameters.of(values);
        parameters.follow = values.get("follow");
        parameters.from = values.get("from");
        parameters.tail = values.get("tail");
        parameters.limit = values.get("limit");
        parameters.fields = values.get("fields");
        parameters.overflow = values.get("overflow");
        return parameters;
    }

    boolean hasPattern() {
        return lines.hasPattern();
    }

    /** Takes note of switches without a value, as in {@code ?follow}, which are left out here. */
    void addBareSwitches(MultiMap query) {
        lines.addBareSwitches(query);
        follow = ParameterValue.orBare(follow, "follow", query);
        timestamps = ParameterValue.orBare(timestamps, "timestamps", query);
        gaps = ParameterValue.orBare(gaps, "gaps", query);
        batch = ParameterValue.orBare(batch, "batch", query);
    }

    /**
     * The position in several streams, if one is given; it takes the place of every other start.
     *
     * @throws Refused if there is a position of another kind
     */
    @Nullable Positions takePositions() {
        ParameterValue id = resumed();
        boolean isPlace = from == null || from.equals("first") || from.equals("now");
        if (id == null && isPlace) {
            return null;
        }
        ParameterValue value =
                id == null
                        ? new ParameterValue("from", String.valueOf(from))
                        : new ParameterValue("Last-Event-ID", id.text());
        lastEventId = null;
        lastEventIdInQuery = null;
        lastEventIdInCamelCase = null;
        from = isPlace ? from : null;
        String accepted = (id == null ? "first, now, or " : "") + Positions.ACCEPTED;
        return Positions.parse(value.text()).orElseThrow(() -> value.bad(accepted));
    }

    /** The parameters that say where to begin, as far as they are given. */
    List<ParameterValue> starts() {
        return Stream.of(
                        Optional.ofNullable(ParameterValue.of("from", from)),
                        Optional.ofNullable(ParameterValue.of("tail", tail)),
                        Optional.ofNullable(ParameterValue.of("since", lines.since)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The record before which to go backwards, if one is told. */
    @Nullable Position before() {
        ParameterValue resumed = resumed();
        if (resumed != null) {
            return resumed.position();
        }
        ParameterValue value = ParameterValue.of("from", from);
        return value == null || value.text().equals("now")
                ? null
                : Position.parse(value.text())
                        .orElseThrow(() ->
                                value.bad(
                                        "now, or a position, "
                                                + Position.ACCEPTED
                                                + ", with order=desc"));
    }

    /** The position at which the client was, if it says one. */
    @Nullable ParameterValue resumed() {
        // The header wins: a browser that reconnects repeats its first URL with the old query.
        return Stream.of(
                        ParameterValue.of("Last-Event-ID", lastEventId),
                        ParameterValue.of("last_event_id", lastEventIdInQuery),
                        ParameterValue.of("lastEventId", lastEventIdInCamelCase))
                .filter(value -> value != null && !value.text().isEmpty())
                .findFirst()
                .orElse(null);
    }
}
