package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;
import dev.tailrace.source.ProducedBytes;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The output of a container from before its first byte on, as the other witness of what its log
 * must have. A container that is removed as soon as it has ended ({@code --rm}) may have no log any
 * more by the time that it is asked for, or for its last lines. Any thread.
 *
 * <pre>
 *   created --attach--> HOLDING --more than MAX_BYTES--> COUNTING, and the first are held
 *                          |  `---it had started before that--> LATE: the first bytes are missing
 *                          |
 *    HOLDING, COUNTING, LATE --its log is whole, or it is not over in a minute--> dropped
 *                            `-its log is gone--> handTo
 * </pre>
 *
 * <p>It is read as fast as it comes, since the engine holds a container whose output is attached
 * and not read.
 */
final class Attached {
    /** What is beyond is counted, so that it can be told how much of it is missing. */
    static final int MAX_BYTES = LastBytes.MAX_BYTES;

    /** Nobody knows how much is missing. */
    static final long UNKNOWN = -1;

    /**
     * An engine that is starting a container answers when that is done: then the first bytes are
     * missing. Answers before that were measured 250 ms before the start and more.
     */
    private static final Duration BEFORE_START = Duration.ofMillis(50);

    private final long createdAt = System.nanoTime();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final CountedParts counted = new CountedParts();
    private @Nullable Cancellable body;
    private @Nullable Duration openedAfter;
    private long bytes;
    private long held;
    private boolean late;
    private boolean ended;
    private boolean dropped;

    /** As one read brought it, and when, in ns since 1970. */
    private record Piece(long time, Buffer bytes) {}

    void hold(Uni<EngineBody> answer) {
        answer.subscribe().with(this::opened, _ -> ended(false));
    }

    private synchronized void opened(EngineBody opened) {
        if (dropped) {
            opened.cancel();
        } else {
            openedAfter = Duration.ofNanos(System.nanoTime() - createdAt);
            body = opened.subscribe().with(this::piece, _ -> ended(false), () -> ended(true));
        }
        answered.complete(null);
    }

    private synchronized void piece(Buffer piece) {
        if (dropped) {
            return;
        }
        counted.accept(piece.getBytes());
        if (held == bytes && bytes + piece.length() <= MAX_BYTES) {
            pieces.add(new Piece(now(), piece));
            held += piece.length();
        }
        bytes += piece.length();
    }

    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private synchronized void ended(boolean whole) {
        ended = !dropped && whole;
        body = null;
        answered.complete(null);
        over.complete(null);
    }

    /** Whether the engine gives it. */
    synchronized boolean isOpen() {
        return body != null;
    }

    /** Lets it go, with all that is held. */
    synchronized void drop() {
        dropped = true;
        ended = false;
        pieces.clear();
        if (body != null) {
            body.cancel();
            body = null;
        }
        answered.complete(null);
        over.complete(null);
    }

    /** The container has started so long after it was created: was this there by then? */
    synchronized void started(Duration afterCreation) {
        late = openedAfter == null || openedAfter.plus(BEFORE_START).compareTo(afterCreation) > 0;
    }

    /** Whether the first bytes are missing. */
    synchronized boolean isLate() {
        return late;
    }

    /** Completes when the engine has answered, or is not waited for any longer. */
    CompletionStage<Void> answered() {
        return answered.minimalCompletionStage();
    }

    /** Completes when nothing more comes. */
    CompletionStage<Void> over() {
        return over.minimalCompletionStage();
    }

    /**
     * Hands on what {@code parts} have not had of it from a log that is gone, and holds nothing
     * more. The container has begun with it.
     *
     * <p>If the first bytes are missing here, the log's last bytes are sought at the beginning of
     * what there is: where they meet at several places, nothing is handed on twice.
     *
     * @param logEnded whether the log that was read came to its end, if perhaps too early
     * @param missing told, where bytes are missing all the same or may be, how many those are, or
     *     {@link #UNKNOWN}
     */
    synchronized void handTo(
            PartFilter parts, boolean tty, boolean logEnded, LongConsumer missing) {
        long known = parts.handedOn().sum();
        boolean handsOn = held == bytes || known == 0;
        if (late) {
            // The log was asked for after this was there: it has what was written before.
            if (known == 0 || bytes > 0 || !ended || !logEnded) {
                missing.accept(UNKNOWN);
            }
            if (handsOn) {
                hand(parts, tty, parts.metBy(held(tty)));
            }
        } else {
            if (handsOn) {
                hand(parts, tty, parts.handedOn());
            }
            long total = tty ? bytes : counted.bytes();
            long left = ended ? total - parts.handedOn().sum() : UNKNOWN;
            if (left != 0) {
                missing.accept(left);
            }
        }
        drop();
    }

    private LastBytes held(boolean tty) {
        LastBytes all = new LastBytes();
        replay(tty, all, () -> {});
        return all;
    }

    private void hand(PartFilter parts, boolean tty, ProducedBytes known) {
        parts.goOn(known);
        replay(tty, parts, parts::handOn);
    }

    private void replay(boolean tty, PartSink to, Runnable pieceDone) {
        long[] time = new long[1];
        FrameParts frames = new FrameParts(to, () -> time[0]);
        for (Piece piece : pieces) {
            byte[] content = piece.bytes().getBytes();
            time[0] = piece.time();
            if (tty) {
                to.begin(Origin.STDOUT, piece.time());
                to.content(content, 0, content.length);
                to.end();
            } else {
                frames.accept(content, 0, content.length);
            }
            pieceDone.run();
        }
    }
}
