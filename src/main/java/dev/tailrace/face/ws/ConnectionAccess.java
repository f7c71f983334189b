package dev.tailrace.face.ws;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tailrace.access.Access;
import dev.tailrace.access.AccessControl;
import dev.tailrace.access.AccessEnds;
import dev.tailrace.face.Refused;
import dev.tailrace.model.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a connection's client may: tells the client when that is about to end, and puts the end off.
 * Confined to the connection's event loop.
 *
 * <pre>
 *   watched --auth-expiring--> watched --over--> the connection ends
 *      ^                          |
 *      `----------renewed---------'
 * </pre>
 */
final class ConnectionAccess {
    /**
     * The access ends at that time, or, as an answer, lasts until then; without an end for ever.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Expiry(String op, @Nullable String expires) {
        static Expiry of(String op, Instant at) {
            return new Expiry(op, at.equals(Instant.MAX) ? null : at.toString());
        }
    }

    private final AccessControl control;
    private final WsOut out;
    private final Runnable onEnd;
    private Access access;
    private Runnable unwatch = () -> {};

    /**
     * @param onEnd runs when it is over, and the connection is not
     */
    ConnectionAccess(AccessControl control, Access access, WsOut out, Runnable onEnd) {
        this.control = control;
        this.access = access;
        this.out = out;
        this.onEnd = onEnd;
    }

    Access now() {
        return access;
    }

    /** What the token may in place of the one before; completed on any thread. */
    CompletionStage<Optional<Access>> ask(String token) {
        return control.askRenewed(access, token);
    }

    /**
     * Goes on with what there is: a token of other rights would be for another connection, and a
     * person who logs out ends all that the session has begun.
     */
    void renew(Optional<Access> renewed) {
        if (control.endsWithSession(access)) {
            throw new Refused(
                    Refusal.Reason.UNAUTHENTICATED,
                    "This connection is of a browser's session and ends with that; no token renews"
                            + " it.");
        }
        access =
                renewed.orElseThrow(() ->
                        new Refused(
                                Refusal.Reason.UNAUTHENTICATED,
                                "The token does not hold, or is another principal's, or of"
                                        + " other rights than that of this connection."));
        unwatch.run();
        watch();
        out.send(Expiry.of("authenticated", access.expires()));
    }

    void watch() {
        Access watched = access;
        unwatch =
                control.ends()
                        .watch(
                                watched,
                                new AccessEnds.Client() {
                                    @Override
                                    public void expiring(Instant at) {
                                        out.socket.eventLoop().execute(() -> expires(at));
                                    }

                                    @Override
                                    public void over() {
                                        out.socket.eventLoop().execute(() -> end(watched));
                                    }
                                });
    }

    void unwatch() {
        unwatch.run();
    }

    private void expires(Instant at) {
        if (!out.isClosed()) {
            out.send(Expiry.of("auth-expiring", at));
            out.socket.flushSoon();
        }
    }

    /** It may have been renewed meanwhile. */
    private void end(Access ended) {
        if (!out.isClosed() && access.equals(ended)) {
            onEnd.run();
        }
    }
}
