package dev.tailrace.face;

import dev.tailrace.access.AccessControl;
import dev.tailrace.access.AccessEnds;
import dev.tailrace.hub.readers.ReadRequest;
import dev.tailrace.hub.readers.Reading;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.Refusal;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves what a log call asks for, of one stream or of several. The response is taken over from the
 * framework, since each of its writes is the socket's own demand. On the connection's event loop.
 */
@Singleton
final class LogService {
    /**
     * What is asked for, checked.
     *
     * @param streams those that the client has
     * @param wire opens the reader's side of the format
     * @param headers what the response says besides what the format says
     */
    record Request(
            ClientStreams streams,
            ReadRequest reading,
            LogQuery query,
            WireFormat format,
            Function<WireFormat.Options, Wire> wire,
            Map<String, String> headers) {}

    /** For the API's description. */
    static final String REFUSED =
            "A limit is reached, or the gateway stops: come back after Retry-After. An EventSource"
                    + " gets 200, a retry time, a comment and an end instead";

    private final WireFormats formats;
    private final FaceConfig config;
    private final Admission admission;
    private final PatternThread patterns;
    private final Unsent unsent;
    private final AccessEnds ends;

    LogService(
            WireFormats formats,
            FaceConfig config,
            Admission admission,
            PatternThread patterns,
            Unsent unsent,
            AccessControl control) {
        this.formats = formats;
        this.config = config;
        this.admission = admission;
        this.patterns = patterns;
        this.unsent = unsent;
        this.ends = control.ends();
    }

    /**
     * Serves the lines in the format that the client likes best; never completes while it does.
     *
     * @param hasPatterns whether {@code asked} compiles a pattern, which is done elsewhere
     * @param asked checks what is asked for in that format
     * @throws Refused if the client accepts no format
     */
    Uni<Response> serve(
            HttpServerRequest http,
            HttpHeaders headers,
            LogParameters parameters,
            boolean hasPatterns,
            Function<WireFormat, Request> asked) {
        WireFormat format = formats.select(headers);
        parameters.addBareSwitches(http.params());
        return patterns.read(hasPatterns, () -> asked.apply(format))
                .flatMap(request -> admit(http, request));
    }

    private Uni<Response> admit(HttpServerRequest http, Request request) {
        if (http.method().equals(HttpMethod.HEAD)) {
            return open(http, request, null);
        }
        try {
            return open(http, request, admission.admit(request.reading().heldBytes()));
        } catch (Refused e) {
            return refuse(e.refusal(), request.format());
        }
    }

    /** In the way in which the format's clients come back. */
    private static Uni<Response> refuse(Refusal refusal, WireFormat format) {
        byte[] answer = format.refusal(refusal);
        if (answer.length == 0) {
            return Uni.createFrom()
                    .failure(new Refused(refusal.saying(Admission.sentence(refusal) + ".")));
        }
        return Uni.createFrom()
                .item(
                        Response.ok(answer)
                                .header("Content-Type", format.contentType())
                                .header("Vary", "Accept, Accept-Encoding")
                                .header("Cache-Control", "no-store, no-transform")
                                .build());
    }

    private Uni<Response> open(
            HttpServerRequest http, Request request, Admission.@Nullable Permit permit) {
        return answer(http, request, permit)
                .onFailure(Reasons::isOutOfFiles)
                .recoverWithUni(() -> refuse(admission.outOfFiles(), request.format()));
    }

    private Uni<Response> answer(
            HttpServerRequest http, Request request, Admission.@Nullable Permit permit) {
        EventLoop owner = Calls.eventLoop();
        boolean gzip = request.query().isForGzip(http);
        ResponseOut out = new ResponseOut(http, owner, unsent, gzip ? new GzipBody() : null);
        LogCall call = new LogCall(http, out, formats.metersOf(request.format()), permit);
        return call.answer(
                wanted -> Reading.open(request.streams(), request.reading(), owner, wanted),
                reading -> {
                    if (request.format().isForFollowing() && reading.isDone()) {
                        return Response.noContent().build();
                    }
                    Map<String, String> head = head(reading, request, gzip);
                    if (http.method().equals(HttpMethod.HEAD)) {
                        return headOnly(head);
                    }
                    HttpServerResponse response = http.response().setChunked(true);
                    head.forEach(response::putHeader);
                    write(request, call, out, reading);
                    return null;
                });
    }

    private static Map<String, String> head(Reading reading, Request request, boolean gzip) {
        Map<String, String> head = new HashMap<>(request.format().headers(gzip));
        head.putAll(request.headers());
        head.put("Tailrace-Resumed", reading.resumption().text());
        return head;
    }

    private static Response headOnly(Map<String, String> headers) {
        Response.ResponseBuilder head = Response.ok();
        headers.forEach(head::header);
        return head.build();
    }

    private void write(Request request, LogCall call, ResponseOut out, Reading reading) {
        Wire wire = request.wire().apply(request.query().options(config.heartbeat()));
        FormatMeters meters = formats.metersOf(request.format());
        new ResponseWriter(call, out, reading, wire, request.query(), meters)
                .start(config.heartbeat(), request.streams().access(), ends);
    }
}
