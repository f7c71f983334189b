package dev.tailrace.face.search;

import dev.tailrace.cursor.Span;
import dev.tailrace.face.Clients;
import dev.tailrace.face.PatternThread;
import dev.tailrace.face.RunChoice;
import dev.tailrace.face.StreamParameters;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.search.Histogram;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /streams/NAME/histogram}: how many lines there were when. On the connection's event
 * loop; what takes time is done on the {@link dev.tailrace.search.SearchThreads}.
 */
@Tag(name = "Streams")
@Path("/streams/{name}/histogram")
@NonBlocking
public class HistogramResource {
    /** Below JSON, for a client to which both are equal. */
    private static final String EVENTS = MediaType.SERVER_SENT_EVENTS + ";qs=0.5";

    private static final String BUCKET =
            "{\"time\":\"2026-11-20T04:00:00Z\",\"first\":1234,\"lines\":17,\"levels\":{\"error\":2}}";

    private final Clients clients;
    private final PatternThread patterns;
    private final Searches searches;
    private final EventAnswers events;

    HistogramResource(
            Clients clients, PatternThread patterns, Searches searches, EventAnswers events) {
        this.clients = clients;
        this.patterns = patterns;
        this.searches = searches;
        this.events = events;
    }

    /** All of it in one object. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = HttpHeaders.VARY, value = HttpHeaders.ACCEPT)
    @Operation(
            summary = "How many lines a stream has over time",
            description =
                    "The time is cut into parts of 'step' ms, each with the number of the first"
                            + " record in it, and how many lines there are, by level. As"
                            + " server-sent events the parts that are finished, one event after the"
                            + " other. 'complete' is false if there were records that cannot be"
                            + " read.")
    @APIResponse(
            responseCode = "200",
            description = "The parts, from the oldest on",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        example =
                                "{\"epoch\":\"k3v9x2ab\",\"since\":\"2026-11-20T04:00:00Z\","
                                        + "\"until\":\"2026-11-20T05:00:00Z\",\"step\":36000,"
                                        + "\"buckets\":["
                                        + BUCKET
                                        + "],\"complete\":true}"),
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        example = "data: {\"buckets\":[" + BUCKET + "]}")
            })
    public Uni<Response> count(
            @Parameter(description = "The stream's name.", example = "web") @PathParam("name")
                    String name,
            @Parameter(description = "Only one run of the stream's command.", example = "last")
                    @QueryParam("run")
                    @Nullable String run,
            @BeanParam HistogramParameters parameters,
            @Context HttpServerRequest http) {
        LogStream stream = StreamParameters.find(clients.streams(), name);
        return request(stream, run, parameters, http)
                .flatMap(request ->
                        new WholeAnswer(
                                        new HistogramWork(stream, request, false),
                                        searches,
                                        searches.take(request.filter().heldBytes()))
                                .get())
                .map(bytes -> Response.ok(bytes, MediaType.APPLICATION_JSON).build());
    }

    /** The parts as they are finished. */
    @GET
    @Produces(EVENTS)
    @Operation(hidden = true) // the description above is of both
    public Uni<Response> follow(
            @PathParam("name") String name,
            @QueryParam("run") @Nullable String run,
            @BeanParam HistogramParameters parameters,
            @Context HttpServerRequest http) {
        ClientStreams streams = clients.streams();
        LogStream stream = StreamParameters.find(streams, name);
        return request(stream, run, parameters, http)
                .flatMap(request ->
                        events.answer(
                                http,
                                streams,
                                stream,
                                request.filter().heldBytes(),
                                new HistogramWork(stream, request, true)));
    }

    private Uni<Histogram.Request> request(
            LogStream stream,
            @Nullable String run,
            HistogramParameters parameters,
            HttpServerRequest http) {
        Span span = RunChoice.span(run, stream);
        parameters.lines.addBareSwitches(http.params());
        return patterns.read(
                parameters.lines.hasPattern(), () -> parameters.request(span, Instant.now()));
    }
}
