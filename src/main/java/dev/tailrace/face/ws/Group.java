package dev.tailrace.face.ws;

import dev.tailrace.cursor.Start;
import dev.tailrace.face.Admission;
import dev.tailrace.face.LogQuery;
import dev.tailrace.hub.readers.Selector;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.hub.stream.Watcher;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Position;
import dev.tailrace.model.StreamName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows by one id: a subscription to one stream, or to all that a selector picks, now
 * and later. Confined to the connection's event loop.
 */
final class Group {
    private final Connection connection;
    private final String id;
    private final LogQuery query;
    private final Budget budget;
    private final Map<StreamName, WsSubscription> readers = new HashMap<>();

    /** Where those of its streams are that have ended, and may start again. */
    private final Map<StreamName, Position> ended = new HashMap<>();

    private @Nullable Selector selector;
    private @Nullable Runnable observation;
    private boolean over;

    Group(Connection connection, Op.Subscribe op) {
        this.connection = connection;
        this.id = op.id();
        this.query = op.query();
        this.budget = new Budget(op.credit(), op.query().limit());
    }

    String id() {
        return id;
    }

    /** Subscribes to one stream. */
    void open(LogStream stream, Admission.Permit permit) {
        open(stream, query.request(), permit);
    }

    private void open(LogStream stream, SubscriptionRequest request, Admission.Permit permit) {
        WsSubscription reader =
                new WsSubscription(connection, this, budget, stream, request.filter(), permit);
        readers.put(stream.name(), reader);
        reader.open(request);
    }

    /** Subscribes to each stream that {@code by} picks, and each that starts. */
    void select(Selector by) {
        selector = by;
        if (query.request().follow()) {
            // Before looking: one that starts meanwhile is there already, and not begun twice.
            observation = connection.hub().streams().watchers().add(new Starts());
        }
        for (LogStream stream : connection.hub().streams().all()) {
            add(stream, query.request());
        }
        endIfDone();
    }

    /** The source of a stream starts: it is new, or goes on. */
    private void started(LogStream stream) {
        SubscriptionRequest asked = query.request();
        Position last = ended.get(stream.name());
        // Whatever was asked for: all lines of a stream that is new have come since then.
        Start start = last == null ? new Start.First() : new Start.After(last);
        add(
                stream,
                new SubscriptionRequest(
                        start, asked.filter(), asked.follow(), asked.until(), asked.overflow()));
    }

    private void add(LogStream stream, SubscriptionRequest request) {
        if (over
                || selector == null
                || !selector.matches(stream.labels())
                || readers.containsKey(stream.name())) {
            return;
        }
        try {
            open(stream, request, connection.admit(stream.name().value()));
        } catch (Fault e) {
            connection.answer(e.about(id));
            connection.written();
        }
    }

    void pause() {
        budget.pause();
    }

    void resume() {
        budget.resume();
        List.copyOf(readers.values()).forEach(WsSubscription::wake);
    }

    void credit(int lines) throws Fault {
        if (!budget.hasCredit()) {
            throw Fault.badParameter(
                    "lines",
                    Integer.toString(lines),
                    "credit for a subscription that was opened with 'credit'");
        }
        budget.add(lines);
        List.copyOf(readers.values()).forEach(WsSubscription::wake);
    }

    /** Says where its positions have come to. */
    void announce() {
        readers.values().forEach(WsSubscription::announce);
    }

    /** The gateway stops: its readers are told each by itself, if it has any. */
    void drain() {
        if (readers.isEmpty()) {
            finish(Ending.DRAIN);
        }
    }

    /** Ends it with all its streams; only the first reason counts. */
    void finish(Ending ending) {
        List.copyOf(readers.values()).forEach(reader -> reader.finish(ending));
        endAll(ending);
    }

    /** One of its streams has ended. */
    void ended(WsSubscription reader, Ending ending) {
        LogStream stream = reader.stream();
        readers.remove(stream.name());
        connection.left(1);
        if (selector == null) {
            endAll(ending);
        } else if (ending == Ending.DRAIN) {
            finish(ending);
        } else {
            if (reader.next() > 0) {
                ended.put(stream.name(), new Position(stream.epoch(), reader.next() - 1));
            }
            if (query.request().follow()) {
                startAgain(stream, ending);
            }
            endIfDone();
        }
    }

    /** It may have started again since its end was seen, or another stream may have its name. */
    private void startAgain(LogStream stream, Ending ending) {
        if (ending == Ending.REMOVED) {
            // The removal itself may not have been noticed yet.
            connection
                    .hub()
                    .streams()
                    .find(stream.name())
                    .filter(now -> !now.equals(stream))
                    .ifPresent(this::started);
        } else if (ending == Ending.ENDED && !stream.feed().isEnded()) {
            started(stream);
        }
    }

    /** Who does not follow is done with what there is. */
    private void endIfDone() {
        if (readers.isEmpty() && !query.request().follow()) {
            endAll(Ending.COMPLETE);
        }
    }

    private void endAll(Ending ending) {
        if (over) {
            return;
        }
        over = true;
        if (observation != null) {
            observation.run();
        }
        if (selector != null) {
            connection.left(1);
            connection.send(ReaderMessages.endOfAll(id, ending), () -> {});
        }
        connection.ended(id);
    }

    /** The streams whose sources start. Any thread. */
    private final class Starts implements Watcher {
        @Override
        public void changed(LogStream stream) {
            if (!stream.feed().isEnded()) {
                connection.eventLoop().execute(() -> started(stream));
            }
        }

        @Override
        public void drain() {
            // The connection is told, and ends this with all that it has.
        }
    }
}
