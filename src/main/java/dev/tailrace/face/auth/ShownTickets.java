package dev.tailrace.face.auth;

import dev.tailrace.face.Calls;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a request has a ticket: in its query or, of a WebSocket, among the sub-protocols, which are
 * in no URL. Only for calls that read on and on; to others it is an unknown parameter.
 */
final class ShownTickets {
    static final String PARAMETER = "ticket";
    private static final String PROTOCOL = "tailrace.ticket.";
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String WEB_SOCKET = "/ws";
    private static final Pattern CALLS = Pattern.compile("(/streams/[^/]+)?/log/?|" + WEB_SOCKET);

    private ShownTickets() {}

    /** All that a request has. */
    static List<String> in(HttpServerRequest request) {
        String path = Calls.path(request);
        if (!request.method().equals(HttpMethod.GET) || !areFor(path)) {
            return List.of();
        }
        Stream<String> inQuery =
                request.query() == null
                        ? Stream.empty()
                        : request.params().getAll(PARAMETER).stream();
        return Stream.concat(
                        inQuery, path.equals(WEB_SOCKET) ? ofProtocols(request) : Stream.empty())
                .toList();
    }

    /** Whether a GET of that path takes one. */
    static boolean areFor(String path) {
        return CALLS.matcher(path).matches();
    }

    private static Stream<String> ofProtocols(HttpServerRequest request) {
        return request.headers().getAll(PROTOCOLS).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .filter(each -> each.startsWith(PROTOCOL))
                .map(each -> each.substring(PROTOCOL.length()));
    }
}
