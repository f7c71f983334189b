package dev.tailrace.face;

import dev.tailrace.hub.readers.ReadRequest;
import dev.tailrace.hub.readers.Selector;
import dev.tailrace.hub.readers.StreamChoice;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.model.Positions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /log}: the lines of several streams over one connection. On the connection's event
 * loop.
 */
@Tag(name = "Streams")
@Path("/log")
public class LogsResource {
    private static final String LINES =
            "data: {\"lines\":[{\"stream\":\"web\",\"seq\":1234,"
                    + "\"time\":\"2026-11-20T04:00:00.123456789Z\",\"origin\":\"stdout\","
                    + "\"line\":\"Processing...\"}]}\nid: m-0IhsxQ";

    private final Clients clients;
    private final LogService service;
    private final int maxStreams;

    LogsResource(Clients clients, LogService service, FaceConfig config) {
        this.clients = clients;
        this.service = service;
        this.maxStreams = config.maxMergedStreams();
    }

    /** Serves the lines in the format that the client accepts; never completes while it does. */
    @GET
    @Operation(
            summary = "The lines of several streams",
            description =
                    "History merged by time, then live lines as they come. The streams are named, or"
                            + " picked by their labels: then those that appear later are included."
                            + " One id, or position, resumes them all.")
    @APIResponse(
            responseCode = "200",
            description = "The lines, each with its stream",
            content = {
                @Content(mediaType = "text/plain", example = "web | Processing..."),
                @Content(mediaType = "application/x-ndjson"),
                @Content(mediaType = "text/event-stream", example = LINES)
            })
    @APIResponse(
            responseCode = "204",
            description =
                    "The named streams have ended and the client has it all: do not come back")
    @APIResponse(responseCode = "404", description = "There is no stream of one of the names")
    @APIResponse(responseCode = "503", description = LogService.REFUSED)
    public Uni<Response> log(
            @Parameter(description = "A stream's name; several times for several.", example = "web")
                    @QueryParam("stream")
                    List<String> names,
            @Parameter(
                            description = "Or all streams with these labels (=, !=, =~, !~).",
                            example = "{app=\"web\"}")
                    @QueryParam("select")
                    @Nullable String select,
            @BeanParam LogParameters parameters,
            @Context HttpHeaders headers,
            @Context HttpServerRequest http) {
        ClientStreams all = clients.streams();
        boolean selects = select != null && Selector.hasPatterns(select);
        return service.serve(
                http,
                headers,
                parameters,
                selects || parameters.hasPattern(),
                format -> {
                    StreamChoice streams = StreamParameters.of(all, names, select, maxStreams);
                    Positions after = parameters.takePositions();
                    LogQuery query =
                            LogQuery.of(parameters, format.isForFollowing(), Instant.now());
                    return new LogService.Request(
                            all,
                            new ReadRequest(streams, after, query.request(), maxStreams),
                            query,
                            format,
                            format::openSeveral,
                            Map.of());
                });
    }
}
