package dev.tailrace.face;

import dev.tailrace.access.Right;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.ingest.Commands;
import dev.tailrace.hub.ingest.Commands.Command;
import dev.tailrace.hub.ingest.Run;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /streams/NAME/runs}: the executions of a stream's command, and another one. What is run is
 * the configuration's matter, never a request's.
 */
@Tag(name = "Streams")
@Path("/streams/{name}/runs")
@Produces(MediaType.APPLICATION_JSON)
public class RunsResource {
    private static final String NAME = "The stream's name.";

    private final Hub hub;
    private final Clients clients;

    RunsResource(Hub hub, Clients clients) {
        this.hub = hub;
        this.clients = clients;
    }

    /** All that are on record, the oldest first. */
    @GET
    @NonBlocking
    @Operation(
            summary = "The runs of a stream's command",
            description =
                    "The newest hundred, the oldest first. What is not known yet, or was never"
                            + " seen, is left out.")
    @APIResponse(
            responseCode = "200",
            description = "The runs",
            content =
                    @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = Run.class)))
    public List<Run> list(
            @Parameter(description = NAME, example = "web") @PathParam("name") String name) {
        return StreamParameters.find(clients.streams(), name).life().runs().list();
    }

    /** Starts the command that the configuration names. */
    @POST
    @Blocking
    @Operation(
            summary = "Starts a stream's command",
            description =
                    "The one that the configuration names; one that waits to be started again is"
                            + " started now. Only with tailrace.control=true.")
    @APIResponse(
            responseCode = "201",
            description = "The run that has begun",
            content = @Content(schema = @Schema(implementation = Run.class)))
    @APIResponse(
            responseCode = "403",
            description = "tailrace.control is not true, or a page of another origin asks")
    @APIResponse(
            responseCode = "409",
            description = "It runs already, there is no command, or the gateway stops")
    @APIResponse(responseCode = "500", description = "It cannot be started")
    public Uni<Response> start(
            @Parameter(description = NAME, example = "web") @PathParam("name") String name) {
        return answer(name, Command::start, 201, "The command runs already.");
    }

    /** Stops the command, and answers when it has ended. */
    @DELETE
    @Path("current")
    @Blocking
    @Operation(
            summary = "Stops a stream's command",
            description =
                    "SIGTERM to its group, and SIGKILL after tailrace.ingest.stop-grace; it is not"
                            + " started again. Answers when it has ended. Only with"
                            + " tailrace.control=true.")
    @APIResponse(
            responseCode = "200",
            description = "The run that has ended",
            content = @Content(schema = @Schema(implementation = Run.class)))
    @APIResponse(
            responseCode = "403",
            description = "tailrace.control is not true, or a page of another origin asks")
    @APIResponse(responseCode = "409", description = "It does not run, or there is no command")
    public Uni<Response> stop(
            @Parameter(description = NAME, example = "web") @PathParam("name") String name) {
        return answer(name, Command::stop, 200, "The command does not run.");
    }

    /**
     * The stream's command, for a client that may control it.
     *
     * @throws Refused if there is none, or the client may not
     */
    private Command command(String name) {
        Commands commands = hub.sources().commands();
        if (!commands.isControlled()) {
            throw new Refused(
                    Reason.NOT_ALLOWED,
                    "Commands are not started or stopped by requests here: tailrace.control is"
                            + " false.",
                    Refusal.Facts.ofAccepted("tailrace.control=true"));
        }
        LogStream stream = controlled(name);
        if (hub.isDraining()) {
            throw of(name, Reason.CONFLICT, "The gateway stops.");
        }
        return commands.of(stream.life())
                .orElseThrow(() ->
                        of(
                                name,
                                Reason.CONFLICT,
                                "The configuration has no command for this stream."));
    }

    /** One that the client may only read is there, and so no news to it. */
    private LogStream controlled(String name) {
        ClientStreams streams = clients.streams();
        return StreamParameters.find(streams, Right.CONTROL, name)
                .orElseThrow(() ->
                        of(
                                StreamParameters.find(streams, name).name().value(),
                                Reason.NOT_ALLOWED,
                                "Stream '"
                                        + name
                                        + "' is not among those whose command this client may"
                                        + " control."));
    }

    private Uni<Response> answer(
            String name,
            Function<Command, CompletionStage<Optional<Run>>> request,
            int status,
            String conflict) {
        Command command = command(name);
        return Uni.createFrom()
                .completionStage(() -> request.apply(command))
                .onItem()
                .transform(run -> run.orElseThrow(() -> of(name, Reason.CONFLICT, conflict)))
                .onItem()
                .transform(run -> Response.status(status).entity(run).build())
                .onFailure(failure -> !(failure instanceof Refused))
                .transform(failure -> of(name, Reason.FAILED, sentence(failure)));
    }

    private static Refused of(String stream, Reason reason, String sentence) {
        return new Refused(reason, sentence, Refusal.Facts.ofStream(stream));
    }

    /** What sources and the hub say are sentences for the user. */
    private static String sentence(Throwable failure) {
        Throwable wrapped = failure instanceof CompletionException ? failure.getCause() : null;
        return "It cannot be done: " + (wrapped == null ? failure : wrapped).getMessage();
    }
}
