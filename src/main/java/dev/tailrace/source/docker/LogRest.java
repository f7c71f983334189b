package dev.tailrace.source.docker;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Whether a container's log has been read to its end, and what takes the place of the rest if it is
 * gone. Only on the loop's thread.
 *
 * <pre>
 *   UNREAD --a body ends with the last line--> READ: nothing is missing
 *     |  `---a body ends, perhaps too early--> ENDED
 *     |------the log is gone: what was attached, and a loss if that is not all
 *     `------the engine cannot read it back: a loss, once
 * </pre>
 */
final class LogRest {
    /** How long the end of an attached output is waited for, whose container has ended. */
    private static final Duration AWAIT_END = Duration.ofSeconds(1);

    private final Container container;
    private final @Nullable Attached attached;
    private final SourceItems items;
    private boolean unread = true;
    private boolean ended;
    private boolean unreadable;

    LogRest(Container container, @Nullable Attached attached, SourceItems items) {
        this.container = container;
        this.attached = attached;
        this.items = items;
    }

    /**
     * The engine has ended a body.
     *
     * @param whole whether that was with the last line
     */
    void bodyEnded(boolean whole) {
        ended = true;
        unread &= !whole;
    }

    /** The engine has no way to read the log back: nothing of it can be had. */
    void cannotBeRead() {
        if (!unreadable) {
            unreadable = true;
            drop();
            String driver =
                    container.logDriver().isEmpty() ? "" : " '" + container.logDriver() + "'";
            lose(
                    LossReason.UNREADABLE,
                    log(container.shortId()) + ", whose log driver" + driver + " cannot be read",
                    Attached.UNKNOWN);
        }
    }

    /** Whether the rest, if that is needed, has to find its place behind what the log gave. */
    boolean isSeekingItsPlace() {
        return attached != null && attached.isLate();
    }

    /** The container runs on: it may write more. */
    void runsOn() {
        unread = true;
    }

    /** The engine cannot be asked for a while, in which the container may write more. */
    void away() {
        unread = true;
        ended = false;
    }

    /**
     * The log is gone: when there is all of the rest, or that is not waited for any longer.
     *
     * @param timer tells it then
     */
    Uni<Void> complete(ScheduledExecutorService timer) {
        return !isMissing() || attached == null
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .completionStage(attached.over())
                        .ifNoItem()
                        .after(AWAIT_END)
                        .on(timer)
                        .recoverWithUni(Uni.createFrom().voidItem());
    }

    /** Hands on what there is of the rest, and says what is missing. */
    void take(PartFilter parts) {
        if (!isMissing()) {
            return;
        }
        if (attached == null) {
            lose(container.shortId(), Attached.UNKNOWN);
        } else {
            attached.handTo(
                    parts, container.tty(), ended, missing -> lose(container.shortId(), missing));
        }
    }

    /** Whether some may be missing of which that has not been said. */
    private boolean isMissing() {
        return unread && !unreadable;
    }

    /** Says that bytes of the log of the container {@code id} are missing, as many as are known. */
    void lose(String id, long bytes) {
        lose(LossReason.REMOVED, log(id), bytes);
    }

    private String log(String id) {
        return "the log of container " + container.name() + " (" + id + ")";
    }

    private void lose(LossReason reason, String what, long bytes) {
        items.emit(
                new SourceItem.Event(
                        new SourceEvent.Lost(reason, what, bytes), SourceItem.AFTER_LAST));
    }

    /** Nothing of it is needed any more. */
    void drop() {
        if (attached != null) {
            attached.drop();
        }
    }
}
