package dev.tailrace.source.docker;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A container that is to be followed and is not yet: what is known of it, and what is held of its
 * output meanwhile. On the discovery's thread.
 */
final class Newcomer {
    /** The whole log of a container, which has no stamp before this. */
    private static final long ALL = Long.MIN_VALUE;

    private final Engine engine;
    private Container container;
    private long createdAt;
    private @Nullable Attached attached;
    private @Nullable Uni<EngineBody> log;
    private @Nullable ContainerEvent death;

    Newcomer(Engine engine, Container container) {
        this.engine = engine;
        this.container = container;
    }

    /** As it was when something was last told of it. */
    Container container() {
        return container;
    }

    /** Whether it has run at all. */
    boolean isStarted() {
        return container.wasStarted();
    }

    /** Its output, if that is held. */
    @Nullable Attached attached() {
        return attached;
    }

    /** Its log, if that has been asked for already. It is to be read, or cancelled, once. */
    @Nullable Uni<EngineBody> log() {
        return log;
    }

    /** How it has ended, if it has. */
    @Nullable ContainerEvent death() {
        return death;
    }

    /** The engine has told more of it. */
    void is(Container now) {
        container = now;
    }

    /**
     * It has been created: its output is held.
     *
     * @param time by the engine's clock, in ns since 1970
     */
    Attached attach(long time) {
        createdAt = time;
        attached = new Attached();
        attached.hold(engine.attach(container.id()));
        return attached;
    }

    /**
     * It has started. Its log is asked for: by the time that its stream is open, a container that
     * is removed as soon as it has ended may give it no more. That is so once its output is
     * attached, so that nothing is in neither of them: an engine may answer both only when the
     * container has started. If it may have run before, nothing is held of it.
     */
    void started(long time) {
        container = container.startedAt(time);
        if (attached == null) {
            return;
        }
        attached.started(Duration.ofNanos(time - createdAt));
        log =
                Uni.createFrom()
                        .completionStage(attached.answered())
                        .chain(() -> engine.logs(container.id(), ALL, true))
                        .memoize()
                        .indefinitely();
        log.subscribe().with(_ -> {}, _ -> {}); // asks now; what reads it later is told the same
    }

    void died(ContainerEvent event) {
        death = event;
    }

    /** Lets go what is held. */
    void drop() {
        if (attached != null) {
            attached.drop();
            attached = null;
        }
        if (log != null) {
            log.subscribe().with(EngineBody::cancel, _ -> {});
            log = null;
        }
    }
}
