package dev.tailrace.face.search;

import dev.tailrace.face.Calls;
import dev.tailrace.face.Clients;
import dev.tailrace.face.FaceConfig;
import dev.tailrace.face.Unsent;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Answers with what some work has to say, as server-sent events. On a connection's event loop. */
@Singleton
final class EventAnswers {
    private static final Map<String, String> HEAD =
            Map.of(
                    HttpHeaders.CONTENT_TYPE,
                    MediaType.SERVER_SENT_EVENTS,
                    HttpHeaders.VARY,
                    HttpHeaders.ACCEPT,
                    HttpHeaders.CACHE_CONTROL,
                    "no-store, no-transform",
                    "X-Accel-Buffering",
                    "no");

    private final Hub hub;
    private final Clients clients;
    private final FaceConfig config;
    private final Unsent unsent;
    private final Searches searches;

    EventAnswers(Hub hub, Clients clients, FaceConfig config, Unsent unsent, Searches searches) {
        this.hub = hub;
        this.clients = clients;
        this.config = config;
        this.unsent = unsent;
        this.searches = searches;
    }

    /**
     * Begins; never completes while it goes on.
     *
     * @param patternBytes what the client's pattern holds
     * @throws dev.tailrace.face.Refused if there is no place for it
     */
    Uni<Response> answer(
            HttpServerRequest http,
            ClientStreams streams,
            LogStream stream,
            long patternBytes,
            Work work) {
        if (http.method().equals(HttpMethod.HEAD)) {
            Response.ResponseBuilder head = Response.ok();
            HEAD.forEach(head::header);
            return Uni.createFrom().item(head.build());
        }
        Searches.Place place = searches.take(patternBytes);
        HttpServerResponse response = http.response().setChunked(true);
        HEAD.forEach(response::putHeader);
        response.putHeader("Tailrace-Epoch", stream.epoch().value());
        EventLoop owner = Calls.eventLoop();
        new EventWriter(http, owner, unsent, work, stream, searches, place, hub.readFailures())
                .start(config.heartbeat(), streams.access(), clients.control().ends());
        return Uni.createFrom().nothing();
    }
}
