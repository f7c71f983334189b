package dev.tailrace.face.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.access.Access;
import dev.tailrace.access.AccessControl;
import dev.tailrace.access.Tickets;
import dev.tailrace.face.Clients;
import dev.tailrace.face.JsonText;
import dev.tailrace.face.PageOrigin;
import dev.tailrace.face.Refused;
import dev.tailrace.face.SmallBody;
import dev.tailrace.face.StreamParameters;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;
import dev.tailrace.model.StreamName;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /tickets}: what a page shows once where it cannot send a header. On the connection's
 * event loop.
 */
@Tag(name = "Access")
@Singleton
@Path("/tickets")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class TicketsResource {
    /** As many names as there may be, each as long as it may be, and an origin. */
    private static final int MAX_BYTES = 16 * 1024;

    /** A name has up to 253 (RFC 1035); each ticket that waits keeps it. */
    private static final int MAX_ORIGIN_CHARS = 300;

    private static final Set<String> FIELDS = Set.of("streams", "origin");
    private static final String STREAMS = "a list of 1 to " + Tickets.MAX_STREAMS + " names";

    @Schema(name = "TicketFor")
    record Asked(
            @Schema(description = "The streams that are to be read", examples = "[\"web\"]")
                    List<String> streams,
            @Schema(
                            description =
                                    "The origin of the page that will use it; else that of the page"
                                            + " that asks, if it is one",
                            examples = "https://shop.example.com")
                    @Nullable String origin) {}

    @Schema(name = "Ticket")
    record Issued(
            @Schema(description = "For one request", examples = "trt_...") String ticket,
            @Schema(description = "So many seconds", examples = "30") long seconds) {}

    private final AccessControl control;
    private final Clients clients;
    private final PageOrigin pages;
    private final SmallBody bodies;

    TicketsResource(AccessControl control, Clients clients, PageOrigin pages, SmallBody bodies) {
        this.control = control;
        this.clients = clients;
        this.pages = pages;
        this.bodies = bodies;
    }

    /** Issues one. */
    @POST
    @Operation(
            summary = "A ticket to read streams with",
            description =
                    "For one GET of a log or one WebSocket within 30 seconds, as ?ticket= or, for a"
                            + " WebSocket, as the sub-protocol tailrace.ticket.TICKET beside"
                            + " tailrace.v1. What reads with it ends with the token or the session"
                            + " that has asked for it.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Asked.class)))
    @APIResponse(
            responseCode = "201",
            description = "The ticket",
            content = @Content(schema = @Schema(implementation = Issued.class)))
    @APIResponse(responseCode = "400", description = "The body is not as it must be")
    @APIResponse(
            responseCode = "403",
            description =
                    "Tickets are not for this tailrace.auth.mode, or a page of another origin asks")
    @APIResponse(responseCode = "404", description = "There is no such stream")
    @APIResponse(responseCode = "429", description = "As many tickets wait as may be")
    public Uni<Response> issue(@Context HttpServerRequest http) {
        ClientStreams streams = clients.streams();
        return Uni.createFrom()
                .completionStage(
                        bodies.read(http, MediaType.APPLICATION_JSON, MAX_BYTES)
                                .thenApply(body -> issue(asked(body), streams, http)));
    }

    private Response issue(Asked asked, ClientStreams streams, HttpServerRequest http) {
        Access access = streams.access();
        if (!control.hasTokens()) {
            throw new Refused(
                    Reason.NOT_ALLOWED,
                    "Nobody needs a ticket here: tailrace.auth.mode is "
                            + control.mode().text()
                            + ".",
                    Refusal.Facts.ofAccepted("tailrace.auth.mode=token, or jwt"));
        }
        clients.require(access);
        Set<StreamName> names = new HashSet<>();
        asked.streams().forEach(name -> names.add(StreamParameters.find(streams, name).name()));
        String ticket =
                switch (control.issueTicket(access, names, pages(asked, http))) {
                    case Tickets.Issued issued -> issued.ticket();
                    case Tickets.Full full -> throw refused(full);
                };
        return Response.status(Response.Status.CREATED)
                .entity(new Issued(ticket, Tickets.VALID.toSeconds()))
                .build();
    }

    private Tickets.For pages(Asked asked, HttpServerRequest http) {
        return asked.origin() == null
                ? new Tickets.For(http.getHeader("Origin"), pages.isOwnPage(http))
                : new Tickets.For(asked.origin(), false);
    }

    private static Refused refused(Tickets.Full full) {
        Refused refused =
                new Refused(
                        Reason.MAX_TICKETS,
                        "As many tickets wait as may be.",
                        Refusal.Facts.ofLimit(full.key(), full.limit()));
        return new Refused(refused.refusal().retryIn(Duration.ofSeconds(1)));
    }

    private Asked asked(String body) {
        JsonNode object;
        try {
            object = JsonText.read(body);
        } catch (JsonProcessingException _) {
            throw bad("body", body, "a JSON object");
        }
        if (!object.isObject()) {
            throw bad("body", body, "a JSON object");
        }
        object.fieldNames()
                .forEachRemaining(field -> {
                    if (!FIELDS.contains(field)) {
                        throw bad(field, object.path(field).toString(), "streams and origin");
                    }
                });
        return new Asked(streams(object.path("streams")), origin(object.path("origin")));
    }

    private static List<String> streams(JsonNode node) {
        boolean isList = node.isArray() && node.size() > 0 && node.size() <= Tickets.MAX_STREAMS;
        List<JsonNode> names = isList ? node.valueStream().toList() : List.of();
        if (!isList || !names.stream().allMatch(JsonNode::isTextual)) {
            throw bad("streams", node.toString(), STREAMS);
        }
        return names.stream().map(JsonNode::asText).toList();
    }

    private static @Nullable String origin(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        String text = node.isTextual() ? node.asText() : "";
        String origin = text.length() > MAX_ORIGIN_CHARS ? null : PageOrigin.asBrowsersSay(text);
        if (origin == null) {
            throw bad("origin", node.toString(), "an origin such as https://shop.example.com");
        }
        return origin;
    }

    private static Refused bad(String field, String value, String accepted) {
        return Refused.badParameter(field, Refused.shown(value), accepted);
    }
}
