package dev.tailrace.face.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.face.Refused;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, one after another. Confined to the connection's event loop.
 *
 * <pre>
 *   message --read--> Op --> done
 *      |                  `--a token of a key that is not there--.
 *      `--has patterns----> found out elsewhere, and those <-----'
 *                           behind it wait --> done, and the next
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

    /** Of the message in hand. */
    private @Nullable String id;

    private boolean waits;
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
        while (!waits && !waiting.isEmpty()) {
            read(waiting.remove());
        }
        out.socket.flushSoon();
    }

    private void read(String message) {
        id = null;
        try {
            JsonNode object = OpReader.object(message);
            id = OpReader.id(object);
            if (OpReader.hasPatterns(object)) {
                await(
                        CompletableFuture.supplyAsync(
                                () -> OpReader.read(object, Instant.now()), patterns),
                        perform);
            } else {
                perform.accept(OpReader.read(object, Instant.now()));
            }
        } catch (Refused e) {
            out.send(ErrorMessage.of(e.refusal(), id, null));
        }
    }

    /**
     * Goes on with the message in hand when something is found out. Those behind it wait, as they
     * may be about it.
     *
     * @param found completed on any thread
     * @param then does what is asked for, or says by {@link Refused} why not
     */
    <T> void await(CompletionStage<T> found, Consumer<T> then) {
        waits = true;
        out.socket.stopReading();
        var _ =
                found.whenCompleteAsync(
                        (what, failure) -> goOn(what, failure, then), out.socket.eventLoop());
    }

    private <T> void goOn(@Nullable T what, @Nullable Throwable failure, Consumer<T> then) {
        waits = false;
        if (out.isClosed()) {
            return;
        }
        try {
            if (failure != null && failure.getCause() instanceof Refused refused) {
                throw refused;
            }
            if (what == null) {
                throw new IllegalStateException("a message was not read", failure);
            }
            then.accept(what);
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
        if (!waits) {
            out.socket.readOn();
        }
    }

    /** Nothing more is done. */
    void forget() {
        waiting.clear();
    }
}
