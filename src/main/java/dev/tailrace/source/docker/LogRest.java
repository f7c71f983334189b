package dev.tailrace.source.docker;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a container's log has been read to its end, and what takes the place of the rest if it is
 * gone. Only on the loop's thread.
 *
 * <pre>
 *   UNREAD --a body ends with the last line--> READ: nothing is missing
 *     |  `---a body ends, perhaps too early--> ENDED
 *     `------the log is gone: what was attached, and a loss if that is not all
 * </pre>
 */
final class LogRest {
    /** How long the end of an attached output is waited for, whose container has ended. */
    private static final Duration AWAIT_END = Duration.ofSeconds(1);

    private final Container container;
    private final @Nullable Attached attached;
    private final SourceTasks tasks;
    private final SourceItems items;
    private boolean unread = true;
    private boolean ended;
    private boolean dropped;

    LogRest(
            Container container,
            @Nullable Attached attached,
            SourceTasks tasks,
            SourceItems items) {
        this.container = container;
        this.attached = attached;
        this.tasks = tasks;
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

    /** The log is gone: hands on what there is of the rest, says what is missing, and then ends. */
    void take(PartFilter parts, Runnable then) {
        if (!unread) {
            then.run();
        } else if (attached == null) {
            lose(container.shortId(), Attached.UNKNOWN);
            then.run();
        } else {
            var _ =
                    attached.over()
                            .toCompletableFuture()
                            .completeOnTimeout(null, AWAIT_END.toMillis(), TimeUnit.MILLISECONDS)
                            .thenRun(() -> tasks.execute(() -> take(attached, parts, then)));
        }
    }

    private void take(Attached output, PartFilter parts, Runnable then) {
        if (dropped) {
            return; // the source was stopped meanwhile
        }
        output.handTo(parts, container.tty(), ended, missing -> lose(container.shortId(), missing));
        then.run();
    }

    /** Says that bytes of the log of the container {@code id} are missing, as many as are known. */
    void lose(String id, long bytes) {
        String what = "the log of container " + container.name() + " (" + id + ")";
        items.emit(
                new SourceItem.Event(
                        new SourceEvent.Lost(LossReason.REMOVED, what, bytes),
                        SourceItem.AFTER_LAST));
    }

    /** Nothing of it is needed any more. */
    void drop() {
        dropped = true;
        if (attached != null) {
            attached.drop();
        }
    }
}
