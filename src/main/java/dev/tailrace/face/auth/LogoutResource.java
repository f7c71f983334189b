package dev.tailrace.face.auth;

import dev.tailrace.access.AccessControl;
import dev.tailrace.access.Sessions;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /logout}: a browser is nobody again. */
@Tag(name = "Access")
@Path("/logout")
@NonBlocking
public class LogoutResource {
    private final AccessControl control;

    LogoutResource(AccessControl control) {
        this.control = control;
    }

    /** Ends the session of the cookie; the {@link Entrance} has looked whose page asks. */
    @POST
    @Operation(
            summary = "Log out",
            description =
                    "Ends the session of the cookie, and within a second what reads with it."
                            + " Without one there is nothing to do.")
    @APIResponse(responseCode = "204", description = "There is no such session any more")
    @APIResponse(responseCode = "403", description = "A page of another origin asks")
    public Response logout(@Context HttpServerRequest http) {
        String id = BrowserAuthentication.idIn(http);
        if (id != null) {
            control.sessions().end(id, Sessions.End.LOGOUT);
        }
        Response.ResponseBuilder answer = Response.noContent();
        BrowserCookie.in(http)
                .forEach(cookie -> answer.header(HttpHeaders.SET_COOKIE, cookie.unset()));
        return answer.build();
    }
}
