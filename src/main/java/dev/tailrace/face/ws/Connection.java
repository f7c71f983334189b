package dev.tailrace.face.ws;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tailrace.access.Access;
import dev.tailrace.access.AccessControl;
import dev.tailrace.face.Admission;
import dev.tailrace.face.FormatMeters;
import dev.tailrace.face.Refused;
import dev.tailrace.face.StreamParameters;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Refusal;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: does what its client asks for. Confined to its event loop.
 *
 * <pre>
 *   OPEN --drain, violation, access over--> closing: a close frame after the last message --> CLOSED
 *     `---------- client gone, dead -------------------------------------------------------'
 * </pre>
 */
final class Connection {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    /** A client that reads has taken what was written before by then, and closes. */
    private static final Duration LAST_FRAMES = Duration.ofMillis(500);

    /** The answer to a ping, with its id if it had one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Pong(String op, @Nullable String id) {}

    private final Hub hub;
    private final WsMeters meters;
    private final WsSocket socket;
    private final Places places;
    private final WsOut out;
    private final KeepAlive keepAlive;
    private final Inbound inbound;
    private final ClientMessages messages;
    private final ConnectionAccess access;
    private final Map<String, Group> groups = new HashMap<>();

    private Runnable onGone = () -> {};
    private boolean draining;

    /**
     * @param patterns where messages with patterns are read
     */
    Connection(
            WsSocket socket,
            Hub hub,
            AccessControl control,
            Access access,
            Admission admission,
            WsConfig config,
            WsMeters meters,
            FormatMeters readers,
            Executor patterns) {
        this.hub = hub;
        this.meters = meters;
        this.socket = socket;
        this.places = new Places(admission, meters, config.maxSubscriptions());
        long heartbeat = config.pingInterval().toSeconds();
        this.out = new WsOut(socket, places, readers, heartbeat, this::failed);
        this.keepAlive = new KeepAlive(socket, config, this::dead);
        this.messages = new ClientMessages(out, patterns, this::perform, this::failed);
        this.access = new ConnectionAccess(control, access, out, this::accessOver);
        this.inbound = new Inbound((int) config.maxMessageBytes().bytes());
    }

    /**
     * Begins.
     *
     * @param whenGone runs when nothing can be sent any more
     */
    void start(Runnable whenGone) {
        onGone = whenGone;
        access.watch();
        keepAlive.start(this::tick);
        if (hub.isDraining()) {
            drain();
        }
    }

    Executor eventLoop() {
        return socket.eventLoop();
    }

    /** How many subscriptions there are; any thread. */
    int subscriptions() {
        return places.taken();
    }

    void heard() {
        if (out.isClosed()) {
            return;
        }
        keepAlive.spare();
        messages.heard();
    }

    /** Does what is asked for in a frame of text, of bytes, or one that continues it. */
    void take(WebSocketFrame frame) {
        if (out.isClosed()) {
            return;
        }
        try {
            String message = inbound.take(frame);
            if (message != null) {
                messages.take(message);
            }
        } catch (Refused e) {
            violation(e.refusal());
        }
    }

    private void perform(Op op) {
        switch (op) {
            case Op.Subscribe subscribe -> subscribe(subscribe);
            case Op.Unsubscribe(String id) -> group(id).finish(Ending.GONE);
            case Op.Pause(String id) -> group(id).pause();
            case Op.Resume(String id) -> group(id).resume();
            case Op.Credit(String id, int lines) -> group(id).credit(lines);
            case Op.Auth(String token) -> messages.await(access.ask(token), access::renew);
            case Op.Ping(String id) -> out.send(new Pong("pong", id));
        }
    }

    private void accessOver() {
        List.copyOf(groups.values()).forEach(group -> group.finish(Ending.AUTH));
        close(new Refusal(Refusal.Reason.UNAUTHENTICATED, "the access is over"));
        socket.abortAfter(LAST_FRAMES);
    }

    private Group group(String id) {
        Group group = groups.get(id);
        if (group == null) {
            throw badId(
                    Refusal.Reason.UNKNOWN_SUBSCRIPTION,
                    id,
                    "There is no subscription '",
                    "' on this connection.",
                    "the id of a subscription that has not ended");
        }
        return group;
    }

    private void subscribe(Op.Subscribe op) {
        String id = op.id();
        if (groups.containsKey(id)) {
            throw badId(
                    Refusal.Reason.DUPLICATE_ID,
                    id,
                    "There is a subscription '",
                    "' on this connection already.",
                    "an id that no subscription has, or whose subscription has ended");
        }
        Admission.Permit patterns = places.hold(op.heldBytes());
        try {
            open(op, patterns);
        } catch (Refused e) {
            patterns.close();
            throw e;
        }
    }

    private void open(Op.Subscribe op, Admission.Permit patterns) {
        String id = op.id();
        ClientStreams streams = hub.streamsOf(access.now());
        Group group =
                new Group(
                        streams,
                        out,
                        op,
                        () -> {
                            patterns.close();
                            ended(id);
                        });
        switch (op.target()) {
            case Op.Target.One(String name) -> {
                LogStream stream = StreamParameters.find(streams, name);
                Admission.Permit permit = places.admit();
                groups.put(id, group);
                group.open(stream, permit);
            }
            case Op.Target.Selected(var selector) -> {
                places.take();
                groups.put(id, group);
                group.select(selector);
            }
        }
    }

    private static Refused badId(
            Refusal.Reason reason, String id, String before, String after, String accepted) {
        return new Refused(
                reason,
                before + Refused.shown(id) + after,
                Refusal.Facts.ofParameter("id", id, accepted));
    }

    private void ended(String id) {
        groups.remove(id);
        closeIfDrained();
    }

    /** The socket has room again. */
    void drained() {
        socket.drained();
        keepAlive.spare();
        messages.drained();
        out.turns.serve();
    }

    /** Says where positions have come to, and asks the client whether it is there. */
    private void tick() {
        try {
            groups.values().forEach(Group::announce);
            socket.flushSoon();
            keepAlive.ask();
        } catch (RuntimeException | Error e) {
            // The timer drops a task that throws, and nobody would be asked any more.
            failed(e);
        }
    }

    /** The gateway stops: each subscription ends in its turn, and with the last the connection. */
    void drain() {
        draining = true;
        List.copyOf(groups.values()).forEach(Group::drain);
        closeIfDrained();
    }

    private void closeIfDrained() {
        if (!out.isClosed() && groups.isEmpty() && (draining || hub.isDraining())) {
            close(new Refusal(Refusal.Reason.DRAIN, "the gateway stops"));
        }
    }

    /** What has come is against the protocol. */
    void violation(Refusal refusal) {
        if (!out.isClosed()) {
            LOG.log(System.Logger.Level.DEBUG, "A WebSocket is closed: {0}", refusal.sentence());
            close(refusal);
        }
    }

    private void close(Refusal refusal) {
        gone();
        socket.close(refusal);
    }

    /** The client has not answered in time. */
    private void dead() {
        meters.dead();
        gone();
        socket.abort();
    }

    /** It cannot say what it has to: its client is cut off rather than left to wait. */
    void failed(Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, "A WebSocket cannot go on", failure);
        gone();
        socket.abort();
    }

    /** Nothing can be sent any more. */
    void gone() {
        if (out.isClosed()) {
            return;
        }
        out.close();
        access.unwatch();
        messages.forget();
        keepAlive.stop();
        onGone.run();
        List.copyOf(groups.values()).forEach(group -> group.finish(Ending.GONE));
    }
}
