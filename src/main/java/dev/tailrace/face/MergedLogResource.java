package dev.tailrace.face;

import dev.tailrace.hub.Hub;
import dev.tailrace.hub.MergedSubscription;
import dev.tailrace.hub.StreamChoice;
import dev.tailrace.model.Positions;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /log}: the lines of several streams over one connection. As {@link LogResource}
 * otherwise.
 */
@Tag(name = "Streams")
@Path("/log")
public class MergedLogResource {
    private static final String LINES =
            "data: {\"lines\":[{\"stream\":\"web\",\"seq\":1234,"
                    + "\"time\":\"2026-11-20T04:00:00.123456789Z\",\"origin\":\"stdout\","
                    + "\"line\":\"Processing...\"}]}\nid: m-0IhsxQ";

    private final Hub hub;
    private final WireFormats formats;
    private final FaceConfig config;
    private final Admission admission;
    private final Unsent unsent;

    MergedLogResource(
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
            summary = "The lines of several streams",
            description =
                    "History merged by time, then live lines as they come. The streams are named, or"
                            + " picked by their labels: then those that appear later are included."
                            + " One id, or position, resumes them all.")
    @APIResponse(
            responseCode = "200",
            description = "The lines, each with its stream",
            content = {
                @Content(mediaType = "text/plain", example = "web | Processing..."),
                @Content(mediaType = "application/x-ndjson"),
                @Content(mediaType = "text/event-stream", example = LINES)
            })
    @APIResponse(
            responseCode = "204",
            description =
                    "The named streams have ended and the client has it all: do not come back")
    @APIResponse(
            responseCode = "400",
            description = "A parameter, or the value of one, is not accepted")
    @APIResponse(responseCode = "404", description = "There is no stream of one of the names")
    @APIResponse(responseCode = "406", description = "None of the formats is accepted")
    @APIResponse(
            responseCode = "503",
            description =
                    "A limit is reached, or the gateway stops: come back after Retry-After. An"
                            + " EventSource gets 200, a retry time, a comment and an end instead")
    public Uni<Response> log(
            @Parameter(description = "A stream's name; several times for several.", example = "web")
                    @QueryParam("stream")
                    List<String> names,
            @Parameter(
                            description = "Or all streams with these labels (=, !=, =~, !~).",
                            example = "{app=\"web\"}")
                    @QueryParam("select")
                    @Nullable String select,
            @BeanParam LogParameters parameters,
            @Context HttpHeaders headers,
            @Context HttpServerRequest http) {
        StreamChoice streams = MergedChoice.of(hub, names, select, config.maxMergedStreams());
        WireFormat format = formats.select(headers);
        parameters.addBareSwitches(http.params());
        Positions after = parameters.takePositions();
        LogQuery query = LogQuery.of(parameters, format.isForFollowing(), Instant.now());
        boolean gzip = query.isForGzip(http);
        var request = new MergedSubscription.Request(streams, after, query.request());
        if (http.method().equals(HttpMethod.HEAD)) {
            return open(request, query, format, gzip, http, null);
        }
        return switch (admission.ask()) {
            case Refusal refusal -> LogResource.refuse(refusal, format);
            case Admission.Permit permit -> open(request, query, format, gzip, http, permit);
        };
    }

    private Uni<Response> open(
            MergedSubscription.Request request,
            LogQuery query,
            WireFormat format,
            boolean gzip,
            HttpServerRequest http,
            Admission.@Nullable Permit permit) {
        EventLoop owner = LogResource.eventLoop();
        Outlet outlet = new Outlet(http, owner, unsent, gzip ? new GzipBody() : null);
        LogCall call = new LogCall(http, outlet, formats.metersOf(format), permit);
        Uni<Response> answer =
                call.answer(
                        wanted -> hub.subscribe(request, config.maxMergedStreams(), owner, wanted),
                        subscription -> {
                            if (format.isForFollowing() && subscription.isDone()) {
                                return Response.noContent().build();
                            }
                            Map<String, String> head = head(subscription, format, gzip);
                            if (http.method().equals(HttpMethod.HEAD)) {
                                return LogResource.headOnly(head);
                            }
                            HttpServerResponse response = http.response().setChunked(true);
                            head.forEach(response::putHeader);
                            serve(call, outlet, subscription, query, format);
                            return null;
                        });
        return LogResource.refusedOutOfFiles(answer, admission, format);
    }

    private static Map<String, String> head(
            MergedSubscription subscription, WireFormat format, boolean gzip) {
        Map<String, String> head = new HashMap<>(format.headers(gzip));
        head.put("Tailrace-Resumed", subscription.resumption().text());
        return head;
    }

    private void serve(
            LogCall call,
            Outlet outlet,
            MergedSubscription subscription,
            LogQuery query,
            WireFormat format) {
        MergedWire wire = format.openMerged(query.options(config.heartbeat()));
        new MergedWriter(call, outlet, subscription, wire, query, formats.metersOf(format))
                .start(config.heartbeat());
    }
}
