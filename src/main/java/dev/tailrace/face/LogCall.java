package dev.tailrace.face;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessEnds;
import dev.tailrace.hub.readers.Reading;
import dev.tailrace.hub.stream.StreamRemoved;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.Refusal;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a log, from its permit to its end. It owns all that the call takes: the permit, the
 * reader, the count of its ending. Whatever ends it, and at whatever moment, it gives back each of
 * them once. Confined to the connection's event loop.
 *
 * <pre>
 *   OPENING --reader there--> OPEN --finish: ended, limit, drain, error--> ENDING --last bytes out--> CLOSED
 *     |  |                      |                                            `-----client gone--------^
 *     |  |                      `--client gone--------------------------------------------------------|
 *     |  `--failure, or an answer that needs no reading-----------------------------------------------|
 *     `--client gone--> LEFT --reader there after all, failure----------------------------------------'
 * </pre>
 *
 * A call that was LEFT keeps its permit until the search for its start is over or passed over.
 * Otherwise clients that come and go would queue searches without bound.
 */
final class LogCall {
    private static final System.Logger LOG = System.getLogger(LogCall.class.getName());

    private sealed interface State {
        record Opening() implements State {}

        record Left() implements State {}

        record Open(Reading reading) implements State {}

        record Ending() implements State {}

        record Closed() implements State {}
    }

    private final HttpServerRequest http;
    private final ResponseOut out;
    private final FormatMeters meters;
    private final Admission.@Nullable Permit permit;
    private final CompletableFuture<Response> answer = new CompletableFuture<>();
    private Runnable unwatch = () -> {};

    /** Changed on the event loop; other threads ask whether the client is still there. */
    private volatile State state = new State.Opening();

    /**
     * @param permit what the call was admitted with; null for one that needs none, as it only looks
     */
    LogCall(
            HttpServerRequest http,
            ResponseOut out,
            FormatMeters meters,
            Admission.@Nullable Permit permit) {
        this.http = http;
        this.out = out;
        this.meters = meters;
        this.permit = permit;
    }

    /**
     * Opens a reader and has it served.
     *
     * @param open opens the reader; it is handed whether one is still wanted
     * @param serve begins to write, or returns the whole answer if nothing is to be read
     * @return the answer; it never comes if the response is written here
     */
    Uni<Response> answer(
            Function<BooleanSupplier, CompletionStage<Reading>> open,
            Function<Reading, @Nullable Response> serve) {
        // The framework takes the close handler for itself, and cancels what it has asked for.
        http.response().exceptionHandler(_ -> left());
        Executor owner = out.eventLoop();
        try {
            var _ =
                    open.apply(this::isWanted)
                            .whenCompleteAsync(
                                    (reading, failure) -> opened(reading, failure, serve), owner);
        } catch (RuntimeException e) {
            fail(e);
        }
        return Uni.createFrom().completionStage(answer).onCancellation().invoke(this::left);
    }

    /** Whether the client is still there, as far as that is known. Any thread. */
    private boolean isWanted() {
        return state instanceof State.Opening || state instanceof State.Open;
    }

    /** The client is gone before its reader is there. */
    private void left() {
        if (state instanceof State.Opening) {
            state = new State.Left();
        }
    }

    private void opened(
            @Nullable Reading reading,
            @Nullable Throwable failure,
            Function<Reading, @Nullable Response> serve) {
        if (reading == null) {
            fail(failure == null ? new IllegalStateException("no reader, no failure") : failure);
            return;
        }
        if (http.response().closed()) {
            left();
        }
        if (state instanceof State.Left) {
            count(Ending.GONE);
            close(reading, Ending.GONE);
            return;
        }
        state = new State.Open(reading);
        try {
            Response whole = serve.apply(reading);
            if (whole != null) {
                close(reading, Ending.ENDED);
                answer.complete(whole);
            }
        } catch (RuntimeException | Error e) {
            if (isOpen()) {
                count(Ending.ERROR);
            }
            close(reading, Ending.ERROR);
            refuse(e);
        }
    }

    /** There is no reader; the client is told, unless it has left. */
    private void fail(Throwable failure) {
        boolean left = state instanceof State.Left || http.response().closed();
        count(left ? Ending.GONE : Ending.ERROR);
        closed();
        if (!left) {
            refuse(failure);
        }
    }

    /** The framework answers with the failure, unless half an answer has gone out. */
    private void refuse(Throwable failure) {
        out.close();
        if (http.response().headWritten()) {
            LOG.log(System.Logger.Level.ERROR, "A log cannot be served any more", failure);
            out.abort();
        } else {
            answer.completeExceptionally(problem(failure));
        }
    }

    private Throwable problem(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof StreamRemoved removed) {
            return Refused.unknownStream(removed.stream().value());
        }
        if (Reasons.system(failure) == null || Reasons.isOutOfFiles(failure)) {
            return failure;
        }
        meters.failed(failure);
        return new Refused(
                Refusal.Reason.FAILED, "The log cannot be read: " + Reasons.of(failure) + ".");
    }

    /**
     * Has the call end when its client's access does: what its socket does not take soon then it
     * does not get.
     *
     * @param expiring is told of the end a while before
     * @param last what comes last on the wire
     */
    void endWith(
            Access access, AccessEnds ends, Consumer<Instant> expiring, Supplier<byte[]> last) {
        AccessWatch watch = new AccessWatch(out.eventLoop(), expiring, () -> accessOver(last));
        unwatch = ends.watch(access, watch);
    }

    private void accessOver(Supplier<byte[]> last) {
        if (!(state instanceof State.Closed)) {
            finish(Ending.AUTH, last);
            out.abortAfter(ResponseOut.LAST_BYTES);
        }
    }

    /** Whether the client is to get more. */
    boolean isOpen() {
        return state instanceof State.Open;
    }

    /**
     * Ends the response after its last whole event; only the first reason counts.
     *
     * @param last what comes last on the wire
     */
    void finish(Ending why, Supplier<byte[]> last) {
        if (!(state instanceof State.Open(Reading reading))) {
            return;
        }
        state = new State.Ending();
        count(why);
        if (why == Ending.GONE) {
            out.close();
            close(reading, why);
        } else {
            reading.cancel();
            // Not before the last bytes are out: the gateway's stop waits for those.
            out.end(last, () -> close(reading, why));
        }
    }

    /** What only looks is no subscription. */
    private void count(Ending why) {
        if (permit != null) {
            meters.ended(why);
        }
    }

    private void close(Reading reading, Ending why) {
        try {
            reading.cancel();
            reading.close(why);
        } finally {
            closed();
        }
    }

    private void closed() {
        state = new State.Closed();
        unwatch.run();
        if (permit != null) {
            permit.close();
        }
    }
}
