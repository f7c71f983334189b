package dev.tailrace.source.docker;

import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one {@code logs} answer, a piece at a time, as there is demand. Only on the
 * loop's thread, to which it passes on what Vert.x says.
 *
 * <pre>
 *   engine --piece--> loop's buffer --> LogParts --> PartFilter --is there demand?--> request
 * </pre>
 */
final class LogRead implements MultiSubscriber<Buffer>, Cancellable {
    private final SourceTasks tasks;
    private final SourceItems items;
    private final PartFilter news;
    private final LogParts parts;
    private final Consumer<@Nullable Throwable> ended;
    private Flow.@Nullable Subscription body;
    private boolean over;
    private boolean halted;

    /**
     * @param ended told when it is over or did not begin, unless it was cancelled before: with null
     *     if the engine ended it
     */
    LogRead(
            SourceTasks tasks,
            SourceItems items,
            PartFilter news,
            boolean tty,
            Consumer<@Nullable Throwable> ended) {
        this.tasks = tasks;
        this.items = items;
        this.news = news;
        this.parts = tty ? new TextParts(news) : new FrameParts(news);
        this.ended = ended;
    }

    /**
     * Asks for it, and reads it.
     *
     * @param begun run once the engine has begun to answer
     */
    LogRead of(Uni<EngineBody> answer, Runnable begun) {
        answer.subscribe()
                .with(
                        opened ->
                                tasks.execute(() -> {
                                    if (over) {
                                        opened.cancel();
                                    } else {
                                        begun.run();
                                        opened.subscribe(this);
                                    }
                                }),
                        this::onFailure);
        return this;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        body = subscription;
        next();
    }

    @Override
    public void onItem(Buffer piece) {
        tasks.execute(() -> {
            if (!over) {
                take(piece);
                next();
            }
        });
    }

    @Override
    public void onFailure(Throwable failure) {
        tasks.execute(() -> end(failure));
    }

    @Override
    public void onCompletion() {
        tasks.execute(() -> end(null));
    }

    private void end(@Nullable Throwable failure) {
        if (!over) {
            over = true;
            parts.finish();
            ended.accept(failure);
        }
    }

    @Override
    public void cancel() {
        if (!over && body != null) {
            body.cancel();
        }
        over = true;
    }

    /** Asks for the next piece, if there is demand. */
    private void next() {
        halted = !items.hasDemand();
        if (!over && !halted && body != null) {
            body.request(1);
        }
    }

    /** There is demand again. */
    void resume() {
        if (halted) {
            next();
        }
    }

    private void take(Buffer piece) {
        byte[] buffer = tasks.buffer();
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
