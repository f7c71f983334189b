package dev.tailrace.face.ws;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.access.Access;
import dev.tailrace.access.AccessControl;
import dev.tailrace.access.AccessEnds;
import dev.tailrace.face.Admission;
import dev.tailrace.face.FaceMeters;
import dev.tailrace.face.Refused;
import dev.tailrace.face.StreamParameters;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Refusal;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

    /**
     * A client that asks and does not read the answers is not listened to after so many, which are
     * up to 1 KB each; less would keep it from saying pause while it is flooded.
     */
    private static final int MAX_UNREAD_ANSWERS = 64;

    /** A client that reads has taken what was written before by then, and closes. */
    private static final Duration LAST_FRAMES = Duration.ofMillis(500);

    /**
     * The access ends at that time, or, as an answer, lasts until then; without an end for ever.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Expiry(String op, @Nullable String expires) {
        static Expiry of(String op, Instant at) {
            return new Expiry(op, at.equals(Instant.MAX) ? null : at.toString());
        }
    }

    /** The answer to a ping, with its id if it had one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Pong(String op, @Nullable String id) {}

    private final Hub hub;
    private final AccessControl control;
    private final WsMeters meters;
    private final WsSocket socket;
    private final Places places;
    private final WsOut out;
    private final KeepAlive keepAlive;
    private final Inbound inbound;
    private final Executor patterns;
    private final Map<String, Group> groups = new HashMap<>();

    /** Messages behind one that is read elsewhere: what a read of the socket had, at most. */
    private final ArrayDeque<String> behind = new ArrayDeque<>();

    private boolean readsElsewhere;
    private Runnable onGone = () -> {};
    private Access access;
    private Runnable unwatch = () -> {};
    private int unread;
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
            FaceMeters.OfFormat readers,
            Executor patterns) {
        this.hub = hub;
        this.control = control;
        this.access = access;
        this.meters = meters;
        this.socket = socket;
        this.places = new Places(admission, meters, config.maxSubscriptions());
        long heartbeat = config.pingInterval().toSeconds();
        this.out = new WsOut(socket, places, readers, heartbeat, this::failed);
        this.keepAlive = new KeepAlive(socket, config, this::dead);
        this.patterns = patterns;
        this.inbound = new Inbound((int) config.maxMessageBytes().bytes());
    }

    /**
     * Begins.
     *
     * @param whenGone runs when nothing can be sent any more
     */
    void start(Runnable whenGone) {
        onGone = whenGone;
        watchAccess();
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
        if (socket.isFull() && ++unread >= MAX_UNREAD_ANSWERS) {
            socket.stopReading();
        }
    }

    /** Does what is asked for in a frame of text, of bytes, or one that continues it. */
    void take(WebSocketFrame frame) {
        if (out.isClosed()) {
            return;
        }
        try {
            String message = inbound.take(frame);
            if (message != null) {
                behind.add(message);
                readOn();
            }
        } catch (Refused e) {
            violation(e.refusal());
        }
    }

    private void readOn() {
        while (!readsElsewhere && !behind.isEmpty()) {
            message(behind.remove());
        }
        socket.flushSoon();
    }

    private void message(String message) {
        String id = null;
        try {
            JsonNode object = OpReader.object(message);
            id = OpReader.id(object);
            if (OpReader.hasPatterns(object)) {
                readElsewhere(object, id);
            } else {
                perform(OpReader.read(object, Instant.now()));
            }
        } catch (Refused e) {
            out.send(ErrorMessage.of(e.refusal(), id, null));
        }
    }

    /** Those behind it wait, as they may be about it. */
    private void readElsewhere(JsonNode object, @Nullable String id) {
        readsElsewhere = true;
        socket.stopReading();
        var _ =
                CompletableFuture.supplyAsync(() -> OpReader.read(object, Instant.now()), patterns)
                        .whenCompleteAsync((op, failure) -> read(op, failure, id), eventLoop());
    }

    private void read(@Nullable Op op, @Nullable Throwable failure, @Nullable String id) {
        readsElsewhere = false;
        if (out.isClosed()) {
            return;
        }
        try {
            if (op != null) {
                perform(op);
            } else if (failure != null && failure.getCause() instanceof Refused refused) {
                throw refused;
            } else {
                failed(failure == null ? new IllegalStateException("no message") : failure);
                return;
            }
        } catch (Refused e) {
            out.send(ErrorMessage.of(e.refusal(), id, null));
        } catch (RuntimeException | Error e) {
            failed(e);
            return;
        }
        readOn();
        if (!readsElsewhere && unread < MAX_UNREAD_ANSWERS) {
            socket.readOn();
        }
    }

    private void perform(Op op) {
        switch (op) {
            case Op.Subscribe subscribe -> subscribe(subscribe);
            case Op.Unsubscribe(String id) -> group(id).finish(Ending.GONE);
            case Op.Pause(String id) -> group(id).pause();
            case Op.Resume(String id) -> group(id).resume();
            case Op.Credit(String id, int lines) -> group(id).credit(lines);
            case Op.Auth(String token) -> renew(token);
            case Op.Ping(String id) -> out.send(new Pong("pong", id));
        }
    }

    /** It goes on with what it has: a token of other rights would be for another connection. */
    private void renew(String token) {
        access =
                control.renewed(access, token)
                        .orElseThrow(() ->
                                new Refused(
                                        Refusal.Reason.UNAUTHENTICATED,
                                        "The token does not hold, or is another principal's, or of"
                                                + " other rights than that of this connection."));
        unwatch.run();
        watchAccess();
        out.send(Expiry.of("authenticated", access.expires()));
    }

    private void watchAccess() {
        unwatch =
                control.ends()
                        .watch(
                                access,
                                new AccessEnds.Client() {
                                    private final Access watched = access;

                                    @Override
                                    public void expiring(Instant at) {
                                        eventLoop().execute(() -> accessExpires(at));
                                    }

                                    @Override
                                    public void over() {
                                        eventLoop().execute(() -> accessOver(watched));
                                    }
                                });
    }

    private void accessExpires(Instant at) {
        if (!out.isClosed()) {
            out.send(Expiry.of("auth-expiring", at));
            socket.flushSoon();
        }
    }

    /** It may have been renewed meanwhile. */
    private void accessOver(Access ended) {
        if (!out.isClosed() && access.equals(ended)) {
            List.copyOf(groups.values()).forEach(group -> group.finish(Ending.AUTH));
            close(new Refusal(Refusal.Reason.UNAUTHENTICATED, "the access is over"));
            socket.abortAfter(LAST_FRAMES);
        }
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
        ClientStreams streams = hub.streamsOf(access);
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
        unread = 0;
        keepAlive.spare();
        if (!readsElsewhere) {
            socket.readOn();
        }
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
        socket.close(closeCode(refusal.reason()), refusal.sentence());
    }

    /** The close code of each reason (RFC 6455, 7.4.1; 1012 is IANA's, 4401 our own: as 401). */
    private static int closeCode(Refusal.Reason reason) {
        return switch (reason) {
            case UNSUPPORTED -> 1003;
            case NOT_UTF_8 -> 1007;
            case MAX_MESSAGE_BYTES -> 1009;
            case DRAIN -> 1012;
            case UNAUTHENTICATED -> 4401;
            default -> 1002;
        };
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
        unwatch.run();
        behind.clear();
        keepAlive.stop();
        onGone.run();
        List.copyOf(groups.values()).forEach(group -> group.finish(Ending.GONE));
    }
}
