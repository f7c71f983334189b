package dev.tailrace.face;

import dev.tailrace.access.AccessEnds;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Tells a response on its event loop how its client's access ends.
 *
 * @param expiring is told of the end a while before
 * @param ended runs when the access is over; the response may have ended meanwhile
 */
record AccessWatch(EventLoop owner, Consumer<Instant> expiring, Runnable ended)
        implements AccessEnds.Client {
    @Override
    public void expiring(Instant at) {
        owner.execute(() -> expiring.accept(at));
    }

    @Override
    public void over() {
        owner.execute(ended);
    }
}
