package dev.tailrace.face;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessEnds;
import dev.tailrace.model.Ending;
import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * A response of server-sent events that goes on and on, and has exactly one end. What it writes is
 * the matter of those that extend it. Confined to the connection's event loop.
 *
 * <pre>
 *   open --> write ... --finish: done, drain, auth, removed, error--> last event --> out
 *     |                `--client gone---------------------------------------------^
 *     `--client gone already------------------------------------------------------^
 * </pre>
 */
public abstract class EventResponse implements ResponseOut.Feeder {
    private final ResponseOut out;
    private final EventLoop owner;
    private Runnable unwatch = () -> {};

    /** Changed on the event loop; other threads ask whether the client is still there. */
    private volatile boolean over;

    protected EventResponse(HttpServerRequest request, EventLoop owner, Unsent unsent) {
        this.out = new ResponseOut(request, owner, unsent, null);
        this.owner = owner;
    }

    /**
     * Says something after each quiet {@code heartbeat}, and ends with the client's access.
     *
     * @return false if the client is gone already, and so it is over
     */
    protected final boolean open(Duration heartbeat, Access access, AccessEnds ends) {
        if (!out.open(this, heartbeat)) {
            return false;
        }
        unwatch = ends.watch(access, new AccessWatch(owner, this::expiring, this::accessOver));
        return true;
    }

    /** Whether there is an end already. Any thread. */
    protected final boolean isOver() {
        return over;
    }

    /** Whether more is to be written now; if not, {@link #onRoom} is called when it is. */
    protected final boolean hasRoom() {
        return out.hasRoom();
    }

    /** Writes, unless there is nothing or it is over. */
    protected final void write(byte[] bytes) {
        out.write(bytes);
    }

    /** Runs {@code step} on the event loop; it fails as one of the feeder does. Any thread. */
    protected final void onLoop(Runnable step) {
        owner.execute(() -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                onFailure(e);
            }
        });
    }

    @Override
    public final void onQuiet() {
        out.write(SseEvents.comment());
    }

    @Override
    public final void onGone() {
        finish(Ending.GONE);
    }

    private void expiring(Instant at) {
        out.write(SseEvents.authExpiring(at));
    }

    private void accessOver() {
        if (!over) {
            finish(Ending.AUTH);
            out.abortAfter(ResponseOut.LAST_BYTES);
        }
    }

    /** Ends with an event that says why; only the first reason counts. */
    protected final void finish(Ending why) {
        if (why == Ending.GONE) {
            end(
                    why.text(),
                    () -> {
                        out.close();
                        allOut();
                    });
        } else {
            // Not before the last bytes are out: the gateway's stop waits for those.
            end(why.text(), () -> out.end(() -> SseEvents.end(why), this::allOut));
        }
    }

    /** Ends after the last event, which has been written; only the first reason counts. */
    protected final void finishDone(String why) {
        end(why, () -> out.end(() -> new byte[0], this::allOut));
    }

    private void end(String why, Runnable close) {
        if (!over) {
            over = true;
            unwatch.run();
            ended(why);
            close.run();
        }
    }

    /** Gives back what it holds, and counts the end by its reason. Called once. */
    protected abstract void ended(String why);

    /** All of it is out, or cannot be. Called once. */
    protected void allOut() {}
}
