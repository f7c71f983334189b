package dev.tailrace.face.search;

import dev.tailrace.cursor.Span;
import dev.tailrace.face.Calls;
import dev.tailrace.face.Clients;
import dev.tailrace.face.FaceConfig;
import dev.tailrace.face.PatternThread;
import dev.tailrace.face.ResponseOut;
import dev.tailrace.face.RunChoice;
import dev.tailrace.face.StreamParameters;
import dev.tailrace.face.Unsent;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.search.Search;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /streams/NAME/search}: where in a stream something is. On the connection's event loop;
 * what takes time is done on the {@link dev.tailrace.search.SearchThreads}.
 */
@Tag(name = "Streams")
@Path("/streams/{name}/search")
public class SearchResource {
    private static final Map<String, String> HEAD =
            Map.of(
                    HttpHeaders.CONTENT_TYPE,
                    MediaType.SERVER_SENT_EVENTS,
                    HttpHeaders.CACHE_CONTROL,
                    "no-store, no-transform",
                    "X-Accel-Buffering",
                    "no");

    private final Hub hub;
    private final Clients clients;
    private final FaceConfig config;
    private final PatternThread patterns;
    private final Unsent unsent;
    private final Searches searches;

    SearchResource(
            Hub hub,
            Clients clients,
            FaceConfig config,
            PatternThread patterns,
            Unsent unsent,
            Searches searches) {
        this.hub = hub;
        this.clients = clients;
        this.config = config;
        this.patterns = patterns;
        this.unsent = unsent;
        this.searches = searches;
    }

    /** Searches all that the stream keeps; never completes while it does. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Search a stream",
            description =
                    "All that it keeps, or what is asked for of that, backwards from where the"
                            + " reader is first. An event for each part that has been searched, with"
                            + " its first and its last record and the matches among them; 'gap' for"
                            + " records that cannot be read; 'done' at the end, with where to go on."
                            + " To close the connection ends the search.")
    @APIResponse(
            responseCode = "200",
            description = "What has been searched, and the matches",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            example =
                                    "data: {\"from\":4000,\"to\":4999,\"matches\":[4211,4980],"
                                            + "\"scanned\":131072}"))
    @APIResponse(
            responseCode = "400",
            description = "A parameter, or the value of one, is not accepted")
    @APIResponse(
            responseCode = "404",
            description = "There is no such stream, or no such run of it")
    @APIResponse(responseCode = "406", description = "Events are not accepted")
    @APIResponse(
            responseCode = "503",
            description =
                    "As many searches are under way as may be, or the gateway stops: come back"
                            + " after Retry-After")
    public Uni<Response> search(
            @Parameter(description = "The stream's name.", example = "web") @PathParam("name")
                    String name,
            @Parameter(description = "Only one run of the stream's command.", example = "last")
                    @QueryParam("run")
                    @Nullable String run,
            @BeanParam SearchParameters parameters,
            @Context HttpServerRequest http) {
        ClientStreams streams = clients.streams();
        LogStream stream = StreamParameters.find(streams, name);
        Span span = RunChoice.span(run, stream);
        parameters.addBareSwitches(http.params());
        return patterns.read(true, () -> parameters.request(span, Instant.now()))
                .flatMap(request -> serve(http, streams, stream, request));
    }

    private Uni<Response> serve(
            HttpServerRequest http,
            ClientStreams streams,
            LogStream stream,
            Search.Request request) {
        if (http.method().equals(HttpMethod.HEAD)) {
            Response.ResponseBuilder head = Response.ok();
            HEAD.forEach(head::header);
            return Uni.createFrom().item(head.build());
        }
        Searches.Place place = searches.take(request.filter().heldBytes());
        HttpServerResponse response = http.response().setChunked(true);
        HEAD.forEach(response::putHeader);
        response.putHeader("Tailrace-Epoch", stream.epoch().value());
        EventLoop owner = Calls.eventLoop();
        new EventWriter(
                        new ResponseOut(http, owner, unsent, null),
                        owner,
                        new SearchWork(stream, request),
                        stream,
                        searches,
                        place,
                        hub.readFailures())
                .start(config.heartbeat(), streams.access(), clients.control().ends());
        return Uni.createFrom().nothing();
    }
}
