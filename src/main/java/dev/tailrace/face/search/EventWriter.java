package dev.tailrace.face.search;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessEnds;
import dev.tailrace.face.EventResponse;
import dev.tailrace.face.Unsent;
import dev.tailrace.hub.ReadFailures;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Ending;
import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes what some work has to say as server-sent events: a step of it is done while there is room
 * for what comes of it. Confined to the connection's event loop.
 *
 * <pre>
 *   room --step, on the search threads--> its bytes --written, room still--> the next step
 *                                            |   `--none--> onRoom --> the next step
 *                                            `--over--> the end
 * </pre>
 */
final class EventWriter extends EventResponse {
    /** What a step has come to. */
    @SuppressWarnings("ArrayRecordComponent") // handed on to be written
    private record Done(byte[] bytes, @Nullable Throwable failure) {}

    private final Work work;
    private final LogStream stream;
    private final Searches searches;
    private final Searches.Place place;
    private final ReadFailures failures;
    private boolean stepping;

    EventWriter(
            HttpServerRequest request,
            EventLoop owner,
            Unsent unsent,
            Work work,
            LogStream stream,
            Searches searches,
            Searches.Place place,
            ReadFailures failures) {
        super(request, owner, unsent);
        this.work = work;
        this.stream = stream;
        this.searches = searches;
        this.place = place;
        this.failures = failures;
    }

    /** Begins, and goes on until the work is done or the client is gone. */
    void start(Duration heartbeat, Access access, AccessEnds ends) {
        if (open(heartbeat, access, ends)) {
            place.onDrain(() -> onLoop(() -> finish(Ending.DRAIN)));
            step();
        }
    }

    private void step() {
        if (isOver() || stepping || !hasRoom()) {
            return;
        }
        stepping = true;
        try {
            searches.threads().execute(this::stepNow);
        } catch (RejectedExecutionException e) {
            stepping = false;
            finish(Ending.DRAIN);
        }
    }

    /** On a search thread. */
    private void stepNow() {
        Done done;
        try {
            done = new Done(isOver() ? new byte[0] : work.step(() -> !isOver()), null);
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, the client waits for an end.
            done = new Done(new byte[0], e);
        }
        Done told = done;
        onLoop(() -> stepped(told));
    }

    private void stepped(Done done) {
        stepping = false;
        searches.meters().scanned(work.scanned());
        if (isOver()) {
            place.close();
        } else if (done.failure != null) {
            onFailure(done.failure);
        } else {
            write(done.bytes);
            String ended = work.ended();
            if (ended != null) {
                finishDone(ended);
            } else {
                step();
            }
        }
    }

    @Override
    public void onRoom() {
        step();
    }

    @Override
    public void onFailure(Throwable failure) {
        if (stream.isGone()) {
            finish(Ending.REMOVED);
            return;
        }
        failures.say("The log of " + stream.name(), failure);
        finish(Ending.ERROR);
    }

    @Override
    protected void ended(String why) {
        searches.meters().ended(why);
        if (!stepping) {
            place.close(); // else when the step has ended, which is soon
        }
    }
}
