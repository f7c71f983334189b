package dev.tailrace.face.auth;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessControl;
import dev.tailrace.face.Clients;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Knows principals by their tokens. On the connection's event loop. */
@Singleton
public final class TokenIdentities implements IdentityProvider<TokenAuthenticationRequest> {
    private final AccessControl control;

    TokenIdentities(AccessControl control) {
        this.control = control;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        Context loop = Objects.requireNonNull(Vertx.currentContext());
        CompletionStage<Optional<Access>> asked = control.askOfToken(request.getToken().getToken());
        Uni<Optional<Access>> found = Uni.createFrom().completionStage(asked);
        return (asked.toCompletableFuture().isDone()
                        ? found
                        : found.emitOn(step -> loop.runOnContext(_ -> step.run())))
                .map(access ->
                        identity(access.orElseThrow(() -> new AuthenticationFailedException())));
    }

    /**
     * Without the token: nothing that is kept with it can show it.
     *
     * @param marks attributes that are there, and no more
     */
    static SecurityIdentity identity(Access access, String... marks) {
        QuarkusSecurityIdentity.Builder identity =
                QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal(access.principal()))
                        .addAttribute(Clients.ACCESS, access);
        for (String mark : marks) {
            identity.addAttribute(mark, true);
        }
        return identity.build();
    }
}
