package dev.tailrace.source.docker;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Looks at a container whose log has come to an end: has its run ended as well? Any thread. */
record ContainerLook(Engine engine, ScheduledExecutorService timer) {
    /** The engine ends a body a moment before it knows that the container has ended. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private static final int LOOKS = 20;

    /**
     * The container of {@code run} once that does not run, or has been looked at often enough.
     *
     * @param runsOn run each time that it is seen to run
     */
    Uni<Container> at(Container run, Runnable runsOn) {
        return at(run, runsOn, LOOKS);
    }

    private Uni<Container> at(Container run, Runnable runsOn, int more) {
        return engine.inspect(run.id())
                .chain(now -> {
                    if (more == 0 || !now.running() || !now.isSameRun(run)) {
                        return Uni.createFrom().item(now);
                    }
                    runsOn.run();
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .onExecutor(timer)
                            .by(LOOK_AGAIN)
                            .chain(() -> at(run, runsOn, more - 1));
                });
    }
}
