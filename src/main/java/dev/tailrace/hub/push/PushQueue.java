package dev.tailrace.hub.push;

import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.Refusal.Reason;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.push.PushSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The requests that push lines into one stream, one after the other. Confined to the stream's
 * ingest loop, but for {@link #take}.
 *
 * <pre>
 *   take --> waiting --the source is asked--> handed to it --written--> Written
 *               |                                |
 *               |                                |--the disk holds it (block)--> held --> Written
 *               |                                `--history lacks it (continue)--> DISK
 *               `--write-timeout--> DISK, nothing of it is stored
 *   held --write-timeout--> DISK is answered; it is written when the disk can, and its key says so
 * </pre>
 */
final class PushQueue {
    private final StreamLog log;
    private final Epoch epoch;
    private final PushSource source;
    private final IdempotencyKeys keys;
    private final ScheduledExecutorService loop;
    private final long timeoutNanos;
    private final InstantSource clock;
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();

    /** What the source has, until that is known to be written. */
    private @Nullable Request handed;

    private @Nullable Future<?> timeout;

    /** One request's lines, and what becomes of them. */
    private static final class Request {
        final PushedLines lines;
        final @Nullable PushKey key;
        final CompletableFuture<PushOutcome> answer = new CompletableFuture<>();
        final long since = System.nanoTime();
        @Nullable KeyNote note;
        long first;

        Request(PushedLines lines, @Nullable PushKey key) {
            this.lines = lines;
            this.key = key;
        }

        boolean hasKey(PushKey other) {
            return key != null && key.key().equals(other.key());
        }

        void refuse(Reason why, String sentence) {
            answer.complete(new PushOutcome.Refused(why, sentence));
        }
    }

    PushQueue(
            StreamLog log,
            IngestLoop loop,
            PushSource source,
            IdempotencyKeys keys,
            Duration writeTimeout,
            InstantSource clock) {
        this.log = log;
        this.epoch = log.description().epoch();
        this.source = source;
        this.keys = keys;
        this.loop = loop.executor();
        this.timeoutNanos = writeTimeout.toNanos();
        this.clock = clock;
        source.whenAskedFor(this::goOn);
    }

    /** Stores the lines after those of earlier requests. Any thread; completes on the loop. */
    CompletionStage<PushOutcome> take(PushedLines lines, @Nullable PushKey key) {
        Request request = new Request(lines, key);
        try {
            loop.execute(() -> arrived(request));
        } catch (RejectedExecutionException _) {
            stops(request);
        }
        return request.answer;
    }

    /** Its keys and their answers. */
    IdempotencyKeys keys() {
        return keys;
    }

    private void arrived(Request request) {
        if (request.key != null && isBusy(request.key)) {
            request.refuse(
                    Reason.KEY_BUSY,
                    "A request with the Idempotency-Key '"
                            + request.key.key()
                            + "' is under way. Nothing of this one is stored.");
            return;
        }
        waiting.add(request);
        goOn();
    }

    private boolean isBusy(PushKey key) {
        return (handed != null && handed.hasKey(key))
                || waiting.stream().anyMatch(each -> each.hasKey(key));
    }

    private void goOn() {
        while (!waiting.isEmpty() || handed != null) {
            if (source.isStopped()) {
                waiting.forEach(PushQueue::stops);
                waiting.clear();
                return;
            }
            if (!isDiskReady()) {
                expireInTime();
                return;
            }
            if (handed != null) {
                written(handed);
                handed = null;
            } else {
                store(waiting.remove());
            }
        }
    }

    /** Whether all that was handed on is written, and more may be: if not, the source says when. */
    private boolean isDiskReady() {
        if (source.isAskedFor() && log.isFailing()) {
            source.askAgain();
        }
        return source.isAskedFor() && !log.isFailing();
    }

    private static void stops(Request request) {
        request.refuse(Reason.DRAIN, "The gateway stops.");
    }

    /** Refuses in time those that the disk keeps waiting. */
    private void expireInTime() {
        Request oldest = handed == null || handed.answer.isDone() ? waiting.peek() : handed;
        if (oldest != null && timeout == null) {
            long left = oldest.since + timeoutNanos - System.nanoTime();
            timeout = loop.schedule(this::expire, Math.max(0, left), TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        timeout = null;
        long now = System.nanoTime();
        if (handed != null && now - handed.since >= timeoutNanos) {
            handed.refuse(
                    Reason.DISK,
                    "The disk takes no records now; these lines are written when it does, so only"
                            + " a request with an Idempotency-Key should be repeated.");
        }
        while (!waiting.isEmpty() && now - waiting.element().since >= timeoutNanos) {
            waiting.remove()
                    .refuse(
                            Reason.DISK,
                            "The disk takes no records now; nothing of the request is stored.");
        }
        expireInTime();
    }

    private void store(Request request) {
        request.first = log.next();
        ProducedBytes stored = ProducedBytes.NONE;
        if (request.key != null) {
            KeyNote known = keys.find(request.key.key());
            if (isAnswered(request, request.key, known)) {
                return;
            }
            KeyNote note = noteOf(request, request.key, known);
            if (!isNoted(request, note)) {
                return;
            }
            stored = note.stored();
            request.first = note.first();
            request.note = note;
        }
        hand(request, stored);
    }

    /** Whether an earlier request of that key is the answer. */
    private boolean isAnswered(Request request, PushKey key, @Nullable KeyNote known) {
        if (known == null) {
            return false;
        }
        if (!known.digest().equals(key.digest())) {
            request.refuse(
                    Reason.KEY_REUSED,
                    "The Idempotency-Key '"
                            + key.key()
                            + "' is that of a request with other lines. Nothing of this one is"
                            + " stored.");
            return true;
        }
        Long last = known.last();
        if (last == null) {
            return false;
        }
        request.answer.complete(
                new PushOutcome.Written(epoch, known.first(), last, known.lines(), true));
        return true;
    }

    private KeyNote noteOf(Request request, PushKey key, @Nullable KeyNote known) {
        return known == null
                ? KeyNote.taken(key, epoch.value(), request.lines, log.next(), clock.millis())
                : known.again(log.next());
    }

    private boolean isNoted(Request request, KeyNote note) {
        try {
            keys.note(note);
            return true;
        } catch (IOException e) {
            // What tells of a disk that is full is the log, which was not asked.
            log.room().look();
            request.refuse(
                    Reason.DISK,
                    "The Idempotency-Key cannot be noted ("
                            + Reasons.of(e)
                            + "); nothing of the request is stored.");
            return false;
        }
    }

    private void hand(Request request, ProducedBytes stored) {
        long lost = log.lostLines(GapReason.DISK_FULL);
        handed = request;
        long now = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        source.hand(request.lines, stored, now, () -> taken(request, lost));
    }

    /** The log has all of it; {@link #goOn} tells whether it is written. */
    private void taken(Request request, long lost) {
        if (log.lostLines(GapReason.DISK_FULL) > lost) {
            handed = null;
            if (request.note != null) {
                keys.notWritten(request.note);
            }
            request.refuse(
                    Reason.DISK,
                    "The disk did not take all of these lines; live readers have seen them.");
        }
    }

    private void written(Request request) {
        long last = log.next() - 1;
        if (request.note != null) {
            keys.written(request.note, last);
        }
        request.answer.complete(
                new PushOutcome.Written(epoch, request.first, last, request.lines.lines(), false));
    }
}
