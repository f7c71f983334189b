package dev.tailrace.terminal.logs;

import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.gateway.Query;
import dev.tailrace.terminal.print.Notice;
import dev.tailrace.terminal.wire.EventBody;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads until all has come that was asked for, over as many connections as that takes.
 *
 * <pre>
 *   open --refused for good, or the first time nobody is there--> GatewayFailure
 *     |                 ^
 *     v                 | Patience is over
 *   Session --cut, dead, refused for now--> pause --> open, from the place that has been written
 *     | complete, or a signal
 *     v
 *   over
 * </pre>
 */
final class LogReading {
    /** For the gateway to begin its answer, which takes its turn where many read files. */
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final GatewayClient client;
    private final LogReader reader;
    private final Progress progress;
    private final Supplier<Session> sessions;
    private final Patience patience;
    private final StopSignal stop;

    /** Whether to come back where the gateway has not been reached yet. */
    private final boolean waitsForGateway;

    private boolean reached;

    LogReading(
            GatewayClient client,
            LogReader reader,
            Progress progress,
            Supplier<Session> sessions,
            Patience patience,
            StopSignal stop,
            boolean waitsForGateway) {
        this.client = client;
        this.reader = reader;
        this.progress = progress;
        this.sessions = sessions;
        this.patience = patience;
        this.stop = stop;
        this.waitsForGateway = waitsForGateway;
    }

    /**
     * Reads, and returns the gateway's word for why it is over; empty after a signal.
     *
     * @throws GatewayFailure if it cannot go on
     */
    String read() throws InterruptedException {
        while (true) {
            switch (connection()) {
                case SessionEnd.Complete(String reason) -> {
                    return reason;
                }
                case SessionEnd.Stopped _ -> {
                    return "";
                }
                case SessionEnd.Cut(String reason, var retryAfter) -> pause(reason, retryAfter);
            }
            if (stop.hasCome()) {
                return "";
            }
        }
    }

    private SessionEnd connection() throws InterruptedException {
        try {
            Session session = sessions.get();
            SessionEnd end = connection(session);
            if (session.hasBegun()) {
                patience.restore();
            }
            return end;
        } catch (GatewayFailure failure) {
            if (!failure.isPassing() || !(reached || waitsForGateway)) {
                throw failure;
            }
            return new SessionEnd.Cut(sentence(failure), failure.retryAfter());
        }
    }

    private static String sentence(GatewayFailure failure) {
        return String.valueOf(failure.getMessage()).replaceFirst("\\.$", "");
    }

    private SessionEnd connection(Session session) throws InterruptedException {
        Query query = reader.request().query(progress.written(), reader.lines());
        CompletableFuture<HttpResponse<EventBody>> answer =
                client.open(query, session.accept(), EventBody::new);
        try {
            stop.await(answer, ANSWER);
        } catch (TimeoutException _) {
            answer.cancel(true);
            return new SessionEnd.Cut("the gateway does not answer");
        }
        if (stop.hasCome()) {
            answer.cancel(true);
            return new SessionEnd.Stopped();
        }
        EventBody body = body(answer);
        reached = true;
        stop.then(body::cancel);
        SessionEnd end = take(session, body);
        body.cancel();
        return stop.hasCome() ? new SessionEnd.Stopped() : end;
    }

    private EventBody body(CompletableFuture<HttpResponse<EventBody>> answer) {
        try {
            return answer.join().body();
        } catch (CompletionException e) {
            throw client.failure(e);
        }
    }

    private SessionEnd take(Session session, EventBody body) throws InterruptedException {
        while (true) {
            EventBody.Piece piece = body.poll();
            if (piece == null) {
                progress.flush();
                piece = body.poll(session.silence());
            }
            Optional<SessionEnd> end = took(session, piece);
            if (end.isPresent()) {
                progress.flush();
                return end.get();
            }
        }
    }

    private Optional<SessionEnd> took(Session session, EventBody.@Nullable Piece piece) {
        return switch (piece) {
            case null -> Optional.of(new SessionEnd.Cut("nothing comes, not even a heartbeat"));
            case EventBody.Over(var cause) ->
                    Optional.of(session.endOfConnection(cause == null && !stop.hasCome()));
            case EventBody.Bytes(var buffers) -> {
                try {
                    for (ByteBuffer bytes : buffers) {
                        session.take(bytes);
                    }
                } catch (IllegalArgumentException e) {
                    throw GatewayFailure.of(
                            GatewayFailure.FAILURE,
                            client.address()
                                    + " sends what no gateway does: "
                                    + e.getMessage()
                                    + ".");
                }
                yield session.end();
            }
        };
    }

    private void pause(String reason, Optional<Duration> wanted) throws InterruptedException {
        Optional<Duration> pause = patience.pause(wanted);
        if (pause.isEmpty()) {
            throw GatewayFailure.of(GatewayFailure.FAILURE, "given up: " + reason + ".");
        }
        double seconds = pause.get().toMillis() / 1000.0;
        reader.tell(
                new Notice.Connection(
                        "reconnecting", reason + "; reconnecting in " + seconds + " s"));
        reader.comeBack();
        stop.await(pause.get());
        client.lookAgain();
    }
}
