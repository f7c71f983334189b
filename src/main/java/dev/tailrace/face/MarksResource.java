package dev.tailrace.face;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.access.Access;
import dev.tailrace.access.Right;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.ingest.Mark;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /streams/NAME/marks}: what a person wants to find again, among the lines of that
 * moment. On the connection's event loop.
 */
@Tag(name = "Streams")
@Singleton
@Startup // so that its meter is there before a client leaves one
@Path("/streams/{name}/marks")
@Produces(MediaType.APPLICATION_JSON)
public class MarksResource {
    /** A few sentences: more is a document, and not the mark of a place. */
    private static final int MAX_CHARS = 1000;

    /** Each of them may be written as six bytes. */
    private static final int MAX_BYTES = 8 * 1024;

    private static final String ACCEPTED = "{\"text\":\"...\"} with 1 to 1000 characters";

    @Schema(name = "MarkText")
    record Asked(
            @Schema(description = "1 to 1000 characters", examples = "here I clicked")
                    String text) {}

    @Schema(name = "Mark")
    record Left(
            @Schema(examples = "k3v9x2ab") String epoch,
            @Schema(description = "The record's number", examples = "1234") long seq,
            @Schema(examples = "2026-11-20T04:00:00.123456789Z") String time) {}

    private final Clients clients;
    private final SmallBody bodies;
    private final Hub hub;
    private final Counter marks;

    MarksResource(Clients clients, SmallBody bodies, Hub hub, MeterRegistry meters) {
        this.clients = clients;
        this.bodies = bodies;
        this.hub = hub;
        this.marks =
                new MeterTable(meters).counter("tailrace.marks", "Marks that people have left");
    }

    /** Leaves one; answers when it is written. */
    @POST
    @Operation(
            summary = "Leave a mark in a stream",
            description =
                    "A record of the origin system between the lines of that moment, which all"
                            + " readers see: {\"state\":\"mark\",\"text\":\"...\",\"by\":\"alice\"}, with"
                            + " 'by' where the gateway knows its clients. Needs the right push or"
                            + " control over the stream.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Asked.class)))
    @APIResponse(
            responseCode = "201",
            description = "It is written",
            content = @Content(schema = @Schema(implementation = Left.class)))
    @APIResponse(responseCode = "400", description = "The body is not as it must be")
    @APIResponse(
            responseCode = "403",
            description = "The client may only read the stream, or a page of another origin asks")
    @APIResponse(
            responseCode = "503",
            description =
                    "The disk takes nothing, or the gateway stops: come back after Retry-After")
    public Uni<Response> mark(
            @Parameter(description = "The stream's name.", example = "web") @PathParam("name")
                    String name,
            @Context HttpServerRequest http) {
        ClientStreams streams = clients.streams();
        EventLoop owner = Calls.eventLoop();
        return Uni.createFrom()
                .completionStage(
                        bodies.read(http, MediaType.APPLICATION_JSON, MAX_BYTES)
                                .thenCompose(body -> mark(streams, name, text(body), owner)));
    }

    private CompletionStage<Response> mark(
            ClientStreams streams, String name, String text, EventLoop owner) {
        Access access = streams.access();
        clients.require(access);
        LogStream stream = marked(streams, name);
        if (hub.isDraining()) {
            throw refused(Reason.DRAIN, "The gateway stops.");
        }
        return stream.life()
                .mark(text, by(access))
                .thenApplyAsync(mark -> left(stream, mark), owner);
    }

    private static @Nullable String by(Access access) {
        return access.isEveryone() ? null : access.principal();
    }

    private Response left(LogStream stream, Optional<Mark> mark) {
        if (stream.feed().isRemoved()) {
            throw Refused.unknownStream(stream.name().value());
        }
        Mark left =
                mark.orElseThrow(() ->
                        refused(Reason.DISK, "The disk takes no records now; nor does it a mark."));
        marks.increment();
        return Response.status(Response.Status.CREATED)
                .entity(new Left(stream.epoch().value(), left.seq(), left.time()))
                .build();
    }

    /** The stream, for a client that may write into it. */
    private static LogStream marked(ClientStreams streams, String name) {
        return StreamParameters.find(streams, Right.PUSH, name)
                .or(() -> StreamParameters.find(streams, Right.CONTROL, name))
                .orElseThrow(() ->
                        new Refused(
                                Reason.NOT_ALLOWED,
                                "This client may not leave marks in stream '"
                                        + StreamParameters.find(streams, name).name()
                                        + "': that takes the right push or control.",
                                Refusal.Facts.ofStream(name)));
    }

    private Refused refused(Reason reason, String sentence) {
        return new Refused(RetryTime.in(new Refusal(reason, sentence), hub));
    }

    private String text(String body) {
        JsonNode object;
        try {
            object = JsonText.read(body);
        } catch (JsonProcessingException _) {
            throw bad("body", body);
        }
        JsonNode text = object.path("text");
        if (!object.isObject() || object.size() != 1 || !text.isTextual()) {
            throw bad("body", body);
        }
        int length = text.asText().codePointCount(0, text.asText().length());
        if (length < 1 || length > MAX_CHARS) {
            throw bad("text", text.asText());
        }
        return text.asText();
    }

    private static Refused bad(String field, String value) {
        return Refused.badParameter(field, Refused.shown(value), ACCEPTED);
    }
}
