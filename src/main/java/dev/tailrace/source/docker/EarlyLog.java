package dev.tailrace.source.docker;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The log of a container, asked for the moment that it starts: by the time that its stream is open,
 * a container that is removed as soon as it has ended may give it no more. It is asked for once the
 * output is attached, so that nothing is in neither of them: an engine may answer both only when
 * the container has started. Nothing of it is read before {@link #handTo}. Any thread.
 */
final class EarlyLog implements EngineBody.Reader {
    private final CompletionStage<Void> due;
    private @Nullable EngineBody body;
    private EngineBody.@Nullable Reader reader;
    private @Nullable Throwable failure;
    private boolean over;
    private boolean dropped;

    /**
     * @param due when it is to be asked for
     */
    EarlyLog(CompletionStage<Void> due) {
        this.due = due;
    }

    /** Completes when it is to be asked for. */
    CompletionStage<Void> due() {
        return due;
    }

    @Override
    public synchronized void opened(EngineBody opened) {
        if (dropped) {
            opened.close();
            return;
        }
        body = opened;
        if (reader != null) {
            reader.opened(opened);
        }
    }

    @Override
    public synchronized void piece(Buffer piece) {
        if (reader != null) {
            reader.piece(piece);
        }
    }

    @Override
    public synchronized void ended(@Nullable Throwable reason) {
        over = true;
        failure = reason;
        if (reader != null) {
            reader.ended(reason);
        }
    }

    /** Hands all of it on to {@code to}, as if that had asked. Once. */
    synchronized void handTo(EngineBody.Reader to) {
        reader = to;
        if (body != null) {
            to.opened(body);
        }
        if (over) {
            to.ended(failure);
        }
    }

    /** Lets it go, unless it has been handed on. */
    synchronized void drop() {
        if (reader == null && !dropped) {
            dropped = true;
            if (body != null) {
                body.close();
            }
        }
    }
}
