package dev.tailrace.cursor;

import dev.tailrace.level.LineMarks;
import dev.tailrace.log.ReadResult;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands out history, the newest first: batches whose records go backwards, and what is missing
 * where it is met. It reads a page at a time. As long as it holds one it has a turn; that it gives
 * back when its reader takes nothing, at once if others wait.
 *
 * <pre>
 *   oldest ............ end
 *            page &lt;------'     piece, piece: from the page's end, each turned round
 *   gap &lt;----'
 * </pre>
 *
 * Confined to its owner, the event loop of its connection: every call and every signal is there;
 * pages alone are read on the replay threads. It can be subscribed to once.
 */
public final class BackwardCursor extends StreamCursor {
    /** A page and what its reader is to be told of it, or why there is none. */
    private record Page(
            @Nullable ReadResult result, @Nullable LineMarks marks, @Nullable Throwable failure) {}

    /** As long as a {@link Replay} keeps its files. */
    private static final long IDLE_MILLIS = 1000;

    private final Feed feed;
    private final StreamLog log;
    private final RecordFilter filter;
    private final ScheduledExecutorService owner;
    private final Replayers replayers;
    private final BooleanSupplier granted = this::granted;
    private final long oldest;
    private long end;
    private @Nullable Page page;

    /** A page is being read, or waits for its turn to be. */
    private boolean reading;

    private boolean hasTurn;
    private boolean idleCheck;

    /**
     * @param end the seq before which to begin
     * @param oldest the seq of the last record to hand out, which may be gone by then
     * @param owner the single thread that this cursor is confined to
     * @param replayers where files may be read, in turn
     */
    public BackwardCursor(
            Feed feed,
            long end,
            long oldest,
            RecordFilter filter,
            ScheduledExecutorService owner,
            Replayers replayers) {
        this.feed = feed;
        this.log = feed.log();
        this.end = end;
        this.oldest = oldest;
        this.filter = filter;
        this.owner = owner;
        this.replayers = replayers;
    }

    @Override
    public long next() {
        return end;
    }

    @Override
    public boolean isAtBound() {
        return end <= oldest;
    }

    @Override
    public boolean isReplaying() {
        return ending() == null;
    }

    @Override
    public void putBack(long seq) {
        end = seq + 1;
        page = null;
    }

    /** It comes from there. */
    @Override
    public void endBefore(long seq, Ending why) {}

    /** It began before that. */
    @Override
    public void readNothingFrom(long seq, Ending why) {}

    /** It does not come to the end of its stream. */
    @Override
    public void outliveStream() {}

    /** It goes the other way: what comes is not its. */
    @Override
    public long lag(long newest) {
        return 0;
    }

    @Override
    void begin() {}

    @Override
    boolean step() {
        if (reading) {
            return false;
        }
        if (end <= oldest) {
            return complete(Ending.COMPLETE);
        }
        if (!hasDemand()) {
            restIfStill();
            return false;
        }
        Page now = page;
        if (now != null) {
            return take(now);
        }
        if (replayers.waiting() > 0) {
            rest();
        }
        reading = true;
        if (hasTurn || replayers.take(granted)) {
            read();
        }
        return false;
    }

    private boolean take(Page now) {
        return switch (now.result()) {
            case null -> failed(now.failure());
            case ReadResult.Records(Batch batch) -> {
                Batch rest = batch.slice(0, (int) (end - batch.first()));
                Batch piece = rest.lastUpTo(piece());
                int wanted = (int) Math.min(piece.count(), end - oldest);
                piece = piece.slice(piece.count() - wanted, piece.count());
                end = piece.first();
                page = end > batch.first() ? now : null;
                yield emit(new Delivery.Records(piece.backwards(now.marks())));
            }
            case ReadResult.Missing(Gap gap) -> lost(gap.from(), gap.reason());
            case ReadResult.AtEnd _ -> lost(oldest, log.goneReason());
        };
    }

    private boolean lost(long from, GapReason reason) {
        Gap gap = new Gap(Math.max(from, oldest), end - 1, reason);
        end = gap.from();
        page = null;
        return emit(new Delivery.Lost(gap));
    }

    private boolean failed(@Nullable Throwable failure) {
        if (feed.isRemoved() || log.isGone()) {
            return complete(Ending.REMOVED);
        }
        fail(failure == null ? new IllegalStateException("no page, no failure") : failure);
        return false;
    }

    /** Its turn has come; false if its owner is gone. Any thread. */
    private boolean granted() {
        try {
            owner.execute(this::read);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /** Reads a page: it has a turn. */
    private void read() {
        hasTurn = true;
        if (ending() != null) {
            rest();
            return;
        }
        long before = end;
        replayers.execute(() -> {
            Page read = pageBefore(before);
            owner.execute(() -> done(read));
        });
    }

    private Page pageBefore(long before) {
        try {
            ReadResult result = log.search().backwards(before);
            LineMarks marks =
                    filter.followsLines() && result instanceof ReadResult.Records(Batch batch)
                            ? new LineMarks(batch, filter.openBefore(log, batch))
                            : null;
            return new Page(result, marks, null);
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, the cursor waits for an answer.
            return new Page(null, null, e);
        }
    }

    private void done(Page read) {
        reading = false;
        if (ending() == null) {
            page = read;
            serve();
        } else {
            rest();
        }
    }

    /** Lets its page and its turn go if its reader wants nothing: at once if others wait. */
    private void restIfStill() {
        if (replayers.waiting() > 0) {
            rest();
        } else if (hasTurn && !idleCheck) {
            idleCheck = true;
            long since = end;
            var _ =
                    owner.schedule(
                            () -> {
                                idleCheck = false;
                                if (!reading && !hasDemand() && end == since) {
                                    rest();
                                } else {
                                    serve();
                                }
                            },
                            IDLE_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    /** Not while a page is being read. */
    private void rest() {
        page = null;
        if (hasTurn) {
            hasTurn = false;
            replayers.giveBack();
        }
    }

    @Override
    void letGo() {
        boolean waits = reading && !hasTurn && replayers.leave(granted);
        if (!reading || waits) {
            rest();
        }
    }
}
