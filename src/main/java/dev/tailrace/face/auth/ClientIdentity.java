package dev.tailrace.face.auth;

import dev.tailrace.access.Access;
import dev.tailrace.face.Clients;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Optional;

/**
 * A client as Quarkus knows it, with what it may, which {@link Clients} finds there. Without what
 * it has shown: nothing that is kept with the identity can show that.
 */
final class ClientIdentity {
    private ClientIdentity() {}

    /**
     * The identity of a client that may this.
     *
     * @param marks attributes that are there, and no more
     */
    static SecurityIdentity of(Access access, String... marks) {
        QuarkusSecurityIdentity.Builder identity =
                QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal(access.principal()))
                        .addAttribute(Clients.ACCESS, access);
        for (String mark : marks) {
            identity.addAttribute(mark, true);
        }
        return identity.build();
    }

    /**
     * The identity of a client that has shown something.
     *
     * @param found what it may
     * @throws AuthenticationFailedException if that is empty: what it has shown does not hold
     */
    static SecurityIdentity of(Optional<Access> found) {
        return of(found.orElseThrow(() -> new AuthenticationFailedException()));
    }
}
