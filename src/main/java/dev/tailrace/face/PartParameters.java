package dev.tailrace.face;

import dev.tailrace.hub.stream.LogStream;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which part of one stream's log a call asks for, as it came. */
public final class PartParameters {
    @Parameter(
            description =
                    "Only one run of the stream's command: its number, or last. All of it, unless a"
                            + " start is given; a client that follows ends with it.",
            example = "last")
    @QueryParam("run")
    @Nullable String run;

    @Parameter(
            description =
                    "Only the records with these numbers, both included. Not with from, tail, since,"
                            + " run and follow=true.",
            example = "512-767")
    @QueryParam("seq")
    @Nullable String seq;

    @Parameter(
            description =
                    "desc for history, the newest first: text/plain and application/x-ndjson. Before"
                            + " the position of from, if there is one; since and until are its bounds."
                            + " Not with tail, seq and follow=true.")
    @Schema(
            enumeration = {"asc", "desc"},
            defaultValue = "asc")
    @QueryParam("order")
    @Nullable String order;

    /**
     * The part, checked.
     *
     * @throws Refused if a value is not accepted, or there is no such run
     */
    LogPart of(LogStream stream) {
        return new LogPart(
                RunChoice.of(run, stream),
                ParameterValue.of("seq", seq),
                ParameterValue.of("order", order));
    }
}
