package dev.tailrace.face.auth;

import dev.tailrace.access.AccessConfig;
import dev.tailrace.access.AccessControl;
import dev.tailrace.access.Right;
import dev.tailrace.face.BodyDrain;
import dev.tailrace.face.Calls;
import dev.tailrace.face.Clients;
import dev.tailrace.face.PageOrigin;
import dev.tailrace.face.ProblemAnswer;
import dev.tailrace.face.Refused;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Facts;
import dev.tailrace.model.Refusal.Reason;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outer wall, of all paths: which clients are heard at all. What they may see and do is the
 * hub's to say. On the connection's event loop.
 *
 * <pre>
 *   health                                        --> everybody
 *   mode none, and a proxy has passed it on       --> 403, unless everybody is meant
 *   mode none                                     --> everybody
 *   the page, its login                           --> everybody
 *   nobody, in another mode                       --> 401
 *   a change, by a cookie, of no page of our own  --> 403
 *   metrics, without a right to any               --> 403
 * </pre>
 */
@Singleton
public final class Entrance implements HttpSecurityPolicy {
    private static final String HEALTH = "/q/health";
    private static final String METRICS = "/q/metrics";

    /** They show nothing of any stream, and a browser has to have them before it can log in. */
    private static final Set<String> PAGE =
            Set.of("/", "/index.html", "/login", "/login.css", "/logout");

    /** What the page loads. */
    private static final String PAGE_FILES = "/page";

    /** What a browser may do for a page that it will not show the answer to (Fetch, 2.2.1). */
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** What proxies say of the clients that they let in (RFC 7239, and before it). */
    private static final List<String> FORWARDED =
            List.of(
                    "Forwarded",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Port",
                    "X-Forwarded-Prefix",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Server");

    private final AccessControl control;
    private final boolean everybodyIsMeant;
    private final Clients clients;
    private final PageOrigin pages;
    private final ProblemAnswer problems;

    Entrance(
            AccessControl control,
            AccessConfig config,
            Clients clients,
            PageOrigin pages,
            ProblemAnswer problems) {
        this.control = control;
        this.everybodyIsMeant = config.allowEverybody();
        this.clients = clients;
        this.pages = pages;
        this.problems = problems;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext call,
            Uni<SecurityIdentity> identity,
            AuthorizationRequestContext context) {
        String path = Objects.requireNonNullElse(call.normalizedPath(), "");
        if (isBelow(HEALTH, path)) {
            return CheckResult.permit();
        }
        if (control.isForEverybody()) {
            return ofEverybody(call);
        }
        return identity.onItem().transformToUni(each -> ofClient(call, path, each));
    }

    private Uni<CheckResult> ofClient(RoutingContext call, String path, SecurityIdentity client) {
        if (client.isAnonymous()) {
            return isOpen(path) ? CheckResult.permit() : CheckResult.deny();
        }
        if (BrowserAuthentication.isByItself(client) && isForOwnPages(call.request())) {
            return refused(call, ofNoPage(call.request()));
        }
        return isBelow(METRICS, path) && !clients.of(client).hasSome(Right.METRICS)
                ? refused(call, noMetrics())
                : CheckResult.permit();
    }

    /** Whether a path is served to clients that do not say who they are. */
    static boolean isOpen(String path) {
        return isBelow(HEALTH, path) || isBelow(PAGE_FILES, path) || PAGE.contains(path);
    }

    /** A WebSocket is read by the page that has opened it, whosever it is. */
    private boolean isForOwnPages(HttpServerRequest request) {
        boolean isChange =
                !SAFE.contains(request.method()) || request.headers().contains(HttpHeaders.UPGRADE);
        return isChange && !pages.isOwnPage(request);
    }

    private static Refusal ofNoPage(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return Refused.foreignOrigin("Origin", origin == null ? "" : origin).refusal();
    }

    private static boolean isBelow(String folder, String path) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    private Uni<CheckResult> ofEverybody(RoutingContext call) {
        String header = everybodyIsMeant ? null : forwarded(call.request());
        return header == null ? CheckResult.permit() : refused(call, passedOn(header));
    }

    private static @Nullable String forwarded(HttpServerRequest request) {
        return FORWARDED.stream().filter(request.headers()::contains).findFirst().orElse(null);
    }

    private static Refusal passedOn(String header) {
        return new Refusal(
                Reason.NOT_ALLOWED,
                "A proxy has passed this on ("
                        + header
                        + "), so that others than this machine's users may ask, and"
                        + " tailrace.auth.mode is none.",
                Facts.ofAccepted(
                        "tailrace.auth.mode=token, or proxy if the proxy asks who they are and says"
                                + " that; or tailrace.auth.allow-everybody=true"));
    }

    private static Refusal noMetrics() {
        return new Refusal(
                Reason.NOT_ALLOWED,
                "This client may see no metrics.",
                Facts.ofAccepted("a client with the right 'metrics'"));
    }

    /** It is answered: a result that denies would be answered again. */
    private Uni<CheckResult> refused(RoutingContext call, Refusal refusal) {
        problems.send(call.response(), refusal);
        BodyDrain.drop(call.request(), Calls.eventLoop());
        return Uni.createFrom().nothing();
    }
}
