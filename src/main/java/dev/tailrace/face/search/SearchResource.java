package dev.tailrace.face.search;

import dev.tailrace.cursor.Span;
import dev.tailrace.face.Clients;
import dev.tailrace.face.PatternThread;
import dev.tailrace.face.RunChoice;
import dev.tailrace.face.StreamParameters;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
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
    private final Clients clients;
    private final PatternThread patterns;
    private final EventAnswers events;

    SearchResource(Clients clients, PatternThread patterns, EventAnswers events) {
        this.clients = clients;
        this.patterns = patterns;
        this.events = events;
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
    @Parameter(
            name = "grep",
            in = ParameterIn.QUERY,
            description = "What to look for: an RE2 pattern.",
            required = true)
    @APIResponse(
            responseCode = "200",
            description = "What has been searched, and the matches",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            example =
                                    "data: {\"from\":4000,\"to\":4999,\"matches\":[4211,4980],"
                                            + "\"scanned\":131072}"))
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
        parameters.lines.addBareSwitches(http.params());
        return patterns.read(true, () -> parameters.request(span, Instant.now()))
                .flatMap(request ->
                        events.answer(
                                http,
                                streams,
                                stream,
                                request.filter().heldBytes(),
                                new SearchWork(stream, request)));
    }
}
