package dev.tailrace.face;

import dev.tailrace.hub.Hub;
import dev.tailrace.hub.LogStream;
import dev.tailrace.hub.Selector;
import dev.tailrace.model.StreamName;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /streams} and {@code GET /streams/NAME}: what streams there are. */
@Tag(name = "Streams")
@Path("/streams")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class StreamsResource {
    private final Hub hub;

    StreamsResource(Hub hub) {
        this.hub = hub;
    }

    /** All streams, by name. */
    @GET
    @Operation(
            summary = "The streams",
            description = "All of them by name, or those that a selector picks by their labels.")
    @APIResponse(responseCode = "200", description = "The streams")
    @APIResponse(
            responseCode = "400",
            description = "The selector is none",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.Body.class)))
    public List<StreamView> list(
            @Parameter(
                            description = "Only streams with these labels (=, !=, =~, !~).",
                            example = "{app=\"web\"}")
                    @QueryParam("select")
                    @Nullable String select) {
        Selector selector = select == null ? Selector.ALL : MergedChoice.selector(select);
        return hub.list().stream()
                .filter(stream -> selector.matches(stream.labels()))
                .map(StreamView::of)
                .toList();
    }

    /** One stream, with its runs. */
    @GET
    @Path("{name}")
    @Operation(summary = "A stream, with its runs")
    @APIResponse(responseCode = "200", description = "The stream")
    @APIResponse(
            responseCode = "404",
            description = "There is no such stream",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.Body.class)))
    public StreamView one(
            @Parameter(description = "The stream's name.", example = "web") @PathParam("name")
                    String name) {
        return StreamView.withRuns(find(hub, name));
    }

    /**
     * The stream of that name.
     *
     * @throws Problem if there is none
     */
    static LogStream find(Hub hub, String name) {
        return Optional.of(name)
                .filter(StreamName::isValid)
                .map(StreamName::new)
                .flatMap(hub::find)
                .orElseThrow(() -> Problem.unknownStream(name));
    }
}
