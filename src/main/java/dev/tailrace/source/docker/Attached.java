package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The output of a container from before its first byte on, held until its log has been read. A
 * container that is removed as soon as it has ended ({@code --rm}) may have no log any more by the
 * time that it is asked for, or for its last lines. Any thread.
 *
 * <pre>
 *   created --attach--> HOLDING --its log has been read to the end------> dropped
 *                        |  `----MAX_BYTES, or no end within a minute----> dropped: it is no brief one
 *                        |`------it had started before that--------------> dropped: it lacks the first
 *                        `--its log is gone--> what the log has not given is handed on, each piece
 *                                              with the time at which it came
 * </pre>
 *
 * <p>It is read as fast as it comes, since the engine holds a container whose output is attached
 * and not read.
 */
final class Attached implements EngineBody.Reader {
    /** More is not held; a container that writes as much may have to do with a gap. */
    static final int MAX_BYTES = 64 * 1024;

    /**
     * An engine that is starting a container answers when that is done: then the first bytes are
     * missing. An answer is this much before the start, or may be one of those; the others were
     * measured 250 ms before.
     */
    private static final Duration BEFORE_START = Duration.ofMillis(50);

    private final List<Piece> pieces = new ArrayList<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final long createdAt = System.nanoTime();
    private @Nullable EngineBody body;
    private @Nullable Duration openedAfter;
    private int held;
    private boolean dropped;
    private boolean whole;

    /** As one read brought it, and when, in ns since 1970. */
    private record Piece(long time, Buffer bytes) {}

    @Override
    public synchronized void opened(EngineBody opened) {
        if (dropped) {
            opened.close();
        } else {
            body = opened;
            openedAfter = Duration.ofNanos(System.nanoTime() - createdAt);
            opened.request();
        }
    }

    @Override
    public synchronized void piece(Buffer piece) {
        if (dropped || body == null) {
            return;
        }
        held += piece.length();
        if (held > MAX_BYTES) {
            drop();
        } else {
            pieces.add(new Piece(now(), piece));
            body.request();
        }
    }

    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public synchronized void ended(@Nullable Throwable failure) {
        whole = !dropped && failure == null;
        body = null;
        over.complete(null);
    }

    /** Whether the engine gives it. */
    synchronized boolean isOpen() {
        return body != null;
    }

    /** Lets it go, with all that is held. */
    synchronized void drop() {
        dropped = true;
        whole = false;
        pieces.clear();
        if (body != null) {
            body.close();
            body = null;
        }
        over.complete(null);
    }

    /** The container has started so long after it was created: was this there by then? */
    synchronized void started(Duration afterCreation) {
        if (openedAfter == null || openedAfter.plus(BEFORE_START).compareTo(afterCreation) > 0) {
            drop();
        }
    }

    /** Completes when nothing more comes. */
    CompletionStage<Void> over() {
        return over.minimalCompletionStage();
    }

    /**
     * Hands on what {@code parts} have not had of it from a log that has ended too early, and holds
     * nothing more. The container has begun with it.
     *
     * @return whether the container's whole output is handed on with that
     */
    synchronized boolean handTo(NewParts parts, boolean tty) {
        boolean all = whole;
        parts.goOn();
        Rest rest = new Rest(parts);
        FrameParts frames = new FrameParts(rest, () -> rest.time);
        for (Piece piece : pieces) {
            rest.time = piece.time();
            byte[] bytes = piece.bytes().getBytes();
            if (tty) {
                rest.begin(Origin.STDOUT, piece.time());
                rest.content(bytes, 0, bytes.length);
                rest.end();
            } else {
                frames.accept(bytes, 0, bytes.length);
            }
            parts.handOn();
        }
        drop();
        return all;
    }

    /** Leaves out the first bytes of each output, as many as have been handed on. */
    private static final class Rest implements PartSink {
        private final NewParts parts;
        private final Map<Origin, Long> known = new EnumMap<>(Origin.class);
        private Origin origin = Origin.STDOUT;
        private long time;

        Rest(NewParts parts) {
            this.parts = parts;
            for (Origin each : List.of(Origin.STDOUT, Origin.STDERR)) {
                known.put(each, parts.handedOn(each));
            }
        }

        @Override
        public void begin(Origin of, long stamp) {
            origin = of;
            parts.begin(of, stamp);
        }

        @Override
        public void content(byte[] buffer, int offset, int length) {
            int left = (int) Math.min(known.getOrDefault(origin, 0L), length);
            known.merge(origin, (long) -left, Long::sum);
            parts.content(buffer, offset + left, length - left);
        }

        @Override
        public void end() {
            parts.end();
        }

        @Override
        public void notice(String text) {
            parts.notice(text);
        }
    }
}
