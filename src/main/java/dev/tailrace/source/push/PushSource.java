package dev.tailrace.source.push;

import dev.tailrace.model.PushedLines;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Opening;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lines that requests bring. It reads nothing by itself: what one request brought is handed to it
 * whole, on its stream's loop, and is handed on by it as it is asked for. It has no end but {@link
 * #stop}.
 */
public final class PushSource implements Source {
    private final SourceTasks tasks;
    private final SourceItems items;

    /** Told that there is demand, or never will be. */
    private Runnable listener = () -> {};

    private @Nullable Handing handing;
    private Runnable handed = () -> {};
    private boolean stopped;

    public PushSource(IngestLoop loop) {
        this.tasks = new SourceTasks(loop, "what is pushed", _ -> {});
        this.items = new SourceItems(tasks, this::wanted, this::end);
    }

    @Override
    public String kind() {
        return "push";
    }

    @Override
    public boolean waitsForDisk() {
        return true;
    }

    @Override
    public SourceItems open(Opening stream) {
        return items;
    }

    @Override
    public CompletionStage<Void> stop() {
        tasks.execute(() -> {
            goOn();
            end();
        });
        return items.over();
    }

    private void end() {
        stopped = true;
        items.complete();
        listener.run();
    }

    /** Whether nothing may be handed on any more. Only on the loop's thread. */
    public boolean isStopped() {
        return stopped;
    }

    /** Has {@code told} run on the loop when {@link #isAskedFor} may be true again, or it stops. */
    public void whenAskedFor(Runnable told) {
        listener = told;
    }

    /**
     * Whether all that was handed to it has been taken and more is wanted: if not, the disk holds
     * it. Only on the loop's thread.
     */
    public boolean isAskedFor() {
        return handing == null && items.hasDemand();
    }

    /** Gives up the demand that was made before the disk failed. Only on the loop's thread. */
    public void askAgain() {
        items.emit(new SourceItem.Commit());
    }

    /**
     * Hands lines on, and has them written at once. Only on the loop's thread, and only while it is
     * asked for them.
     *
     * @param stored how much of their beginning the log has
     * @param now the time of the request, in ns since 1970: that of its lines if none has its own
     * @param then run once all of them are taken
     */
    public void hand(PushedLines lines, ProducedBytes stored, long now, Runnable then) {
        items.leaveOut(stored);
        handing = new Handing(lines, now);
        handed = then;
        goOn();
    }

    private void wanted() {
        goOn();
        listener.run();
    }

    private void goOn() {
        Handing now = handing;
        while (now != null && items.hasDemand()) {
            items.emit(now.next());
            if (now.isOver()) {
                handing = null;
                handed.run();
                return;
            }
        }
    }
}
