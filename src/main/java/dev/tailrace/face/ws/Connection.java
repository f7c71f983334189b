package dev.tailrace.face.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.face.Admission;
import dev.tailrace.face.FaceMeters;
import dev.tailrace.face.Problem;
import dev.tailrace.face.Refusal;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Ending;
import dev.tailrace.model.StreamName;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: does what its client asks for. Confined to its event loop.
 *
 * <pre>
 *   OPEN --drain, violation--> closing: a close frame after the last message --> CLOSED
 *     `---------- client gone, dead ------------------------------------------'
 * </pre>
 */
final class Connection {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());
    private static final int SERVICE_RESTART = 1012;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A client that asks and does not read the answers is not listened to after so many, which are
     * up to 1 KB each; less would keep it from saying pause while it is flooded.
     */
    private static final int MAX_UNREAD_ANSWERS = 64;

    private final Hub hub;
    private final Admission admission;
    private final WsConfig config;
    private final WsMeters meters;
    private final WsSocket socket;
    private final FairTurns turns;
    private final KeepAlive keepAlive;
    private final Inbound inbound;
    private final Map<String, Group> groups = new HashMap<>();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private int opening;
    private int unread;
    private boolean draining;
    private boolean closed;

    Connection(WsSocket socket, Hub hub, Admission admission, WsConfig config, WsMeters meters) {
        this.hub = hub;
        this.admission = admission;
        this.config = config;
        this.meters = meters;
        this.socket = socket;
        this.turns = new FairTurns(socket);
        this.keepAlive = new KeepAlive(this, socket, config);
        this.inbound = new Inbound((int) config.maxMessageBytes().bytes());
    }

    void start() {
        meters.connections().add(this);
        keepAlive.start();
        if (hub.isDraining()) {
            drain();
        }
    }

    Hub hub() {
        return hub;
    }

    EventLoop eventLoop() {
        return socket.eventLoop();
    }

    FaceMeters meters() {
        return meters.face();
    }

    FairTurns turns() {
        return turns;
    }

    long heartbeatSeconds() {
        return config.pingInterval().toSeconds();
    }

    boolean isFull() {
        return socket.isFull();
    }

    int piece() {
        return socket.piece();
    }

    /** How many there are; any thread. */
    int subscriptions() {
        return subscriptions.get();
    }

    /**
     * Takes a place for a subscription.
     *
     * @throws Fault if there is none left
     */
    void takePlace(@Nullable String stream) throws Fault {
        // Those that are being opened have left their place when they are unsubscribed meanwhile.
        if (Math.max(subscriptions.get(), opening) >= config.maxSubscriptions()) {
            meters.refused();
            throw Fault.maxSubscriptions(config.maxSubscriptions(), stream);
        }
        subscriptions.incrementAndGet();
    }

    /**
     * Takes a place for a subscription, and asks the gateway whether it can bear one more.
     *
     * @throws Fault if there is none left, or it cannot
     */
    Admission.Permit admit(@Nullable String stream) throws Fault {
        Admission.Permit permit =
                switch (admission.ask()) {
                    case Refusal refusal -> throw Fault.refused(refusal, stream);
                    case Admission.Permit granted -> granted;
                };
        try {
            takePlace(stream);
            return permit;
        } catch (Fault e) {
            permit.close();
            throw e;
        }
    }

    /** Gives places back. */
    void left(int places) {
        subscriptions.addAndGet(-places);
    }

    void opening() {
        opening++;
    }

    void opened() {
        opening--;
    }

    /** A frame has come. */
    void heard() {
        if (closed) {
            return;
        }
        keepAlive.spare();
        if (socket.isFull() && ++unread >= MAX_UNREAD_ANSWERS) {
            socket.stopReading();
        }
    }

    /** Does what is asked for in a frame of text, of bytes, or one that continues it. */
    void take(WebSocketFrame frame) {
        if (closed) {
            return;
        }
        try {
            String message = inbound.take(frame);
            if (message != null) {
                message(message);
                socket.flushSoon();
            }
        } catch (Inbound.Violation e) {
            violation(e);
        }
    }

    private void message(String message) {
        String id = null;
        try {
            JsonNode object = OpReader.object(message);
            id = OpReader.id(object);
            perform(OpReader.read(object, Instant.now()));
        } catch (Fault e) {
            answer(e.about(id));
        }
    }

    private void perform(Op op) throws Fault {
        switch (op) {
            case Op.Subscribe subscribe -> subscribe(subscribe);
            case Op.Unsubscribe(String id) -> group(id).finish(Ending.GONE);
            case Op.Pause(String id) -> group(id).pause();
            case Op.Resume(String id) -> group(id).resume();
            case Op.Credit(String id, int lines) -> group(id).credit(lines);
            case Op.Ping(String id) -> answer(new Pong("pong", id));
        }
    }

    private Group group(String id) throws Fault {
        Group group = groups.get(id);
        if (group == null) {
            throw Fault.unknownSubscription(id);
        }
        return group;
    }

    private void subscribe(Op.Subscribe op) throws Fault {
        if (groups.containsKey(op.id())) {
            throw Fault.duplicateId(op.id());
        }
        Group group = new Group(this, op);
        switch (op.target()) {
            case Op.Target.One(String name) -> {
                LogStream stream = find(name);
                Admission.Permit permit = admit(null);
                groups.put(op.id(), group);
                group.open(stream, permit);
            }
            case Op.Target.Selected(var selector) -> {
                takePlace(null);
                groups.put(op.id(), group);
                group.select(selector);
            }
        }
    }

    private LogStream find(String name) throws Fault {
        LogStream stream =
                StreamName.isValid(name)
                        ? hub.streams().find(new StreamName(name)).orElse(null)
                        : null;
        if (stream == null) {
            throw Fault.of(Problem.unknownStream(name));
        }
        return stream;
    }

    /** The subscription {@code id} is over. */
    void ended(String id) {
        groups.remove(id);
        closeIfDrained();
    }

    void answer(Record message) {
        try {
            send(JSON.writeValueAsBytes(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is JSON", e);
        }
    }

    void send(byte[] message) {
        if (!closed) {
            socket.text(message);
        }
    }

    void send(byte[] head, byte[] rest) {
        if (!closed) {
            socket.text(head, rest);
        }
    }

    /** Sends a message, and has {@code then} run when it is out, or cannot be any more. */
    void send(byte[] message, Runnable then) {
        if (closed) {
            then.run();
            return;
        }
        try {
            socket.text(message, then);
            socket.flushSoon();
        } catch (RuntimeException | Error e) {
            then.run();
            failed(e);
        }
    }

    /** What was sent is to go out: at once, or with what others on this connection send now. */
    void written() {
        if (subscriptions.get() <= 1 || socket.isFull()) {
            socket.flush();
        } else {
            socket.flushSoon();
        }
    }

    /** The socket has room again. */
    void drained() {
        socket.drained();
        unread = 0;
        keepAlive.spare();
        socket.readOn();
        turns.serve();
    }

    /** Says where positions have come to. */
    void announce() {
        groups.values().forEach(Group::announce);
        socket.flushSoon();
    }

    /** The gateway stops: each subscription ends in its turn, and with the last the connection. */
    void drain() {
        draining = true;
        List.copyOf(groups.values()).forEach(Group::drain);
        closeIfDrained();
    }

    private void closeIfDrained() {
        if (!closed && groups.isEmpty() && (draining || hub.isDraining())) {
            close(SERVICE_RESTART, "the gateway stops");
        }
    }

    void violation(Inbound.Violation violation) {
        if (!closed) {
            LOG.log(System.Logger.Level.DEBUG, "A WebSocket is closed: {0}", violation.reason());
            close(violation.code(), violation.reason());
        }
    }

    private void close(int code, String reason) {
        gone();
        socket.close(code, reason);
    }

    /** The client has not answered in time. */
    void dead() {
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
        if (closed) {
            return;
        }
        closed = true;
        keepAlive.stop();
        meters.connections().remove(this);
        List.copyOf(groups.values()).forEach(group -> group.finish(Ending.GONE));
    }
}
