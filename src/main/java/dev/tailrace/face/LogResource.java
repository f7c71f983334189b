package dev.tailrace.face;

import dev.tailrace.hub.readers.ReadRequest;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /streams/NAME/log}: a stream's lines. On the connection's event loop. */
@Tag(name = "Streams")
@Path("/streams/{name}/log")
public class LogResource {
    private static final String LINE =
            "{\"seq\":1234,\"time\":\"2026-11-20T04:00:00.123456789Z\",\"origin\":\"stdout\","
                    + "\"line\":\"Processing...\"}";

    private final Clients clients;
    private final LogService service;

    LogResource(Clients clients, LogService service) {
        this.clients = clients;
        this.service = service;
    }

    /** Serves the lines in the format that the client accepts; never completes while it does. */
    @GET
    @Operation(
            summary = "The lines of a stream",
            description =
                    "From history and live, with no seam. Formats by Accept: the producer's bytes, one"
                            + " JSON object a line (for application/json as well), or server-sent"
                            + " events. History (follow=false) is"
                            + " compressed with gzip for clients that ask for it by"
                            + " Accept-Encoding.")
    @APIResponse(
            responseCode = "200",
            description = "The lines",
            content = {
                @Content(mediaType = "text/plain", example = "Processing..."),
                @Content(mediaType = "application/x-ndjson", example = LINE),
                @Content(
                        mediaType = "text/event-stream",
                        example = "id: k3v9x2ab-1234\ndata: " + LINE)
            })
    @APIResponse(
            responseCode = "204",
            description = "The stream has ended and the client has it all: do not come back")
    @APIResponse(responseCode = "503", description = LogService.REFUSED)
    public Uni<Response> log(
            @Parameter(description = "The stream's name.", example = "web") @PathParam("name")
                    String name,
            @BeanParam PartParameters part,
            @BeanParam LogParameters parameters,
            @Context HttpHeaders headers,
            @Context HttpServerRequest http) {
        ClientStreams streams = clients.streams();
        LogStream stream = StreamParameters.find(streams, name);
        return service.serve(
                http,
                headers,
                parameters,
                parameters.hasPattern(),
                format -> {
                    LogQuery query =
                            LogQuery.of(
                                    parameters,
                                    part.of(stream),
                                    format.isForFollowing(),
                                    Instant.now());
                    return new LogService.Request(
                            streams,
                            ReadRequest.of(stream, query.request()),
                            query,
                            format,
                            options -> format.open(stream.epoch(), options),
                            Map.of("Tailrace-Epoch", stream.epoch().value()));
                });
    }
}
