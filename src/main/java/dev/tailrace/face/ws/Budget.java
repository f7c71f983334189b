package dev.tailrace.face.ws;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Sight;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;

/**
 * How much a subscription may still be sent; that of a selection is shared by its streams. Confined
 * to the connection's event loop.
 */
final class Budget {
    static final long UNLIMITED = Long.MAX_VALUE;

    private long credit;
    private long limit;
    private boolean paused;

    Budget(long credit, long limit) {
        this.credit = credit;
        this.limit = limit;
    }

    boolean isPaused() {
        return paused;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    boolean hasCredit() {
        return credit != UNLIMITED;
    }

    /** The client takes so many lines more. */
    void add(int lines) {
        credit = credit + lines < 0 ? UNLIMITED - 1 : Math.min(credit + lines, UNLIMITED - 1);
    }

    /** Whether all lines have been sent that were asked for. */
    boolean isSpent() {
        return limit == 0;
    }

    /**
     * How many of the batch's records may be sent, up to before the first line that there is no
     * credit for; they are taken into account. Credit counts records that are shown as lines, as a
     * client can count what it gets; the limit counts the ends of lines.
     *
     * @param open which events and lines are open before the batch
     */
    int take(Batch batch, RecordFilter filter, LineState open) {
        if (credit == UNLIMITED && limit == UNLIMITED) {
            return batch.count();
        }
        Sight sight = new Sight(filter, open);
        for (int i = 0; i < batch.count(); i++) {
            if (JsonRecord.isState(batch, i) || !sight.shows(batch, i)) {
                continue;
            }
            if (credit == 0) {
                return i;
            }
            credit -= credit == UNLIMITED ? 0 : 1;
            limit -= limit == UNLIMITED || batch.partial(i) ? 0 : 1;
            if (limit == 0) {
                return i + 1;
            }
        }
        return batch.count();
    }
}
