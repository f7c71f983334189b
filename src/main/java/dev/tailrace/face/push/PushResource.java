package dev.tailrace.face.push;

import dev.tailrace.access.Access;
import dev.tailrace.face.BodyDrain;
import dev.tailrace.face.Calls;
import dev.tailrace.face.Clients;
import dev.tailrace.face.Problem;
import dev.tailrace.face.Refused;
import dev.tailrace.face.RetryTime;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.push.PushOutcome;
import dev.tailrace.model.Refusal;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /streams/NAME/lines}: lines from any client. On the connection's event loop, which
 * reads the body itself: it is bounded, in all requests together too, and may be slow.
 */
@Tag(name = "Streams")
@Singleton
@Startup // so that its meters are there before a client pushes
@Path("/streams/{name}/lines")
@Produces(MediaType.APPLICATION_JSON)
public class PushResource {
    private final Hub hub;
    private final PushLimits limits;
    private final InFlight inFlight;
    private final PushMeters meters;
    private final Storing storing;
    private final Clients clients;

    PushResource(Hub hub, PushConfig config, MeterRegistry registry, Clients clients) {
        this.hub = hub;
        this.limits = new PushLimits(config);
        this.inFlight =
                new InFlight(config.maxRequestsUnderWay(), config.maxBytesUnderWay().bytes());
        this.meters = new PushMeters(registry, config, inFlight, hub.pushes());
        this.storing = new Storing(hub.pushes(), limits, meters);
        this.clients = clients;
    }

    /** Stores the body's lines; answers when they are written. */
    @POST
    @Operation(
            summary = "Push lines into a stream",
            description =
                    "All of them are stored or none, and they are in the stream's files when this"
                            + " is answered. As text each line is one of standard output, and the"
                            + " body's end ends the last. As NDJSON an object a line: 'line', or"
                            + " 'bytes' in base64; 'time' (RFC 3339; made to rise within the"
                            + " stream), 'origin' (stdout, stderr) and 'partial' (the line goes on"
                            + " in the next) if wanted. With Content-Encoding gzip or zstd"
                            + " compressed.")
    @RequestBody(
            content = {
                @Content(mediaType = "text/plain", example = "listening on 9000\n"),
                @Content(
                        mediaType = "application/x-ndjson",
                        example =
                                "{\"line\":\"slow query\",\"origin\":\"stderr\","
                                        + "\"time\":\"2026-11-20T04:00:00.123456789Z\"}\n")
            })
    @Parameter(
            in = ParameterIn.HEADER,
            name = "Idempotency-Key",
            description =
                    "A request that comes again with the same key and the same lines is not stored"
                            + " again, and gets the answer of the first.",
            schema = @Schema(implementation = String.class, maxLength = 128))
    @APIResponse(
            responseCode = "200",
            description = "They are written",
            content = @Content(schema = @Schema(implementation = PushAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "A line, a parameter or the compression is not as it must be")
    @APIResponse(
            responseCode = "403",
            description = "Requests may not push into this stream, or pages of this origin not")
    @APIResponse(
            responseCode = "404",
            description = "There is no such stream, and requests may not make one")
    @APIResponse(
            responseCode = "409",
            description =
                    "The stream's lines come from a source of its own, or a request with this key"
                            + " is under way")
    @APIResponse(responseCode = "413", description = "The body is too large, or has too many lines")
    @APIResponse(
            responseCode = "415",
            description = "The body is of another type, or compressed otherwise")
    @APIResponse(responseCode = "422", description = "The key is that of other lines")
    @APIResponse(
            responseCode = "429",
            description = "Too much is under way: come back after Retry-After")
    @APIResponse(
            responseCode = "503",
            description =
                    "The disk takes nothing, the data folder was removed, or the gateway stops: as"
                            + " for 429")
    public Uni<Response> push(
            @Parameter(description = "The stream's name.", example = "web") @PathParam("name")
                    String name,
            @Parameter(
                            description =
                                    "A label of a stream that is made now; none that sources have,"
                                            + " such as namespace or container.",
                            example = "app=shop")
                    @QueryParam("label")
                    @Nullable List<String> labels,
            @Context HttpServerRequest http) {
        EventLoop owner = Calls.eventLoop();
        try {
            PushHead head = PushHead.of(name, labels, http);
            Access access = clients.access();
            storing.check(access, head);
            checkLength(http);
            InFlight.Share share = inFlight.enter();
            if (share == null) {
                throw limits.tooManyUnderWay();
            }
            return answer(access, head, share, http, owner);
        } catch (Refused e) {
            Response response = refused(e.refusal(), http, owner);
            if (BodyDrain.isAskedForFirst(http)) {
                // Whether the body comes after all is the client's to choose: no next request then.
                response.getHeaders().putSingle("Connection", "close");
            }
            return Uni.createFrom().item(response);
        }
    }

    private void checkLength(HttpServerRequest http) {
        String length = http.getHeader("Content-Length");
        if (length != null && Long.parseLong(length) > limits.maxBodyBytes()) {
            throw limits.tooLarge();
        }
    }

    private Uni<Response> answer(
            Access access,
            PushHead head,
            InFlight.Share share,
            HttpServerRequest http,
            EventLoop owner) {
        CompletionStage<Response> response =
                new BodyReader(http, limits, share)
                        .read(owner)
                        .thenCompose(body -> {
                            clients.require(access);
                            return storing.store(access, head, body, share);
                        })
                        .handleAsync(
                                (written, failure) -> {
                                    share.close();
                                    return failure == null
                                            ? written(written)
                                            : refused(refusalIn(failure), http, owner);
                                },
                                owner);
        // A copy: the framework cancels it when the client goes, and the share is to be closed.
        return Uni.createFrom().completionStage(response.thenApply(each -> each));
    }

    private static Response written(PushOutcome.Written written) {
        Response.ResponseBuilder response = Response.ok(PushAnswer.of(written));
        return (written.repeated() ? response.header("Tailrace-Repeated", "true") : response)
                .build();
    }

    private Response refused(Refusal refusal, HttpServerRequest http, EventLoop owner) {
        meters.refused(refusal);
        if (refusal.reason() != Refusal.Reason.CUT) {
            BodyDrain.drop(http, owner);
        }
        return Problem.response(RetryTime.in(refusal, hub));
    }

    private static Refusal refusalIn(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof Refused refused) {
            return refused.refusal();
        }
        throw new IllegalStateException("pushed lines were not stored", cause);
    }
}
