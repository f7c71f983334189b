package dev.tailrace.face;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.readers.Selector;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** {@code GET /streams}, and {@code GET} and {@code DELETE /streams/NAME}. */
@Tag(name = "Streams")
@Path("/streams")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class StreamsResource {
    /** Below JSON, for a client to which both are equal. */
    private static final String EVENTS = MediaType.SERVER_SENT_EVENTS + ";qs=0.5";

    private static final String SELECT = "Only streams with these labels (=, !=, =~, !~).";
    private static final String SELECT_EXAMPLE = "{app=\"web\"}";

    private static final Map<String, String> EVENTS_HEAD =
            Map.of(
                    HttpHeaders.CONTENT_TYPE,
                    MediaType.SERVER_SENT_EVENTS,
                    HttpHeaders.VARY,
                    HttpHeaders.ACCEPT,
                    HttpHeaders.CACHE_CONTROL,
                    "no-store, no-transform",
                    "X-Accel-Buffering",
                    "no");

    private final Clients clients;
    private final Allowed allowed;
    private final ObjectMapper json;
    private final FaceConfig config;
    private final FaceMeters meters;
    private final PatternThread patterns;
    private final Admission admission;
    private final Unsent unsent;
    private final StreamRemoval removal;

    StreamsResource(
            Clients clients,
            Allowed allowed,
            ObjectMapper json,
            FaceConfig config,
            FaceMeters meters,
            PatternThread patterns,
            Admission admission,
            Unsent unsent,
            StreamRemoval removal) {
        this.clients = clients;
        this.allowed = allowed;
        this.patterns = patterns;
        this.admission = admission;
        this.unsent = unsent;
        this.removal = removal;
        this.json = json;
        this.config = config;
        this.meters = meters;
    }

    /** All streams, by name. */
    @GET
    @ResponseHeader(name = HttpHeaders.VARY, value = HttpHeaders.ACCEPT)
    @Operation(
            summary = "The streams",
            description =
                    "All of them by name, or those that a selector picks by their labels. As"
                            + " server-sent events: each of them as an event 'stream', and again when"
                            + " it changes its state or a run of its source begins, and those that come"
                            + " later. Numbers such as 'next', 'bytes' and 'subscribers' are those of"
                            + " that moment: they change all the time, and alone cause no event.")
    @APIResponse(
            responseCode = "200",
            description = "The streams",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema =
                                @Schema(
                                        type = SchemaType.ARRAY,
                                        implementation = StreamView.class)),
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        example = "event: stream\ndata: {\"name\":\"web\",\"state\":\"running\"}")
            })
    @APIResponse(responseCode = "400", description = "The selector is none, or a parameter unknown")
    public Uni<List<StreamView>> list(
            @Parameter(description = SELECT, example = SELECT_EXAMPLE) @QueryParam("select")
                    @Nullable String select) {
        ClientStreams streams = clients.streams();
        return selector(select)
                .map(selector ->
                        streams.all().stream()
                                .filter(stream -> selector.matches(stream.labels()))
                                .map(StreamView::of)
                                .toList());
    }

    /** The streams and their changes; never completes while the client is there. */
    @GET
    @Produces(EVENTS)
    @Operation(hidden = true) // the description above is of both
    public Uni<Response> follow(
            @QueryParam("select") @Nullable String select, @Context HttpServerRequest http) {
        ClientStreams streams = clients.streams();
        return selector(select).flatMap(selector -> follow(streams, selector, http));
    }

    private Uni<Response> follow(ClientStreams streams, Selector selector, HttpServerRequest http) {
        if (http.method().equals(HttpMethod.HEAD)) {
            Response.ResponseBuilder head = Response.ok();
            EVENTS_HEAD.forEach(head::header);
            return Uni.createFrom().item(head.build());
        }
        Admission.Permit held = admission.hold(selector.heldBytes());
        HttpServerResponse response = http.response().setChunked(true);
        EVENTS_HEAD.forEach(response::putHeader);
        new StreamListWriter(http, Calls.eventLoop(), unsent, selector, held, json, meters)
                .start(streams, config.heartbeat(), clients.control().ends());
        return Uni.createFrom().nothing();
    }

    private Uni<Selector> selector(@Nullable String select) {
        return select == null
                ? Uni.createFrom().item(Selector.ALL)
                : patterns.read(
                        Selector.hasPatterns(select),
                        new ParameterValue("select", select)::selector);
    }

    /** One stream, with its runs. */
    @GET
    @Path("{name}")
    @Operation(summary = "A stream, with its runs, and what the client may do with it")
    @APIResponse(responseCode = "200", description = "The stream")
    public StreamView one(
            @Parameter(description = "The stream's name.", example = "web") @PathParam("name")
                    String name) {
        ClientStreams streams = clients.streams();
        LogStream stream = StreamParameters.find(streams, name);
        return StreamView.alone(stream, allowed.of(streams, stream));
    }

    /** Removes a stream, or what it has kept. */
    @DELETE
    @Path("{name}")
    @Operation(
            summary = "Removes a stream, or what it has kept",
            description =
                    "A stream goes with its folder; of one that the configuration names, or that has"
                            + " a source that has not ended, all goes that it has kept. Answers when it"
                            + " is removed. Only with tailrace.control=true, and the right control.")
    @APIResponse(
            responseCode = "200",
            description = "What has been removed",
            content = @Content(schema = @Schema(implementation = StreamRemoval.Removed.class)))
    @APIResponse(responseCode = "400", description = "A parameter is wrong or unknown")
    @APIResponse(
            responseCode = "403",
            description =
                    "tailrace.control is not true, the client may only read the stream, or a page of"
                            + " another origin asks")
    @APIResponse(responseCode = "404", description = "There is no such stream")
    @APIResponse(responseCode = "409", description = "The stream stays, and force is not true")
    @APIResponse(
            responseCode = "503",
            description = "The disk fails, or the gateway stops: come back after Retry-After")
    public Uni<StreamRemoval.Removed> remove(
            @Parameter(description = "The stream's name.", example = "web") @PathParam("name")
                    String name,
            @Parameter(
                            description =
                                    "Only what is in sealed segments whose last record is before"
                                            + " this time; the stream stays.",
                            example = "2026-11-20T04:00:00Z")
                    @QueryParam("before")
                    @Nullable String before,
            @Parameter(description = "Removes nothing, and tells what would go.")
                    @Schema(type = SchemaType.BOOLEAN)
                    @QueryParam("dry-run")
                    @Nullable String dryRun,
            @Parameter(description = "Removes all that is kept of a stream that stays.")
                    @Schema(type = SchemaType.BOOLEAN)
                    @QueryParam("force")
                    @Nullable String force,
            @Context HttpServerRequest http) {
        StreamRemoval.Asked asked =
                new StreamRemoval.Asked(
                        before,
                        ParameterValue.orBare(dryRun, "dry-run", http.params()),
                        ParameterValue.orBare(force, "force", http.params()));
        return removal.answer(clients.streams(), name, asked);
    }
}
