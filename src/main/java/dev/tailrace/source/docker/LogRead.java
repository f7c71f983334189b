package dev.tailrace.source.docker;

import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one {@code logs} answer, a piece at a time, as there is demand. Only on the
 * loop's thread, to which it passes on what Vert.x says.
 *
 * <pre>
 *   engine --piece--> loop's buffer --> LogParts --> PartFilter --is there demand?--> request
 * </pre>
 */
final class LogRead implements EngineBody.Reader {
    /** Told on the loop how it goes. */
    interface Listener {
        /** The engine has begun to answer. */
        void opened();

        /**
         * It is over, or did not begin: once, unless it was closed before.
         *
         * @param failure null if the engine ended it
         */
        void ended(@Nullable Throwable failure);
    }

    private final SourceTasks tasks;
    private final IngestLoop loop;
    private final SourceItems items;
    private final PartFilter news;
    private final LogParts parts;
    private final Listener listener;
    private @Nullable EngineBody body;
    private boolean closed;
    private boolean halted;

    LogRead(
            SourceTasks tasks,
            IngestLoop loop,
            SourceItems items,
            PartFilter news,
            boolean tty,
            Listener listener) {
        this.tasks = tasks;
        this.loop = loop;
        this.items = items;
        this.news = news;
        this.parts = tty ? new TextParts(news) : new FrameParts(news);
        this.listener = listener;
    }

    @Override
    public void opened(EngineBody opened) {
        tasks.execute(() -> {
            if (closed) {
                opened.close();
                return;
            }
            body = opened;
            listener.opened();
            next();
        });
    }

    @Override
    public void piece(Buffer piece) {
        tasks.execute(() -> {
            if (!closed) {
                take(piece);
                next();
            }
        });
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        tasks.execute(() -> {
            if (!closed) {
                closed = true;
                body = null;
                parts.finish();
                listener.ended(failure);
            }
        });
    }

    /** Lets the answer go; the listener is told nothing any more. */
    void close() {
        closed = true;
        if (body != null) {
            body.close();
            body = null;
        }
    }

    /** Asks for the next piece, if there is demand. */
    private void next() {
        EngineBody now = body;
        if (!closed && now != null) {
            halted = !items.hasDemand();
            if (!halted) {
                now.request();
            }
        }
    }

    /** There is demand again. */
    void resume() {
        if (halted) {
            next();
        }
    }

    private void take(Buffer piece) {
        byte[] buffer = loop.buffer();
        for (int at = 0; at < piece.length(); at += buffer.length) {
            int count = Math.min(buffer.length, piece.length() - at);
            piece.getBytes(at, at + count, buffer);
            try {
                parts.accept(buffer, 0, count);
            } catch (EngineException e) {
                throw new SourceException(tasks.name() + " cannot be read: " + e.getMessage());
            }
            news.handOn();
        }
    }
}
