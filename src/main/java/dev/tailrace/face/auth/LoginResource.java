package dev.tailrace.face.auth;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessConfig.Mode;
import dev.tailrace.access.AccessControl;
import dev.tailrace.access.Sessions;
import dev.tailrace.face.Calls;
import dev.tailrace.face.Clients;
import dev.tailrace.face.PageOrigin;
import dev.tailrace.face.Problem;
import dev.tailrace.face.Refused;
import dev.tailrace.face.SmallBody;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /login}: a person shows a token once, and the browser has a session from then on. On the
 * connection's event loop.
 */
@Tag(name = "Access")
@Singleton
@Path("/login")
@NonBlocking
public class LoginResource {
    /** Below HTML, for a client to which both are equal. */
    private static final String JSON = MediaType.APPLICATION_JSON + ";qs=0.5";

    private static final String RETURN =
            "Where the browser goes on afterwards: a path of this gateway; else the page.";

    /** A token, with what an encoding may make of it. */
    private static final int MAX_BYTES = 1024;

    private final AccessControl control;
    private final Clients clients;
    private final PageOrigin pages;
    private final SmallBody bodies;
    private final AuthMeters meters;
    private final LoginPage page = new LoginPage();
    private final WrongLogins wrong;

    LoginResource(
            AccessControl control,
            Clients clients,
            PageOrigin pages,
            SmallBody bodies,
            AuthMeters meters) {
        this.control = control;
        this.clients = clients;
        this.pages = pages;
        this.bodies = bodies;
        this.meters = meters;
        this.wrong = meters.wrongLogins();
    }

    /** The form. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(
            summary = "The form to log in with, or who is logged in",
            description =
                    "As HTML the form, which sends itself to where it comes from. As JSON who the"
                            + " client is.")
    @APIResponse(
            responseCode = "200",
            description = "The form, or who the client is",
            content = {
                @Content(mediaType = MediaType.TEXT_HTML),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = LoginView.class))
            })
    @APIResponse(
            responseCode = "303",
            description =
                    "As HTML: the mode is not token, and the client is known already, as after a"
                            + " login at a proxy; on with 'return'")
    @APIResponse(responseCode = "401", description = "As JSON: nobody is logged in")
    @APIResponse(
            responseCode = "403",
            description = "As HTML: the mode is not token, and the client is not known")
    public Response form(
            @Parameter(description = RETURN, example = "/") @QueryParam("return")
                    @Nullable String next) {
        if (isKnownByOthers()) {
            return Response.status(Response.Status.SEE_OTHER)
                    .header(HttpHeaders.LOCATION, LocalPath.of(next))
                    .build();
        }
        requireTokens();
        return Response.ok(page.first()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT).build();
    }

    /** Who the client is. */
    @GET
    @Produces(JSON)
    @Operation(hidden = true) // the description above is of both
    public Response who(@Context HttpServerRequest http) {
        Access access = clients.access();
        if (access.equals(Access.NOBODY)) {
            return unauthenticated(
                    Problem.response(
                            new Refusal(
                                    Reason.UNAUTHENTICATED,
                                    "Nobody is logged in.",
                                    Refusal.Facts.ofAccepted(wayIn()))));
        }
        boolean isKnown = !access.isEveryone();
        LoginView view =
                new LoginView(
                        control.mode().text(),
                        isKnown ? access.principal() : null,
                        access.expires().equals(Instant.MAX) ? null : access.expires().toString(),
                        BrowserAuthentication.idIn(http) != null);
        return Response.ok(view).header(HttpHeaders.VARY, HttpHeaders.ACCEPT).build();
    }

    private static Response unauthenticated(Response answer) {
        answer.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, TokenAuthentication.CHALLENGE);
        return answer;
    }

    /** Begins a session. */
    @POST
    @Operation(
            summary = "Log in with a token",
            description =
                    "Begins a session, which the browser shows by a cookie that no script reads:"
                            + " __Host-tailrace, or tailrace-PORT over plain HTTP from the same"
                            + " machine. It lasts 8 hours, and no longer than the token.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = "token",
                                            properties =
                                                    @SchemaProperty(
                                                            name = "token",
                                                            type = SchemaType.STRING))))
    @APIResponse(responseCode = "303", description = "The session has begun; on with 'return'")
    @APIResponse(
            responseCode = "401",
            description = "The token does not hold: the form again",
            content = @Content(mediaType = MediaType.TEXT_HTML))
    @APIResponse(
            responseCode = "403",
            description =
                    "The mode is not token, the connection can be read by others, or a page of"
                            + " another origin asks")
    @APIResponse(responseCode = "429", description = "As many browsers are logged in as may be")
    public Uni<Response> login(
            @Parameter(description = RETURN, example = "/") @QueryParam("return")
                    @Nullable String next,
            @Context HttpServerRequest http) {
        EventLoop owner = Calls.eventLoop();
        CompletionStage<Response> answer =
                bodies.read(http, MediaType.APPLICATION_FORM_URLENCODED, MAX_BYTES)
                        .thenCompose(form -> answer(form, LocalPath.of(next), http, owner));
        return Uni.createFrom().completionStage(answer);
    }

    private CompletionStage<Response> answer(
            String form, String next, HttpServerRequest http, EventLoop owner) {
        requireTokens();
        BrowserCookie cookie = BrowserCookie.of(http, hasTls(http));
        if (cookie == null) {
            throw new Refused(
                    Reason.NOT_ALLOWED,
                    "Everybody on the way here could read the token and the session's cookie.",
                    Refusal.Facts.ofAccepted(
                            "https, here or at a proxy whose name is in tailrace.http.hosts; or"
                                    + " plain HTTP by the name localhost"));
        }
        return control.ofToken(token(form))
                .map(access -> CompletableFuture.completedFuture(begin(access, next, http, cookie)))
                .orElseGet(() -> wrong(http, owner));
    }

    private static String token(String form) {
        List<String> tokens =
                new QueryStringDecoder(form, false).parameters().getOrDefault("token", List.of());
        return tokens.size() == 1 ? tokens.getFirst().strip() : "";
    }

    /** A page over https has its whole way encrypted as far as a proxy that is trusted with it. */
    private boolean hasTls(HttpServerRequest http) {
        String origin = http.getHeader("Origin");
        return http.isSSL()
                || (origin != null && origin.startsWith("https://") && pages.isOwnPage(http));
    }

    private Response begin(
            Access access, String next, HttpServerRequest http, BrowserCookie cookie) {
        String before = BrowserCookie.idIn(http);
        if (before != null) {
            control.sessions().end(before, Sessions.End.RENEWED);
        }
        Sessions.Begun session =
                control.beginSession(access)
                        .orElseThrow(() ->
                                new Refused(
                                        Reason.MAX_SESSIONS,
                                        "As many browsers are logged in as may be.",
                                        Refusal.Facts.ofLimit(
                                                "tailrace.auth.max-sessions",
                                                control.sessions().limits().inAll())));
        Duration length = control.left(session.access());
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, next)
                .header(HttpHeaders.SET_COOKIE, cookie.set(session.id(), length))
                .build();
    }

    private CompletableFuture<Response> wrong(HttpServerRequest http, EventLoop owner) {
        meters.refused(AuthMeters.Cause.LOGIN);
        String address = Objects.requireNonNullElse(http.remoteAddress().hostAddress(), "");
        Duration wait = wrong.wrong(address, Instant.now());
        CompletableFuture<Response> answer = new CompletableFuture<>();
        if (wait.isZero()) {
            answer.complete(again());
        } else {
            var _ =
                    owner.schedule(
                            () -> {
                                wrong.answered();
                                answer.complete(again());
                            },
                            wait.toNanos(),
                            TimeUnit.NANOSECONDS);
        }
        return answer;
    }

    private Response again() {
        return unauthenticated(
                Response.status(Response.Status.UNAUTHORIZED)
                        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                        .entity(page.again())
                        .build());
    }

    /** Whoever a proxy, a provider or an authority has let in has logged in there. */
    private boolean isKnownByOthers() {
        return switch (control.mode()) {
            case NONE, TOKEN -> false;
            case PROXY, JWT, MTLS -> !clients.access().equals(Access.NOBODY);
        };
    }

    private void requireTokens() {
        if (control.mode() != Mode.TOKEN) {
            throw new Refused(
                    Reason.NOT_ALLOWED,
                    "Nobody logs in here with a token: tailrace.auth.mode is "
                            + control.mode().text()
                            + ".",
                    Refusal.Facts.ofAccepted(wayIn()));
        }
    }

    /** How a client says who it is. */
    private String wayIn() {
        return switch (control.mode()) {
            case NONE -> "every client, without a login";
            case TOKEN -> "the form of GET /login, or the header 'Authorization: Bearer TOKEN'";
            case JWT -> "the header 'Authorization: Bearer TOKEN' with a token of the provider";
            case PROXY -> "a request through the proxy, which people log in at";
            case MTLS -> "a connection on which the client shows its certificate";
        };
    }
}
