package dev.tailrace.face.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.face.Refused;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, one after another. Confined to the connection's event loop.
 *
 * <pre>
 *   message --read--> Op --> done
 *      `--has patterns--> read elsewhere, and those behind it wait --> Op --> done, and the next
 * </pre>
 *
 * The socket is not read meanwhile, nor while the client asks and does not read the answers.
 */
final class ClientMessages {
    /**
     * A client that asks and does not read the answers is not listened to after so many, which are
     * up to 1 KB each; less would keep it from saying pause while it is flooded.
     */
    private static final int MAX_UNREAD_ANSWERS = 64;

    private final WsOut out;
    private final Executor patterns;
    private final Consumer<Op> perform;
    private final Consumer<Throwable> onFailure;

    /** What a read of the socket had, at most. */
    private final ArrayDeque<String> waiting = new ArrayDeque<>();

    private boolean readsElsewhere;
    private int unread;

    /**
     * @param patterns where messages with patterns are read
     * @param perform does what is asked for, or says by {@link Refused} why not
     * @param onFailure is told what is nobody's fault
     */
    ClientMessages(
            WsOut out, Executor patterns, Consumer<Op> perform, Consumer<Throwable> onFailure) {
        this.out = out;
        this.patterns = patterns;
        this.perform = perform;
        this.onFailure = onFailure;
    }

    /** Something has come. */
    void heard() {
        if (out.socket.isFull() && ++unread >= MAX_UNREAD_ANSWERS) {
            out.socket.stopReading();
        }
    }

    void take(String message) {
        waiting.add(message);
        takeWaiting();
    }

    private void takeWaiting() {
        while (!readsElsewhere && !waiting.isEmpty()) {
            read(waiting.remove());
        }
        out.socket.flushSoon();
    }

    private void read(String message) {
        String id = null;
        try {
            JsonNode object = OpReader.object(message);
            id = OpReader.id(object);
            if (OpReader.hasPatterns(object)) {
                readElsewhere(object, id);
            } else {
                perform.accept(OpReader.read(object, Instant.now()));
            }
        } catch (Refused e) {
            out.send(ErrorMessage.of(e.refusal(), id, null));
        }
    }

    /** Those behind it wait, as they may be about it. */
    private void readElsewhere(JsonNode object, @Nullable String id) {
        readsElsewhere = true;
        out.socket.stopReading();
        var _ =
                CompletableFuture.supplyAsync(() -> OpReader.read(object, Instant.now()), patterns)
                        .whenCompleteAsync(
                                (op, failure) -> wasRead(op, failure, id), out.socket.eventLoop());
    }

    private void wasRead(@Nullable Op op, @Nullable Throwable failure, @Nullable String id) {
        readsElsewhere = false;
        if (out.isClosed()) {
            return;
        }
        try {
            if (failure != null && failure.getCause() instanceof Refused refused) {
                throw refused;
            }
            if (op == null) {
                throw new IllegalStateException("a message was not read", failure);
            }
            perform.accept(op);
        } catch (Refused e) {
            out.send(ErrorMessage.of(e.refusal(), id, null));
        } catch (RuntimeException | Error e) {
            onFailure.accept(e);
            return;
        }
        takeWaiting();
        if (unread < MAX_UNREAD_ANSWERS) {
            listen();
        }
    }

    /** The socket has room again. */
    void drained() {
        unread = 0;
        listen();
    }

    private void listen() {
        if (!readsElsewhere) {
            out.socket.readOn();
        }
    }

    /** Nothing more is done. */
    void forget() {
        waiting.clear();
    }
}
