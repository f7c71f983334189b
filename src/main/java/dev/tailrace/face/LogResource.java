package dev.tailrace.face;

import dev.tailrace.cursor.Resumption;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.LogStream;
import dev.tailrace.hub.Subscription;
import dev.tailrace.model.Reasons;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /streams/NAME/log}: a stream's lines. On the connection's event loop; the response is
 * taken over from the framework, since each of its writes is the socket's own demand.
 */
@Tag(name = "Streams")
@Path("/streams/{name}/log")
public class LogResource {
    private static final String LINE =
            "{\"seq\":1234,\"time\":\"2026-11-20T04:00:00.123456789Z\",\"origin\":\"stdout\","
                    + "\"line\":\"Processing...\"}";

    private final Hub hub;
    private final WireFormats formats;
    private final FaceConfig config;
    private final Admission admission;
    private final Unsent unsent;

    LogResource(
            Hub hub, WireFormats formats, FaceConfig config, Admission admission, Unsent unsent) {
        this.hub = hub;
        this.unsent = unsent;
        this.formats = formats;
        this.config = config;
        this.admission = admission;
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
    @APIResponse(
            responseCode = "400",
            description = "A parameter, or the value of one, is not accepted")
    @APIResponse(
            responseCode = "404",
            description = "There is no such stream, or no such run of it")
    @APIResponse(responseCode = "406", description = "None of the formats is accepted")
    @APIResponse(
            responseCode = "503",
            description =
                    "A limit is reached, or the gateway stops: come back after Retry-After. An"
                            + " EventSource gets 200, a retry time, a comment and an end instead")
    public Uni<Response> log(
            @Parameter(description = "The stream's name.", example = "web") @PathParam("name")
                    String name,
            @Parameter(
                            description =
                                    "Only one run of the stream's command: its number, or last. All"
                                            + " of it, unless a start is given; who follows ends with it.",
                            example = "last")
                    @QueryParam("run")
                    @Nullable String run,
            @BeanParam LogParameters parameters,
            @Context HttpHeaders headers,
            @Context HttpServerRequest http) {
        LogStream stream = StreamsResource.find(hub, name);
        WireFormat format = formats.select(headers);
        parameters.addBareSwitches(http.params());
        LogQuery query = LogQuery.of(parameters, format, Instant.now(), RunChoice.of(run, stream));
        boolean gzip = query.isForGzip(http);
        if (http.method().equals(HttpMethod.HEAD)) {
            return open(stream, query, format, gzip, http, null);
        }
        return switch (admission.ask()) {
            case Refusal refusal -> refuse(refusal, format);
            case Admission.Permit permit -> open(stream, query, format, gzip, http, permit);
        };
    }

    /** In the way in which the format's clients come back. */
    static Uni<Response> refuse(Refusal refusal, WireFormat format) {
        byte[] answer = format.refusal(refusal);
        if (answer.length == 0) {
            return Uni.createFrom().failure(Problem.refused(refusal));
        }
        return Uni.createFrom()
                .item(
                        Response.ok(answer)
                                .header("Content-Type", format.contentType())
                                .header("Vary", "Accept, Accept-Encoding")
                                .header("Cache-Control", "no-cache, no-transform")
                                .build());
    }

    /** The same answer, unless no file could be opened for it: then a refusal. */
    static Uni<Response> refusedOutOfFiles(
            Uni<Response> answer, Admission admission, WireFormat format) {
        return answer.onFailure(Reasons::isOutOfFiles)
                .recoverWithUni(() -> refuse(admission.outOfFiles(), format));
    }

    private Uni<Response> open(
            LogStream stream,
            LogQuery query,
            WireFormat format,
            boolean gzip,
            HttpServerRequest http,
            Admission.@Nullable Permit permit) {
        EventLoop owner = eventLoop();
        Outlet outlet = new Outlet(http, owner, unsent, gzip ? new GzipBody() : null);
        LogCall call = new LogCall(http, outlet, formats.metersOf(format), permit);
        Uni<Response> answer =
                call.answer(
                        wanted -> stream.subscribe(query.request(), owner, wanted),
                        subscription -> {
                            if (isDone(subscription, query, format)) {
                                return Response.noContent().build();
                            }
                            Map<String, String> head = head(subscription, format, gzip);
                            if (http.method().equals(HttpMethod.HEAD)) {
                                return headOnly(head);
                            }
                            HttpServerResponse response = http.response().setChunked(true);
                            head.forEach(response::putHeader);
                            serve(call, outlet, subscription, query, format);
                            return null;
                        });
        return refusedOutOfFiles(answer, admission, format);
    }

    static Response headOnly(Map<String, String> headers) {
        Response.ResponseBuilder head = Response.ok();
        headers.forEach(head::header);
        return head.build();
    }

    private static Map<String, String> head(
            Subscription subscription, WireFormat format, boolean gzip) {
        Map<String, String> head = new HashMap<>(format.headers(gzip));
        head.put("Tailrace-Epoch", subscription.stream().epoch().value());
        head.put("Tailrace-Resumed", subscription.resumption().text());
        return head;
    }

    /** The one that the request came on, which its response is confined to. */
    static EventLoop eventLoop() {
        return ((ContextInternal) Objects.requireNonNull(Vertx.currentContext())).nettyEventLoop();
    }

    /** Whether a client that reconnects by itself has all there will be, and is to stop. */
    private static boolean isDone(Subscription subscription, LogQuery query, WireFormat format) {
        LogStream stream = subscription.stream();
        // Asked before looking: what the stream ended with was published before it ended.
        boolean over = stream.isOver() || !query.request().follow();
        return format.isForFollowing()
                && (subscription.resumption() == Resumption.EXACT || stream.next() == 0)
                && !stream.isDraining()
                && (subscription.cursor().isAtBound()
                        || (over && subscription.cursor().next() >= stream.next()));
    }

    private void serve(
            LogCall call,
            Outlet outlet,
            Subscription subscription,
            LogQuery query,
            WireFormat format) {
        Wire wire = format.open(subscription.stream().epoch(), query.options(config.heartbeat()));
        new ResponseWriter(call, outlet, subscription, wire, query, formats.metersOf(format))
                .start(config.heartbeat());
    }
}
