package dev.tailrace.face.search;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessEnds;
import dev.tailrace.face.ResponseOut;
import dev.tailrace.face.SseEvents;
import dev.tailrace.hub.ReadFailures;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Ending;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes what some work has to say as server-sent events: a step of it is done while there is room
 * for what comes of it. Confined to the connection's event loop, but for what ends it.
 *
 * <pre>
 *   room --step, on the search threads--> its bytes --written, room still--> the next step
 *                                            |   `--none--> onRoom --> the next step
 *                                            `--over--> the end
 * </pre>
 */
final class EventWriter implements ResponseOut.Feeder, AccessEnds.Client {
    /** What a step has come to. */
    @SuppressWarnings("ArrayRecordComponent") // handed on to be written
    private record Done(byte[] bytes, @Nullable Throwable failure) {}

    private final ResponseOut out;
    private final EventLoop owner;
    private final Work work;
    private final LogStream stream;
    private final Searches searches;
    private final Searches.Place place;
    private final ReadFailures failures;
    private Runnable unwatch = () -> {};
    private boolean stepping;

    /** Changed on the event loop; the search threads ask whether the client is still there. */
    private volatile boolean over;

    EventWriter(
            ResponseOut out,
            EventLoop owner,
            Work work,
            LogStream stream,
            Searches searches,
            Searches.Place place,
            ReadFailures failures) {
        this.out = out;
        this.owner = owner;
        this.work = work;
        this.stream = stream;
        this.searches = searches;
        this.place = place;
        this.failures = failures;
    }

    /** Begins, and goes on until the work is done or the client is gone. */
    void start(Duration heartbeat, Access access, AccessEnds ends) {
        if (!out.open(this, heartbeat)) {
            return;
        }
        unwatch = ends.watch(access, this);
        place.onDrain(() -> owner.execute(() -> finish(Ending.DRAIN)));
        step();
    }

    private void step() {
        if (over || stepping || !out.hasRoom()) {
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
            done = new Done(over ? new byte[0] : work.step(() -> !over), null);
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, the client waits for an end.
            done = new Done(new byte[0], e);
        }
        Done told = done;
        owner.execute(() -> {
            try {
                stepped(told);
            } catch (RuntimeException | Error e) {
                onFailure(e);
            }
        });
    }

    private void stepped(Done done) {
        stepping = false;
        searches.meters().scanned(work.scanned());
        if (over) {
            place.close();
        } else if (done.failure != null) {
            onFailure(done.failure);
        } else {
            out.write(done.bytes);
            String ended = work.ended();
            if (ended != null) {
                finish(ended, new byte[0]);
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
    public void onQuiet() {
        out.write(SseEvents.comment());
    }

    @Override
    public void onGone() {
        finish(Ending.GONE);
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
    public void expiring(Instant at) {
        owner.execute(() -> {
            if (!over) {
                out.write(SseEvents.authExpiring(at));
            }
        });
    }

    @Override
    public void over() {
        owner.execute(() -> {
            if (!over) {
                finish(Ending.AUTH);
                out.abortAfter(ResponseOut.LAST_BYTES);
            }
        });
    }

    private void finish(Ending why) {
        finish(why.text(), why == Ending.GONE ? new byte[0] : SseEvents.end(why));
    }

    /** Ends the response after its last whole event; only the first reason counts. */
    private void finish(String why, byte[] last) {
        if (over) {
            return;
        }
        over = true;
        unwatch.run();
        searches.meters().ended(why);
        if (!stepping) {
            place.close(); // else when the step has ended, which is soon
        }
        if (why.equals(Ending.GONE.text())) {
            out.close();
        } else {
            out.end(() -> last, () -> {});
        }
    }
}
