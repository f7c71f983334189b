package dev.tailrace.face;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.access.AccessEnds;
import dev.tailrace.hub.readers.Selector;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.Watcher;
import dev.tailrace.model.Ending;
import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpServerRequest;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the streams to a response as server-sent events, and then those that are new or have
 * changed. What the client has not been told yet is a set of streams, each of which is shown as it
 * is when the socket has room: a slow client holds no events, and at most as many streams as there
 * are. Confined to the connection's event loop, but for {@link #changed} and {@link #drain}.
 *
 * <pre>
 *   changed --> set of streams --flush, while the socket's queue has room--> event: stream
 *                    ^________________drained______________________________/
 * </pre>
 */
final class StreamListWriter extends EventResponse implements Watcher {
    private static final System.Logger LOG = System.getLogger(StreamListWriter.class.getName());

    private static final String EVENT = "event: stream\ndata: ";
    private static final String REMOVED = "event: removed\ndata: {\"name\":\"";
    private static final String END = "\n\n";

    private final Selector selector;
    private final Admission.Permit held;
    private final ObjectMapper json;
    private final FaceMeters meters;
    private final LinkedHashSet<LogStream> changed = new LinkedHashSet<>();
    private Runnable unwatch = () -> {};

    /**
     * @param held what the selector's patterns hold
     */
    StreamListWriter(
            HttpServerRequest request,
            EventLoop owner,
            Unsent unsent,
            Selector selector,
            Admission.Permit held,
            ObjectMapper json,
            FaceMeters meters) {
        super(request, owner, unsent);
        this.selector = selector;
        this.held = held;
        this.json = json;
        this.meters = meters;
    }

    /** Writes all streams of the client, and goes on until that, or the gateway, is gone. */
    void start(ClientStreams streams, Duration period, AccessEnds ends) {
        if (!open(period, streams.access(), ends)) {
            return;
        }
        // Before looking what there is: a stream that comes meanwhile is told once, not never.
        unwatch = streams.watch(this);
        try {
            begin(streams, period);
        } catch (RuntimeException | Error e) {
            onFailure(e);
        }
    }

    private void begin(ClientStreams streams, Duration period) {
        int count;
        synchronized (changed) {
            streams.all().stream()
                    .filter(stream -> selector.matches(stream.labels()))
                    .forEach(changed::add);
            count = changed.size();
        }
        send(
                SseEvents.addOpening(WireBuffer.ofThread())
                        .add("data: {\"streams\":")
                        .add(count)
                        .add(",\"heartbeat\":")
                        .add(period.toSeconds())
                        .add("}" + END));
        flush();
    }

    @Override
    public void changed(LogStream stream) {
        if (!selector.matches(stream.labels())) {
            return;
        }
        boolean first;
        synchronized (changed) {
            first = changed.isEmpty();
            changed.add(stream);
        }
        // Otherwise there is a flush to come, or the socket will say when it has room.
        if (first) {
            onLoop(this::flush);
        }
    }

    private void flush() {
        while (!isOver() && hasRoom()) {
            LogStream next = takeChanged();
            if (next == null) {
                return;
            }
            try {
                show(next);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void show(LogStream stream) throws JsonProcessingException {
        String name = stream.name().value();
        if (stream.feed().isRemoved()) {
            send(WireBuffer.ofThread().add(REMOVED).add(name).add("\"}" + END));
        } else {
            byte[] view = json.writeValueAsBytes(StreamView.of(stream));
            send(WireBuffer.ofThread().add(EVENT).add(view).add(END));
        }
    }

    private @Nullable LogStream takeChanged() {
        synchronized (changed) {
            return changed.isEmpty() ? null : changed.removeFirst();
        }
    }

    private void send(WireBuffer bytes) {
        write(bytes.toBytes());
    }

    @Override
    public void onRoom() {
        flush();
    }

    @Override
    public void onFailure(Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, "The list of streams cannot be shown", failure);
        finish(Ending.ERROR);
    }

    @Override
    public void drain() {
        onLoop(() -> {
            flush();
            finish(Ending.DRAIN);
        });
    }

    @Override
    protected void ended(String why) {
        held.close();
        meters.listEnded(why);
    }

    @Override
    protected void allOut() {
        unwatch.run();
    }
}
