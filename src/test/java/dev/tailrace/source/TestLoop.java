package dev.tailrace.source;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A loop of a test's own. */
public final class TestLoop implements AutoCloseable {
    /** What the loop's thread is called. */
    public static final String THREAD = "test-loop";

    /** What one read of {@link #withSmallReads} brings at most. */
    static final int SMALL_READ_BYTES = 8192;

    private final EpollLoop epoll;
    private final IngestLoop loop;

    public TestLoop() {
        this(new EpollLoop(null, TestLoop::start, THREAD), IngestLoop.READ_BYTES);
    }

    private TestLoop(EpollLoop epoll, int readBytes) {
        this.epoll = epoll;
        this.loop = new IngestLoop(epoll, readBytes);
    }

    /** One for which a full pipe is many reads. */
    static TestLoop withSmallReads() {
        return new TestLoop(new EpollLoop(null, TestLoop::start, THREAD), SMALL_READ_BYTES);
    }

    /** One for which any delay is over at once, and before everything else. */
    public static TestLoop impatient() {
        return new TestLoop(
                new EpollLoop(null, TestLoop::start, THREAD) {
                    @Override
                    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                        ScheduledFuture<?> over = super.schedule(() -> {}, 0, unit);
                        task.run();
                        return over;
                    }
                },
                IngestLoop.READ_BYTES);
    }

    private static void start(Runnable loop) {
        Thread.ofPlatform().daemon().start(loop);
    }

    public IngestLoop loop() {
        return loop;
    }

    /** Keeps the loop busy until what it returns is run. */
    public Runnable hold() {
        FutureTask<Void> release = new FutureTask<>(() -> {}, null);
        epoll.execute(() -> {
            try {
                release.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("the loop was not let go", e);
            }
        });
        return release;
    }

    @Override
    public void close() {
        epoll.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
