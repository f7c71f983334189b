package dev.tailrace.face;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The thread on which requests with patterns are read: what compiles one must not hold up an event
 * loop. One is enough for what people send, and leaves the other cores to those who send none. What
 * waits for it is one request of each connection at most, so its queue is bounded as those are. It
 * ends when nothing has come for a while. Any thread.
 */
@Singleton
public final class PatternThread implements Executor {
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().name("patterns").daemon().factory());

    PatternThread(FaceMeters meters) {
        thread.allowCoreThreadTimeOut(true);
        meters.patterns(thread.getQueue()::size);
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /**
     * What {@code reading} makes of the call at hand, on its event loop again.
     *
     * @param hasPatterns whether it compiles any; otherwise it is done at once
     */
    public <T> Uni<T> read(boolean hasPatterns, Supplier<T> reading) {
        if (!hasPatterns) {
            return Uni.createFrom().item(reading.get());
        }
        Context call = Objects.requireNonNull(Vertx.currentContext());
        return Uni.createFrom()
                .item(reading)
                .runSubscriptionOn(this)
                .emitOn(task -> call.runOnContext(_ -> task.run()));
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
