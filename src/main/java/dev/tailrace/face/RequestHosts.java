package dev.tailrace.face;

import dev.tailrace.model.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For whom a request is (RFC 9110, 7.2): this gateway, by one of its {@link OwnNames}. What a proxy
 * says of the host in other headers does not matter: a page can say that as well. On the
 * connection's event loop.
 *
 * <pre>
 *   HTTP/1.0 without Host                --> taken: no browser sends that, and checks of proxies do
 *   none, two, or what is no host        --> 400
 *   another's name, there or in a target --> 421
 * </pre>
 */
@Singleton
final class RequestHosts {
    /** An absolute target, as for a proxy, whose host counts (RFC 9112, 3.2.2). */
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][^:/?#]*://([^/?#]*).*");

    private final OwnNames names;

    RequestHosts(OwnNames names) {
        this.names = names;
    }

    /** Why the request is not for this gateway; null if it is. */
    @Nullable Refused refused(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        HostAndPort pseudo = request.authority(true); // HTTP/2 alone has it
        if (hosts.size() > 1) {
            return unreadable(String.join(", ", hosts));
        }
        String host =
                pseudo != null ? pseudo.toString() : hosts.isEmpty() ? null : hosts.getFirst();
        if (host == null) {
            return request.version() == HttpVersion.HTTP_1_0 ? null : unreadable("");
        }
        Refused refused = refused(host);
        Matcher target = ABSOLUTE.matcher(request.uri());
        return refused == null && target.matches() ? refused(target.group(1)) : refused;
    }

    private @Nullable Refused refused(String host) {
        Authority authority = Authority.of(host);
        if (authority == null) {
            return unreadable(host);
        }
        return names.has(authority) ? null : misdirected(host);
    }

    /** That is no host, or none alone. */
    static Refused unreadable(String host) {
        return Refused.badTarget(
                "Host", Refused.shown(host), "exactly one host, with a port or without");
    }

    private static Refused misdirected(String host) {
        return new Refused(
                Refusal.Reason.MISDIRECTED,
                "The gateway is not called '"
                        + Refused.shown(host)
                        + "'; if it is, tailrace.http.hosts has to say so.",
                Refusal.Facts.ofParameter("Host", Refused.shown(host), OwnNames.ACCEPTED));
    }
}
