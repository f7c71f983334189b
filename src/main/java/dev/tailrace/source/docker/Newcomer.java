package dev.tailrace.source.docker;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container that is to be followed and is not yet: what is known of it, and what is held of its
 * output meanwhile. On the discovery's thread.
 */
final class Newcomer {
    private Container container;
    private long createdAt;
    private @Nullable Attached attached;
    private @Nullable EarlyLog log;
    private @Nullable ContainerEvent death;

    Newcomer(Container container) {
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

    /** Its log, if that has been asked for already. */
    @Nullable EarlyLog log() {
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
     * It has been created.
     *
     * @param time by the engine's clock, in ns since 1970
     * @return what is to be given its output
     */
    Attached attach(long time) {
        createdAt = time;
        attached = new Attached();
        return attached;
    }

    /**
     * It has started.
     *
     * @return what is to be given its log; none if it may have run before
     */
    Optional<EarlyLog> started(long time) {
        container = container.startedAt(time);
        if (attached == null) {
            return Optional.empty();
        }
        attached.started(Duration.ofNanos(time - createdAt));
        log = new EarlyLog(attached.answered());
        return Optional.of(log);
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
            log.drop();
            log = null;
        }
    }
}
