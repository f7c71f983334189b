package dev.tailrace.face.ws;

import dev.tailrace.cursor.Start;
import dev.tailrace.face.Admission;
import dev.tailrace.face.Refused;
import dev.tailrace.hub.readers.Selector;
import dev.tailrace.hub.stream.ClientStreams;
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
    private final ClientStreams streams;
    private final WsOut out;
    private final String id;
    private final SubscriptionRequest asked;
    private final Budget budget;
    private final Runnable onEnd;
    private final WsSubscription.Shared shared;
    private final Map<StreamName, WsSubscription> members = new HashMap<>();

    /** Where those of its streams are that have ended, and may start again. */
    private final Map<StreamName, Position> ended = new HashMap<>();

    private @Nullable Selector selector;
    private @Nullable Runnable unwatch;
    private boolean over;

    /**
     * @param streams those that the client has
     * @param onEnd runs when all of it is over
     */
    Group(ClientStreams streams, WsOut out, Op.Subscribe op, Runnable onEnd) {
        this.streams = streams;
        this.out = out;
        this.id = op.id();
        this.asked = op.query().request();
        this.budget = new Budget(op.credit(), op.query().limit());
        this.onEnd = onEnd;
        this.shared =
                new WsSubscription.Shared(
                        id, asked.filter(), budget, () -> finish(Ending.LIMIT), this::ended);
    }

    void open(LogStream stream, Admission.Permit permit) {
        open(stream, asked, permit);
    }

    private void open(LogStream stream, SubscriptionRequest request, Admission.Permit permit) {
        WsSubscription member = new WsSubscription(out, shared, stream, permit);
        members.put(stream.name(), member);
        member.open(request);
    }

    /** Subscribes to each stream that {@code by} picks, and each that starts. */
    void select(Selector by) {
        selector = by;
        if (asked.follow()) {
            // Before looking: one that starts meanwhile is there already, and not begun twice.
            unwatch = streams.watch(new Starts());
        }
        for (LogStream stream : streams.all()) {
            add(stream, asked);
        }
        endIfDone();
    }

    /** The source of a stream starts: it is new, or goes on. */
    private void started(LogStream stream) {
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
                || members.containsKey(stream.name())) {
            return;
        }
        try {
            open(stream, request, out.places.admit());
        } catch (Refused e) {
            out.send(ErrorMessage.of(e.refusal(), id, stream.name().value()));
            out.written();
        }
    }

    void pause() {
        budget.pause();
    }

    void resume() {
        budget.resume();
        wake();
    }

    void credit(int lines) {
        if (!budget.hasCredit()) {
            throw Refused.badParameter(
                    "lines",
                    Integer.toString(lines),
                    "credit for a subscription that was opened with 'credit'");
        }
        budget.add(lines);
        wake();
    }

    private void wake() {
        List.copyOf(members.values()).forEach(WsSubscription::wake);
    }

    /** Says where its positions have come to. */
    void announce() {
        members.values().forEach(WsSubscription::announce);
    }

    /** The gateway stops: its members are told each by itself, if it has any. */
    void drain() {
        if (members.isEmpty()) {
            finish(Ending.DRAIN);
        }
    }

    /** Ends it with all its streams; only the first reason counts. */
    void finish(Ending ending) {
        List.copyOf(members.values()).forEach(member -> member.finish(ending));
        endAll(ending);
    }

    private void ended(WsSubscription member, Ending ending) {
        LogStream stream = member.stream();
        members.remove(stream.name());
        out.places.leave();
        if (selector == null) {
            endAll(ending);
        } else if (ending == Ending.DRAIN) {
            finish(ending);
        } else {
            if (member.next() > 0) {
                ended.put(stream.name(), new Position(stream.epoch(), member.next() - 1));
            }
            if (asked.follow()) {
                startAgain(stream, ending);
            }
            endIfDone();
        }
    }

    /** It may have started again since its end was seen, or another stream may have its name. */
    private void startAgain(LogStream stream, Ending ending) {
        if (ending == Ending.REMOVED) {
            // The removal itself may not have been noticed yet.
            streams.find(stream.name()).filter(now -> !now.equals(stream)).ifPresent(this::started);
        } else if (ending == Ending.ENDED && !stream.feed().isEnded()) {
            started(stream);
        }
    }

    /** A client that does not follow is done with what there is. */
    private void endIfDone() {
        if (members.isEmpty() && !asked.follow()) {
            endAll(Ending.COMPLETE);
        }
    }

    private void endAll(Ending ending) {
        if (over) {
            return;
        }
        over = true;
        if (unwatch != null) {
            unwatch.run();
        }
        if (selector != null) {
            out.places.leave();
            out.send(ReaderMessages.endOfAll(id, ending), () -> {});
        }
        onEnd.run();
    }

    /** The streams whose sources start. Any thread. */
    private final class Starts implements Watcher {
        @Override
        public void changed(LogStream stream) {
            if (!stream.feed().isEnded()) {
                out.socket.eventLoop().execute(() -> started(stream));
            }
        }

        @Override
        public void drain() {
            // The connection is told, and ends this with all that it has.
        }
    }
}
