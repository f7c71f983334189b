package dev.tailrace.face.auth;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessControl;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
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
                .map(ClientIdentity::of);
    }
}
